"""Forms that halt, raise or part-open a search: holds, escalations, detailed profiles."""

from typing import Any

from django import forms

from core.forms import DateField
from placements.forms.words import text
from placements.models import DetailedProfile, SourcingStep
from placements.selectors.details import PARTS
from placements.services.details import DetailText

LONGEST = 8000


class PauseForm(forms.Form):
    """Why a request waits, and when somebody looks at it again."""

    reason = text("Why does it have to wait?")
    look_again_on = DateField(
        label="When will you look at it again?",
        help_text="You are written to then. For example, 4 1 2027",
    )


class ResumeForm(forms.Form):
    reason = text("What has changed?", required=False)


class EscalateForm(forms.Form):
    reason = text(
        "What has been tried, and what do you ask for?", help_text="Read beside every step of the route."
    )


class EscalationForm(forms.Form):
    """How a search without an offer goes on, or that the director decides it."""

    GO_ON, PASS_UP = "go_on", "pass_up"

    what = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect)
    reopen = forms.MultipleChoiceField(
        label="Routes to try again",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="How each ended before is kept.",
    )
    reason = text("How does the search go on, and why?")

    def __init__(self, *args: Any, may_pass_up: bool, tried: list[SourcingStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.GO_ON, "The search goes on")]
        if may_pass_up:
            choices.append((self.PASS_UP, "The director decides"))
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.fields["what"].initial = self.GO_ON
        self.fields["reopen"].choices = [  # type: ignore[attr-defined]
            (step.route, f"{step.get_route_display()}: {step.get_outward_reason_display().lower()}")
            for step in tried
        ]
        if not tried:
            del self.fields["reopen"]


class DetailForm(forms.Form):
    """The detailed profile. It names nobody: who the child is opens at the award."""

    needs = text(
        PARTS["needs"],
        rows=6,
        longest=LONGEST,
        help_text="No names, initials, dates of birth, addresses or schools.",
    )
    incidents = text(PARTS["incidents"], rows=5, longest=LONGEST, required=False)
    health = text(PARTS["health"], rows=4, longest=LONGEST, required=False)
    plan = text(PARTS["plan"], rows=4, longest=LONGEST, required=False)

    @classmethod
    def of(cls, profile: DetailedProfile | None, data: Any = None) -> "DetailForm":
        initial = {name: getattr(profile, name) for name in PARTS} if profile else {}
        return cls(data, initial=initial)

    @property
    def said(self) -> DetailText:
        return DetailText(**self.cleaned_data)


class AcceptForm(forms.Form):
    """Accepting the terms of a detailed profile for the provider."""

    agreed = forms.BooleanField(
        label="I have read these terms and accept them for my organisation",
        error_messages={"required": "Tick the box to accept the terms"},
    )
