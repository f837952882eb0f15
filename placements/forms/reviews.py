"""Forms of reviewing one child's placement."""

from typing import Any

from django import forms

from core.forms import DateField, Look, Section
from placements.choices import ReviewOutcome
from placements.forms.words import text
from placements.models import ChildReview
from placements.services.reviews import Found

HINTS: dict[str, str] = {
    ReviewOutcome.STAY: "The home is still right for this child",
    ReviewOutcome.STAY_SAFEGUARDED: "The home is right as long as something is added",
    ReviewOutcome.PLAN_MOVE: "Another home is to be found, with time to prepare",
    ReviewOutcome.MOVE_NOW: "The child is not safe here",
}


class RecordReviewForm(forms.Form):
    """What was found, whom it was talked over with, and what is recommended."""

    looks = {"recommended": Look(choice_hints=HINTS, reveals={ReviewOutcome.STAY_SAFEGUARDED: "safeguards"})}
    sections = (
        Section("The child", ("seen_on", "child_views", "findings")),
        Section("The independent reviewing officer", ("iro_told_on", "iro_views")),
        Section("What you recommend", ("recommended",)),
    )

    seen_on = DateField(label="When was the child seen?")
    child_views = text("What does the child say?", help_text="In their own words where you can.")
    findings = text(
        "What did you find?",
        help_text="How the child is, what has changed in the home, and what harm staying or moving could do.",
    )
    iro_told_on = DateField(label="When were they told?")
    iro_views = text("What do they say?", required=False)
    recommended = forms.TypedChoiceField(
        label="What should happen?",
        choices=ReviewOutcome.choices,
        coerce=ReviewOutcome,
        widget=forms.RadioSelect,
        help_text="Moving is itself harm. Nothing moves by itself.",
    )
    safeguards = text("Which safeguards are needed?", required=False)

    @classmethod
    def start_from(cls, review: ChildReview) -> dict[str, Any]:
        """What was recorded before, to be added to."""
        return {name: getattr(review, name) for name in cls.base_fields}

    @property
    def found(self) -> Found:
        return Found(**self.cleaned_data)


class DecideReviewForm(forms.Form):
    """A manager's decision with reasons, or questions back."""

    RETURN = "return"

    looks = {"decision": Look(choice_hints=HINTS)}

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[*ReviewOutcome.choices, (RETURN, "Return it with questions")],
        widget=forms.RadioSelect,
    )
    reason = text("Why, or what is missing?")

    @property
    def returns(self) -> bool:
        return self.cleaned_data["decision"] == self.RETURN
