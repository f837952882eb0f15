"""What is kept of one placement while it lasts, for its page."""

from collections.abc import Collection
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
from placements.selectors.continuing import goes_on_as, stay_of
from placements.selectors.placements import access_placement


@dataclass(frozen=True)
class Kept:
    """The record of one placement. The level 2 parts are empty for people not cleared for them.

    ``before`` and ``after`` are the same stay under the home's former and next owner.
    """

    absences: list[Absence]
    notices: list[PlacementNotice]
    plan: PlacementPlan | None
    steps: list[StepPlan]
    goals: list[Goal]
    evidence: list[ClockEvidence]
    elsewhere: list[Placement]
    before: Placement | None
    after: Placement | None

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
    """Ten queries, however much is kept. Steps and goals are of the stay, under whichever owner."""
    stay = stay_of(placement)
    return Kept(
        absences=absences_of(placement),
        notices=notices_of(placement),
        plan=PlacementPlan.objects.filter(agreement=placement.agreement_id)
        .select_related("recorded_by")
        .order_by("-version")
        .first(),
        steps=list(StepPlan.objects.filter(placement__in=stay).select_related("recorded_by").order_by("-pk")),
        goals=goals_of(stay),
        evidence=list(
            ClockEvidence.objects.filter(child=placement.child_id)
            .select_related("recorded_by", "document")
            .defer("document__content")
            .order_by("-done_on", "-pk")
        ),
        elsewhere=paid_elsewhere(placement),
        before=stay[-2] if len(stay) > 1 else None,
        after=goes_on_as(placement),
    )


def goals_of(stay: Collection[Placement]) -> list[Goal]:
    """The goals of one stay with their scores, the oldest score first."""
    scores = Prefetch("scores", GoalScore.objects.select_related("scored_by").order_by("scored_on", "pk"))
    return list(Goal.objects.filter(placement__in=stay).prefetch_related(scores).order_by("area", "pk"))


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
    goals = goals_of(stay_of(access_placement(actor, reference)))
    if not 1 <= number <= len(goals):
        raise NotFound
    return goals[number - 1]
