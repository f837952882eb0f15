"""What people write down while a placement lasts: its plan, the next step, goals and scores, evidence."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError, NotPermitted
from core.locking import lock
from core.models import Document
from core.policies import require
from placements.choices import PlacementState
from placements.life_choices import (
    ClockKind,
    GoalArea,
    ScoreOccasion,
    StepDirection,
    StepPlanStatus,
)
from placements.models import (
    ClockEvidence,
    Goal,
    GoalScore,
    Placement,
    PlacementAgreement,
    PlacementPlan,
    StepPlan,
)
from placements.policies.living import can_keep
from placements.selectors.continuing import request_behind
from placements.services.levels import refuse_identifying
from placements.workflows import AGREEMENT_OVER, NOT_OVER

SCORES = range(1, 6)


@dataclass(frozen=True, kw_only=True)
class PlanText:
    """What a placement plan says (Care Planning Regulations 2010, schedule 2); it names nobody."""

    day_to_day: str
    health: str
    education: str
    family_time: str
    delegated: str
    child_views: str


@transaction.atomic
def write_plan(
    *, agreement: PlacementAgreement, made_on: date, text: PlanText, by: Actor, at: datetime
) -> PlacementPlan:
    """A new version of the placement plan; it is set in the next document that is issued.

    DomainError on an empty part, on words that could name the child (the document goes by reference), or on
    a day to come.
    """
    agreement = lock(agreement)
    require(can_keep(by))
    if agreement.state in AGREEMENT_OVER:
        raise Conflict(f"This agreement is {agreement.get_state_display().lower()}.")
    _not_ahead(made_on, at, "made_on")
    request = request_behind(agreement)
    for name, value in asdict(text).items():
        if not value.strip():
            raise DomainError("Fill in this part of the plan", field=name)
        if request is not None:
            refuse_identifying(value, request, field=name)
    newest = PlacementPlan.objects.filter(agreement=agreement).aggregate(most=Max("version"))["most"] or 0
    return PlacementPlan.objects.create(
        authority_id=agreement.authority_id,
        provider_id=agreement.provider_id,
        agreement=agreement,
        version=newest + 1,
        made_on=made_on,
        **{name: value.strip() for name, value in asdict(text).items()},
        recorded_by_id=by.member_id,
        recorded_at=at,
    )


@transaction.atomic
def plan_step(
    *,
    placement: Placement,
    direction: StepDirection,
    to_type: str,
    target_on: date,
    must_change: str,
    status: StepPlanStatus = StepPlanStatus.PLANNED,
    by: Actor,
    at: datetime,
) -> StepPlan:
    """Where the child is to live next, by when, and what must change first. Older plans stay."""
    placement = _keep(placement, by)
    if not must_change.strip():
        raise DomainError("Say what must change first", field="must_change")
    if status == StepPlanStatus.PLANNED and target_on <= timezone.localdate(at):
        raise DomainError("The day to aim for must be in the future", field="target_on")
    return StepPlan.objects.create(
        authority_id=placement.authority_id,
        placement=placement,
        direction=direction,
        to_type=to_type,
        target_on=target_on,
        must_change=must_change.strip(),
        status=status,
        recorded_by_id=by.member_id,
        recorded_at=at,
    )


@transaction.atomic
def set_goal(
    *,
    placement: Placement,
    area: GoalArea,
    goal: str,
    score: int,
    target: int,
    target_on: date,
    by: Actor,
    at: datetime,
) -> Goal:
    """A goal with the score it starts from, both from 1 to 5."""
    placement, on = _keep(placement, by), timezone.localdate(at)
    if not goal.strip():
        raise DomainError("Say what the child is to reach", field="goal")
    if target not in SCORES or target < score:
        raise DomainError("The score to reach must be from 1 to 5, and not below the start", field="target")
    if target_on <= on:
        raise DomainError("The day to aim for must be in the future", field="target_on")
    made = Goal.objects.create(
        authority_id=placement.authority_id,
        placement=placement,
        area=area,
        goal=goal.strip(),
        target=target,
        target_on=target_on,
        set_on=on,
        recorded_by_id=by.member_id,
    )
    score_goal(goal=made, occasion=ScoreOccasion.START, score=score, scored_on=on, by=by, at=at)
    return made


@transaction.atomic
def score_goal(
    *, goal: Goal, occasion: ScoreOccasion, score: int, scored_on: date, by: Actor, at: datetime
) -> GoalScore:
    """How far the goal is reached on a day; one score a day."""
    goal = lock(goal)
    require(can_keep(by))
    _not_ahead(scored_on, at, "scored_on")
    if score not in SCORES:
        raise DomainError("Choose a score from 1 to 5", field="score")
    if scored_on < goal.set_on:
        raise DomainError("The goal was not set yet on that day", field="scored_on")
    if GoalScore.objects.filter(goal=goal, scored_on=scored_on).exists():
        raise Conflict("This goal has a score for that day.", field="scored_on")
    return GoalScore.objects.create(
        authority_id=goal.authority_id,
        goal=goal,
        occasion=occasion,
        score=score,
        scored_on=scored_on,
        scored_by_id=by.member_id,
        recorded_at=at,
    )


@transaction.atomic
def score_goals(
    *, scores: Mapping[Goal, int], occasion: ScoreOccasion, scored_on: date, by: Actor, at: datetime
) -> list[GoalScore]:
    """Several goals of one placement scored together, as at a review; all of them or none."""
    if not scores:
        raise DomainError("Score at least one goal")
    return [
        score_goal(goal=goal, occasion=occasion, score=score, scored_on=scored_on, by=by, at=at)
        for goal, score in scores.items()
    ]


@transaction.atomic
def record_evidence(
    *,
    placement: Placement,
    kind: ClockKind,
    done_on: date,
    note: str,
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
) -> ClockEvidence:
    """That something due was done, when, and how that is known, with the paper itself where there is one. A
    correction is a further record."""
    placement = lock(placement)
    require(can_keep(by))
    _not_ahead(done_on, at, "done_on")
    if not note.strip():
        raise DomainError("Say how it was done, and where that is written", field="note")
    if kind == ClockKind.DISRUPTION_MEETING and placement.state != PlacementState.ENDED:
        raise DomainError("A disruption meeting follows the end of a placement", field="kind")
    return ClockEvidence.objects.create(
        authority_id=placement.authority_id,
        placement=placement,
        child_id=placement.child_id,
        kind=kind,
        done_on=done_on,
        note=note.strip(),
        document=_store(upload, placement, kind, at) if upload is not None else None,
        recorded_by_id=by.member_id,
        recorded_at=at,
    )


def _store(upload: Upload, placement: Placement, kind: ClockKind, at: datetime) -> Document:
    """The paper as it came: a child's record of the council alone."""
    return store_upload(
        upload,
        title=f"{kind.label}, {placement.reference}",
        classification=Document.Classification.CHILD,
        authority_id=placement.authority_id,
        at=at,
    )


def _keep(placement: Placement, by: Actor) -> Placement:
    placement = lock(placement)
    require(can_keep(by))
    if placement.state not in NOT_OVER:
        raise NotPermitted(f"This placement is {placement.get_state_display().lower()}.")
    return placement


def _not_ahead(on: date, at: datetime, field: str) -> None:
    if on > timezone.localdate(at):
        raise DomainError("The day must be today or earlier", field=field)
