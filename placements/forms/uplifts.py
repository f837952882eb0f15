"""What is asked before prices change."""

from datetime import date
from typing import Any

from django import forms

from core.forms import DateField


class PrepareForm(forms.Form):
    """From when the new prices hold."""

    effective_on = DateField(label="First day of the new prices")

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"effective_on": starts_on}, **kwargs})


class ReverseForm(forms.Form):
    """Why an uplift is undone."""

    reason = forms.CharField(label="Why is it reversed?", max_length=2000, widget=forms.Textarea({"rows": 3}))
