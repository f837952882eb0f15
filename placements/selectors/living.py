"""What is kept of one placement while it lasts, for its page."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from core.actor import Actor
from core.errors import NotFound
from placements.choices import PlacementState
from placements.models import (
    Absence,
    ClockEvidence,
    Goal,
    GoalScore,
    Placement,
    PlacementNotice,
    PlacementPlan,
    StepPlan,
)
from placements.selectors.placements import placements_visible_to


@dataclass(frozen=True)
class Kept:
    """The record of one placement. The level 2 parts are empty for people not cleared for them."""

    absences: list[Absence]
    notices: list[PlacementNotice]
    plan: PlacementPlan | None
    steps: list[StepPlan]
    goals: list[Goal]
    evidence: list[ClockEvidence]
    elsewhere: list[Placement]

    @property
    def away(self) -> Absence | None:
        return next((each for each in self.absences if each.back_on is None), None)

    @property
    def notice(self) -> PlacementNotice | None:
        return next((each for each in self.notices if each.withdrawn_on is None), None)

    @property
    def step(self) -> StepPlan | None:
        return self.steps[0] if self.steps else None


def kept_of(placement: Placement) -> Kept:
    """Eight queries, however much is kept."""
    scores = Prefetch("scores", GoalScore.objects.order_by("scored_on", "pk"))
    return Kept(
        absences=absences_of(placement),
        notices=notices_of(placement),
        plan=PlacementPlan.objects.filter(agreement=placement.agreement_id)
        .select_related("recorded_by")
        .order_by("-version")
        .first(),
        steps=list(
            StepPlan.objects.filter(placement=placement).select_related("recorded_by").order_by("-pk")
        ),
        goals=list(Goal.objects.filter(placement=placement).prefetch_related(scores).order_by("area", "pk")),
        evidence=list(
            ClockEvidence.objects.filter(child=placement.child_id)
            .select_related("recorded_by")
            .order_by("-done_on", "-pk")
        ),
        elsewhere=paid_elsewhere(placement),
    )


def absences_of(placement: Placement) -> list[Absence]:
    return list(Absence.objects.filter(placement=placement).order_by("-left_on", "-pk"))


def notices_of(placement: Placement) -> list[PlacementNotice]:
    return list(PlacementNotice.objects.filter(placement=placement).order_by("-given_on", "-pk"))


def paid_elsewhere(placement: Placement) -> list[Placement]:
    """Other placements of the child on the same nights: lawful while a bed is held, and worth a look."""
    if placement.state == PlacementState.CANCELLED:
        return []
    same = Placement.objects.filter(child=placement.child_id).exclude(pk=placement.pk)
    overlap = Q(ends_on=None) | Q(ends_on__gt=placement.starts_on)
    if placement.ends_on is not None:
        same = same.filter(starts_on__lt=placement.ends_on)
    return list(
        same.filter(overlap)
        .exclude(state=PlacementState.CANCELLED)
        .select_related("setting")
        .order_by("starts_on", "pk")
    )


def open_absence(placement: Placement) -> Absence | None:
    """The absence the child is away on now."""
    return Absence.objects.filter(placement=placement, back_on=None).first()


def standing_notice(placement: Placement) -> PlacementNotice | None:
    """The notice that stands."""
    return PlacementNotice.objects.filter(placement=placement, withdrawn_on=None).first()


def access_goal(actor: Actor, reference: str, number: int) -> Goal:
    """One of a placement's goals, by its place in the list from 1."""
    placement = placements_visible_to(actor).filter(reference=reference)
    goals = Goal.objects.filter(placement__in=placement).select_related("placement").order_by("area", "pk")
    if not 1 <= number <= 1000 or (found := goals[number - 1 : number].first()) is None:
        raise NotFound
    return found
