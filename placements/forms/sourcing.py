"""Forms of the search: how a step ended, which homes to ask, what they are told."""

from typing import Any

from django import forms

from core.forms import Look
from placements.choices import OutwardReason


class CloseStepForm(forms.Form):
    """Nothing found at ``step``, its position on the route: why the search moves outward."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    outward_reason = forms.ChoiceField(
        label="Why is no home here suitable?", choices=[("", "Choose a reason"), *OutwardReason.choices]
    )
    note = forms.CharField(
        label="What happened?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Whoever reads this in a year should understand it",
    )


class ReferralForm(forms.Form):
    """What providers are told beyond the coded facts."""

    looks = {"summary": Look(size="m")}

    summary = forms.CharField(
        label="About the child",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 8}),
        help_text="What they enjoy, what helps, what worries you. No names, initials, dates or places.",
    )


class RewordForm(ReferralForm):
    """A new text for a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = True
