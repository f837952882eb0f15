"""What councils kept while children lived somewhere: plans, visits and reviews, goals, absences, notice."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from authorities.choices import Role
from authorities.selectors.standing_in import possible_deputies
from authorities.services.standing_in import stand_in
from config.demo.cast import COUNCILS
from config.demo.dice import Dice
from config.demo.world import World
from core.actor import Actor, acting_as
from core.periods import add_months
from placements.choices import PlacementState, PlacementType, SigningSide
from placements.clocks import AGES, reaches
from placements.life_choices import (
    AbsenceKind,
    ClockKind,
    EndReason,
    GoalArea,
    ScoreOccasion,
    StepDirection,
)
from placements.models import (
    ClockEvidence,
    Goal,
    GoalScore,
    Placement,
    PlacementNotice,
    PlacementPlan,
    StepPlan,
)
from placements.services.absences import record_absence
from placements.workflows import LIVING

BATCH = 1_000
SHOWN = "DBS"
NOTES = {
    ClockKind.VISIT: "Seen alone at the home; written up on the case record.",
    ClockKind.REVIEW: "Chaired by the independent reviewing officer; minutes on the case record.",
    ClockKind.AREA_TOLD: "Notice sent to the area's council by secure e-mail.",
}
PLAN = {
    "day_to_day": "A calm start to the day, meals together, quiet time before bed. Likes to help cook.",
    "health": "Registered with the local surgery and dentist. No allergies known.",
    "education": "Keeps the same school; the home drives there and back.",
    "family_time": "A visit every second Saturday and a call on Wednesdays.",
    "delegated": "Haircuts, school trips within the county, sleepovers with friends the home knows.",
    "child_views": "Wants to keep football practice and a room of their own.",
}
GOALS = {
    GoalArea.EDUCATION: "Be at school every day of the week",
    GoalArea.FEELINGS: "Say when things become too much before leaving the room",
    GoalArea.INDEPENDENCE: "Plan and cook a meal for the house once a week",
    GoalArea.FAMILY: "See family at the agreed times and come back settled",
}


def load_living(world: World) -> None:
    for council in COUNCILS:
        dice = world.dice("living", council.code)
        # Every council here has one, and few have everybody.
        worker = world.person(council.code, Role.COMMISSIONER)
        with acting_as(world.council(council.code)):
            here = list(
                Placement.objects.filter(state__in=LIVING).select_related("child", "agreement").order_by("pk")
            )
            _plans(world, here, worker)
            rows = [row for each in here for row in _evidence(world, each, worker, dice)]
            ClockEvidence.objects.bulk_create(rows, batch_size=BATCH)
            _goals(world, here, worker, dice)
            _steps(world, here, worker, dice)
            _notices(world, here, dice)
    _absences(world)
    _deputy(world)


def _plans(world: World, here: list[Placement], worker: Actor) -> None:
    written = set(PlacementPlan.objects.values_list("agreement", flat=True))
    PlacementPlan.objects.bulk_create(
        (
            PlacementPlan(
                authority_id=each.authority_id,
                provider_id=each.provider_id,
                agreement_id=each.agreement_id,
                version=1,
                made_on=each.starts_on,
                **PLAN,
                recorded_by_id=worker.member_id,
                recorded_at=_at(world, each.starts_on),
            )
            for each in here
            if each.agreement_id not in written
        ),
        batch_size=BATCH,
    )


def _evidence(world: World, each: Placement, worker: Actor, dice: Dice) -> Iterator[ClockEvidence]:
    """The newest visit and reviews, the area's council told, and the ages passed; some are behind."""
    for kind, done_on in _done(world, each, dice):
        yield ClockEvidence(
            authority_id=each.authority_id,
            placement=each,
            child_id=each.child_id,
            kind=kind,
            done_on=done_on,
            note=NOTES.get(kind, "Done with the child and the home; on the case record."),
            recorded_by_id=worker.member_id,
            recorded_at=_at(world, done_on),
        )


def _done(world: World, each: Placement, dice: Dice) -> Iterator[tuple[ClockKind, date]]:
    days = (world.today - each.starts_on).days
    if each.area_authority_id != each.authority_id:
        yield ClockKind.AREA_TOLD, each.starts_on
    if days > 3:
        longest = 58 if dice.chance(0.04) else 40
        yield ClockKind.VISIT, world.today - timedelta(days=dice.randint(2, min(days, longest)))
    since = each.child.looked_after_since
    if since is not None and (world.today - since).days > 120:
        last = world.today - timedelta(days=dice.randint(5, 195 if dice.chance(0.03) else 170))
        yield ClockKind.REVIEW, add_months(last, -6)
        yield ClockKind.REVIEW, last
    for kind, months in AGES.items():
        reached = reaches(each.child.birth_month, months)
        if each.starts_on <= reached <= world.today and not dice.chance(0.1):
            yield kind, reached


def _goals(world: World, here: list[Placement], worker: Actor, dice: Dice) -> None:
    """Goals for a third of the children, scored at the start and at the last review."""
    goals, scores = [], []
    for each in here:
        days = (world.today - each.starts_on).days
        if days < 30 or not dice.chance(0.33):
            continue
        for area in dice.sample(list(GOALS), 2):
            start = dice.randint(1, 3)
            goal = Goal(
                authority_id=each.authority_id,
                placement=each,
                area=area,
                goal=GOALS[area],
                target=min(start + 2, 5),
                target_on=world.today + timedelta(days=dice.randint(30, 300)),
                set_on=each.starts_on,
                recorded_by_id=worker.member_id,
            )
            goals.append(goal)
            now = max(1, min(5, start + dice.choice((-1, 0, 1, 1, 2))))
            last = world.today - timedelta(days=dice.randint(1, days - 1))
            scores.append((goal, ScoreOccasion.START, start, each.starts_on))
            scores.append((goal, ScoreOccasion.REVIEW, now, last))
    Goal.objects.bulk_create(goals, batch_size=BATCH)
    GoalScore.objects.bulk_create(
        (
            GoalScore(
                authority_id=goal.authority_id,
                goal=goal,
                occasion=occasion,
                score=score,
                scored_on=on,
                scored_by_id=worker.member_id,
                recorded_at=_at(world, on),
            )
            for goal, occasion, score, on in scores
        ),
        batch_size=BATCH,
    )


def _steps(world: World, here: list[Placement], worker: Actor, dice: Dice) -> None:
    homes = [each for each in here if each.placement_type == PlacementType.RESIDENTIAL and dice.chance(0.2)]
    StepPlan.objects.bulk_create(
        (
            StepPlan(
                authority_id=each.authority_id,
                placement=each,
                direction=StepDirection.DOWN,
                to_type=PlacementType.FOSTERING,
                target_on=world.today + timedelta(days=dice.randint(10, 300)),
                must_change="Three settled months, and a weekend with the carers that went well.",
                recorded_by_id=worker.member_id,
                recorded_at=_at(world, each.starts_on),
            )
            for each in homes
        ),
        batch_size=BATCH,
    )


def _notices(world: World, here: list[Placement], dice: Dice) -> None:
    """The notice behind each placement that is to end, some of it short; and one that was withdrawn."""
    rows = []
    for each in here:
        if each.state != PlacementState.NOTICE or each.ends_on is None:
            continue
        by_home = dice.chance(0.4)
        days = timedelta(days=dice.choice((28, 28, 14)))
        given = max(each.starts_on, min(each.ends_on - days, world.today))
        rows.append(
            _notice(
                each,
                SigningSide.PROVIDER if by_home else SigningSide.AUTHORITY,
                given,
                each.ends_on,
                EndReason.CREQB if by_home else EndReason.CARPL,
                _at(world, given),
            )
        )
    settled = next((each for each in here if each.state == PlacementState.ACTIVE), None)
    if settled is not None:
        given = max(settled.starts_on, world.today - timedelta(days=20))
        withdrawn = _notice(
            settled,
            SigningSide.PROVIDER,
            given,
            given + timedelta(days=28),
            EndReason.CREQB,
            _at(world, given),
        )
        withdrawn.withdrawn_on = world.today - timedelta(days=1)
        withdrawn.withdrawn_reason = "Settled again after extra support."
        rows.append(withdrawn)
    PlacementNotice.objects.bulk_create(rows)


def _notice(
    each: Placement, side: SigningSide, given: date, leaves: date, reason: EndReason, at: datetime
) -> PlacementNotice:
    return PlacementNotice(
        authority_id=each.authority_id,
        provider_id=each.provider_id,
        placement=each,
        side=side,
        given_by="The manager" if side == SigningSide.PROVIDER else "The placements team",
        given_on=given,
        notice_days=28,
        leaves_on=leaves,
        paid_until=leaves,
        reason=reason,
        recorded_at=at,
    )


def _absences(world: World) -> None:
    """One child in hospital since Tuesday, one missing since last night, one back from a holiday."""
    worker = world.person(SHOWN, Role.SOCIAL_WORKER)
    with acting_as(worker):
        here = Placement.objects.filter(
            state=PlacementState.ACTIVE, starts_on__lt=world.today - timedelta(days=40)
        ).order_by("pk")
        away = (
            (AbsenceKind.HOSPITAL, 4, None),
            (AbsenceKind.MISSING, 1, None),
            (AbsenceKind.HOLIDAY, 12, 6),
        )
        for placement, (kind, left, back) in zip(here[:3], away, strict=True):
            record_absence(
                placement=placement,
                kind=kind,
                left_on=world.today - timedelta(days=left),
                back_on=world.today - timedelta(days=back) if back else None,
                by=worker,
                at=world.now,
            )


def _deputy(world: World) -> None:
    """Derbyshire's assistant director stands in for the head of service, who is away from next week."""
    head = world.person(SHOWN, Role.HEAD_OF_SERVICE)
    deputy = world.staff[SHOWN, Role.ASSISTANT_DIRECTOR]
    with acting_as(head):
        if not possible_deputies(head, on=world.today).filter(pk=deputy.pk).exists():
            return
        stand_in(
            role=Role.HEAD_OF_SERVICE,
            deputy=deputy,
            starts_on=world.today + timedelta(days=7),
            ends_on=world.today + timedelta(days=21),
            reason="Annual leave",
            by=head,
            at=world.now,
        )


def _at(world: World, on: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(on, time(10))), world.now)
