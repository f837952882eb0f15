"""Forms of what happens while a placement lasts, and of its end."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core.documents.uploads import PAPERS, UploadField
from core.formats import day
from core.forms import DateField, Look, MoneyField, Section
from placements.choices import PlacementType
from placements.forms.words import text
from placements.life_choices import (
    HOME_REASONS,
    AbsenceKind,
    ClockKind,
    EndReason,
    GoalArea,
    ScoreOccasion,
    StepDirection,
    StepPlanStatus,
)
from placements.models import Goal
from placements.services.keeping import PlanText

SCORE_HINTS = [(1, "1: far off"), (2, "2"), (3, "3: half-way"), (4, "4"), (5, "5: reached")]


def score_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=SCORE_HINTS, coerce=int, widget=forms.RadioSelect)


class AbsenceForm(forms.Form):
    """Where the child is, and since when."""

    kind = forms.TypedChoiceField(
        label="Why is the child away?",
        choices=AbsenceKind.choices,
        coerce=AbsenceKind,
        widget=forms.RadioSelect,
    )
    left_on = DateField(label="First night away")
    back_on = DateField(label="First night back", required=False, help_text="Leave empty while away")


class ReturnForm(forms.Form):
    """The child is back."""

    back_on = DateField(label="First night back")


class NoticeForm(forms.Form):
    """When notice was given, when the child leaves and why; a home gives only a home's reasons."""

    given_on = DateField(label="When was notice given?")
    leaves_on = DateField(label="On which day does the child leave?")
    reason = forms.TypedChoiceField(label="Why?", coerce=EndReason, widget=forms.RadioSelect)

    def __init__(self, *args: Any, for_home: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons: Iterable[EndReason] = HOME_REASONS if for_home else COUNCIL_REASONS
        self.fields["reason"].choices = [(r.value, r.label) for r in reasons]  # type: ignore[attr-defined]


COUNCIL_REASONS = [
    reason for reason in EndReason if reason not in (EndReason.CREQB, EndReason.CREQO, EndReason.NOVATED)
]


class EndForm(forms.Form):
    """The day the child left and why."""

    left_on = DateField(label="On which day did the child leave?", help_text="That night is not paid")
    reason = forms.TypedChoiceField(
        label="Why did the placement end?",
        choices=[(r.value, r.label) for r in EndReason if r != EndReason.NOVATED],
        coerce=EndReason,
        widget=forms.RadioSelect,
    )


class CancelForm(forms.Form):
    """Why a placement will not begin, and what that costs."""

    looks = {"fee": Look(prefix="£", width=10)}

    reason = text("Why will it not begin?")
    fee = MoneyField(label="Cancellation fee", initial=0, help_text="£0 where the agreement has none")


class PlanForm(forms.Form):
    """The placement plan, part by part. It goes by reference, so it names nobody."""

    sections = (
        Section("When and what the child says", ("made_on", "child_views")),
        Section("How the home meets the child's needs", ("day_to_day", "health", "education")),
        Section("Family and decisions", ("family_time", "delegated")),
    )

    made_on = DateField(label="When was the plan made?")
    child_views = text("What does the child say of it?")
    day_to_day = text("Day to day", help_text="Routines, rules, what comforts and what worries")
    health = text("Health")
    education = text("Education")
    family_time = text("Time with family and friends")
    delegated = text("What may the home decide without asking?", help_text="For example haircuts and outings")

    @property
    def plan(self) -> PlanText:
        return PlanText(**{k: v for k, v in self.cleaned_data.items() if k != "made_on"})


class StepForm(forms.Form):
    """Where next, by when, and what must change first."""

    direction = forms.TypedChoiceField(
        label="Which way?", choices=StepDirection.choices, coerce=StepDirection, widget=forms.RadioSelect
    )
    to_type = forms.ChoiceField(
        label="To which kind of home?",
        choices=[("", "Not decided"), *PlacementType.choices],
        required=False,
    )
    target_on = DateField(label="By when?")
    must_change = text("What must change first?")
    status = forms.TypedChoiceField(
        label="How does it stand?",
        choices=StepPlanStatus.choices,
        coerce=StepPlanStatus,
        initial=StepPlanStatus.PLANNED,
    )


class GoalForm(forms.Form):
    """A goal with where the child starts and what is aimed at."""

    area = forms.TypedChoiceField(label="Part of life", choices=GoalArea.choices, coerce=GoalArea)
    goal = forms.CharField(label="What is the child to reach?", max_length=300)
    score = score_field("Where is the child now?")
    target = score_field("What is aimed at?")
    target_on = DateField(label="By when?")


class ScoreForm(forms.Form):
    """How far a goal is reached."""

    occasion = forms.TypedChoiceField(
        label="When was it scored?",
        choices=[(o.value, o.label) for o in (ScoreOccasion.REVIEW, ScoreOccasion.END)],
        coerce=ScoreOccasion,
        widget=forms.RadioSelect,
    )
    score = score_field("How far is the goal reached?")
    scored_on = DateField(label="On which day?")


class EvidenceForm(forms.Form):
    """What was done, when, and how that is known."""

    kind = forms.TypedChoiceField(label="What was done?", choices=ClockKind.choices, coerce=ClockKind)
    done_on = DateField(label="On which day?")
    note = text(
        "How is that known?", help_text="Who was there or was told, and where it is written. Name no child."
    )
    upload = UploadField(label="The paper itself", required=False)


class ReviewScoresForm(ScoreForm):
    """How far every goal is reached, at one review."""

    score = None  # type: ignore[assignment]

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        for number, goal in enumerate(goals, start=1):
            field = score_field(f"{goal.get_area_display()}: {goal.goal}")
            field.required, field.help_text = False, self._so_far(goal)
            self.fields[f"score_{number}"] = field

    @staticmethod
    def _so_far(goal: Goal) -> str:
        last = list(goal.scores.all())[-1:]
        stood = f"{last[0].score} on {day(last[0].scored_on)}, " if last else ""
        return f"{stood}aim {goal.target} by {day(goal.target_on)}. Leave empty if it was not looked at."

    @property
    def scores(self) -> dict[Goal, int]:
        typed = {goal: self.cleaned_data[f"score_{n}"] for n, goal in enumerate(self.goals, start=1)}
        return {goal: score for goal, score in typed.items() if score not in (None, "")}


class NovationForm(forms.Form):
    """The home's new registration, from when, and the deed."""

    looks = {"urn": Look(width=10)}

    urn = forms.CharField(
        label="Ofsted number of the new registration",
        max_length=20,
        help_text="The home must be in the register under its new number.",
    )
    on = DateField(label="From which night?", help_text="The first night under the new registration")
    deed = UploadField(
        label="The deed of novation",
        required=False,
        kinds=PAPERS,
        help_text="Signed by us, the old owner and the new one. Needed when the owner changes. PDF or Word,"
        " up to 10 MB.",
    )
