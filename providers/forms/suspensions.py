"""Forms of stopping placements with a home."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core import formats
from core.forms import DateField
from providers.choices import SuspensionScope
from providers.models import Suspension


class SuspendForm(forms.Form):
    """What is suspended, how far, why and from when."""

    whole_provider = forms.TypedChoiceField(
        label="What is suspended?",
        choices=[("home", "This home only"), ("provider", "All homes of this provider")],
        coerce=lambda value: value == "provider",
        widget=forms.RadioSelect,
    )
    scope = forms.TypedChoiceField(
        label="For which placements?",
        choices=SuspensionScope.choices,
        coerce=SuspensionScope,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Other councils and the provider read this. Do not name a child.",
    )
    starts_on = DateField(label="From which day?")


class LiftForm(forms.Form):
    """Which of the council's own suspensions ends, and when."""

    suspension = forms.ChoiceField(label="Which suspension?", widget=forms.RadioSelect)
    ends_on = DateField(label="From which day may placements be made again?")

    def __init__(self, *args: Any, suspensions: Iterable[Suspension], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspension"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.setting or each.provider}, from {formats.day(each.starts_on)}")
            for each in suspensions
        ]
