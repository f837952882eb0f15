"""Forms of the search: how a step ended, which homes to ask, what they are told."""

from typing import Any

from django import forms

from core.forms import Look
from placements.choices import OutwardReason, Verdict


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


class WaveForm(forms.Form):
    """When the next step opens by itself, and how far it looks."""

    looks = {"hours": Look(width=4, suffix="hours"), "within_miles": Look(width=4, suffix="miles")}

    hours = forms.IntegerField(label="Open it after", min_value=1, max_value=2000)
    within_miles = forms.IntegerField(label="Ask homes within", min_value=1, max_value=500)


class JudgementForm(forms.Form):
    """Whether one home fits one child, with those who live there."""

    verdict = forms.ChoiceField(label="What do you judge?", choices=Verdict.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="What did you weigh?",
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text="The needs of this child and of those who live there. Name nobody.",
    )


class HoldForm(forms.Form):
    """Holding a place until a moment, or waiting in line for one."""

    HOLD, WAIT = "hold", "wait"

    looks = {"what": Look(reveals={HOLD: "hours"}), "hours": Look(width=4, suffix="hours")}

    what = forms.ChoiceField(
        label="What do you want?",
        choices=[(HOLD, "Hold a place"), (WAIT, "Wait in line for a place")],
        widget=forms.RadioSelect,
    )
    hours = forms.IntegerField(
        label="For how long?",
        required=False,
        min_value=1,
        max_value=336,
        help_text="After that the place is free again by itself.",
    )

    def clean(self) -> None:
        super().clean()
        asked = self.cleaned_data
        if asked.get("what") == self.HOLD and "hours" in asked and asked["hours"] is None:
            self.add_error("hours", "Enter for how many hours")
