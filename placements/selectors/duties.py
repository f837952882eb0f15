"""What is due for children in placements: clocks, ages, staffing that ends, missing signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.calendars import holidays_for
from authorities.selectors.settings import setting_value
from contracts.choices import FeeKind
from core.actor import Actor
from placements.approvals import end_of_childhood
from placements.choices import PlacementState, SigningSide
from placements.clocks import SOON, Duty, Stay, duties
from placements.life_choices import DISRUPTIONS, ClockKind
from placements.models import (
    Absence,
    AgreementFee,
    ClockEvidence,
    Placement,
    PlacementNotice,
    PlacementPlan,
    StepPlan,
)
from placements.selectors.continuing import stays_of
from placements.selectors.placements import placements_visible_to
from placements.selectors.requests import READERS
from placements.workflows import BEING_SIGNED, LIVING
from providers.selectors.reregistrations import renumbered

DUTY_READERS = READERS
# Evidence of one child counts in whichever placement the child is; the rest is of the placement.
OF_THE_CHILD = (
    ClockKind.REVIEW,
    ClockKind.PATHWAY_PLAN,
    ClockKind.AT_SIXTEEN,
    ClockKind.ADULT_SERVICES,
    ClockKind.MOVE_PLAN,
    ClockKind.LEAVES_CARE,
)
RECENT = timedelta(days=120)


@dataclass(frozen=True, order=True)
class DueLine:
    """One thing that wants doing for one placement. ``kind`` is the duty to record, empty where none is."""

    due_on: date
    what: str
    placement: Placement
    is_late: bool
    kind: str = ""


def duties_of(placement: Placement, *, on: date) -> list[Duty]:
    """Every duty of one placement, done or not; five queries."""
    return _duties([placement], on=on)[placement.pk]


def due_lines(actor: Actor, *, on: date) -> list[DueLine]:
    """What is late or near for the placements an actor may read, soonest first. A fixed number of queries,
    however many placements."""
    mine = _live(actor, on).select_related("child", "setting", "agreement")
    placements = {placement.pk: placement for placement in mine}
    found = [
        DueLine(duty.due_on, duty.kind.label, placements[pk], duty.is_late(on), duty.kind.value)
        for pk, each in _duties(placements.values(), on=on).items()
        for duty in each
        if duty.is_near(on)
    ]
    found += _other_lines(actor, placements, on=on)
    return sorted(found, key=lambda line: (line.due_on, line.what, line.placement.reference))


def _live(actor: Actor, on: date) -> QuerySet[Placement]:
    """Placements that run, and those that broke down lately and want their meeting."""
    broke_down = Q(state=PlacementState.ENDED, end_reason__in=DISRUPTIONS, ends_on__gt=on - RECENT)
    met = ClockEvidence.objects.filter(placement=OuterRef("pk"), kind=ClockKind.DISRUPTION_MEETING)
    return placements_visible_to(actor).filter(Q(state__in=LIVING) | broke_down & ~Exists(met))


def _duties(placements: Iterable[Placement], *, on: date) -> dict[int, list[Duty]]:
    placements = list(placements)
    if not placements:
        return {}
    holidays = holidays_for(placements[0].authority_id)
    of_placement: dict[int, dict[ClockKind, list[date]]] = {}
    of_child: dict[int, dict[ClockKind, list[date]]] = {}
    evidence = ClockEvidence.objects.filter(child__in={p.child_id for p in placements}).order_by(
        "done_on", "pk"
    )
    for placement_id, child_id, kind, done_on in evidence.values_list(
        "placement", "child", "kind", "done_on"
    ):
        by_kind = (
            of_child.setdefault(child_id, {})
            if kind in OF_THE_CHILD
            else (of_placement.setdefault(placement_id, {}))
        )
        by_kind.setdefault(ClockKind(kind), []).append(done_on)
    stays = stays_of(placements)
    plans = PlacementPlan.objects.filter(agreement__in={p.agreement_id for p in placements})
    planned: dict[int, date] = dict(plans.order_by("-version").values_list("agreement", "made_on"))
    return {
        placement.pk: duties(
            _stay(
                placement,
                stays[placement.pk][0],
                {
                    **of_child.get(placement.child_id, {}),
                    **_in_order(of_placement.get(each.pk, {}) for each in stays[placement.pk]),
                },
                planned.get(placement.agreement_id),
            ),
            holidays=holidays,
            on=on,
        )
        for placement in placements
    }


def _in_order(done: Iterable[Mapping[ClockKind, list[date]]]) -> dict[ClockKind, list[date]]:
    """The evidence of one stay, under whichever owner it was gathered."""
    found: dict[ClockKind, list[date]] = {}
    for under_one_owner in done:
        for kind, days in under_one_owner.items():
            found[kind] = sorted([*found.get(kind, []), *days])
    return found


def _stay(
    placement: Placement, first: Placement, done: Mapping[ClockKind, list[date]], planned_on: date | None
) -> Stay:
    """``first`` is the placement the stay began with, where the home has changed owner since."""
    child = placement.child
    if planned_on is not None:
        done = {**done, ClockKind.PLACEMENT_PLAN: [planned_on]}
    return Stay(
        starts_on=first.starts_on,
        ends_on=placement.ends_on if placement.state == PlacementState.ENDED else None,
        known_before=timezone.localdate(first.recorded_at) < first.starts_on,
        is_out_of_area=placement.area_authority_id != placement.authority_id,
        lasts_until_18=placement.agreement.planned_end_on >= end_of_childhood(child.birth_month) - SOON,
        was_disrupted=placement.end_reason in DISRUPTIONS,
        looked_after_since=child.looked_after_since,
        birth_month=child.birth_month,
        done=done,
    )


def _other_lines(actor: Actor, placements: Mapping[int, Placement], *, on: date) -> list[DueLine]:
    """Staffing that falls off, missing signatures, absences, notice, planned ends, steps and homes that have
    a new number."""
    live = {pk: p for pk, p in placements.items() if p.state in LIVING}
    lines = [
        DueLine(p.starts_on, "Started unsigned: both sides still sign", p, is_late=True)
        for p in live.values()
        if p.agreement.state in BEING_SIGNED
    ]
    lines += [
        DueLine(p.agreement.planned_end_on, "Planned end passed: end or extend it", p, is_late=True)
        for p in live.values()
        if p.ends_on is None and p.agreement.planned_end_on < on
    ]
    alarm = setting_value(actor.council_id, SettingKey.STAFFING_ALARM_DAYS, on=on)
    by_agreement = {p.agreement_id: p for p in live.values()}
    ending = AgreementFee.objects.filter(
        agreement__in=by_agreement,
        kind=FeeKind.ADDITIONAL_STAFFING,
        ends_on__gt=on,
        ends_on__lte=on + timedelta(days=alarm),
    )
    for agreement_id, ends_on in ending.values_list("agreement", "ends_on"):
        what = "Extra staffing ends: is it still needed?"
        if ends_on is not None:
            lines.append(DueLine(ends_on, what, by_agreement[agreement_id], is_late=False))
    away = Absence.objects.filter(placement__in=live, back_on=None)
    for each in away:
        what = f"{each.get_kind_display()}: record the return"
        lines.append(DueLine(each.left_on, what, live[each.placement_id], is_late=each.kind == "missing"))
    notices = PlacementNotice.objects.filter(placement__in=live, withdrawn_on=None)
    for notice in notices:
        who = "The home" if notice.side == SigningSide.PROVIDER else "We"
        what = f"{who} gave notice{' that is short' if notice.is_short else ''}: find the next home"
        line = DueLine(notice.leaves_on, what, live[notice.placement_id], is_late=notice.leaves_on < on)
        lines.append(line)
    return lines + _steps(live, on) + _renumbered(live)


def _renumbered(live: Mapping[int, Placement]) -> list[DueLine]:
    later = renumbered({placement.setting_id for placement in live.values()})
    return [
        DueLine(
            timezone.localdate(later[each.setting_id].state_at),
            f"The home is now {later[each.setting_id].later.urn}: pass the placement on",
            each,
            is_late=False,
        )
        for each in live.values()
        if each.setting_id in later
    ]


def _steps(live: Mapping[int, Placement], on: date) -> list[DueLine]:
    newest: dict[int, StepPlan] = {
        step.placement_id: step for step in StepPlan.objects.filter(placement__in=live).order_by("pk")
    }
    return [
        DueLine(step.target_on, step.get_direction_display(), live[pk], is_late=step.target_on < on)
        for pk, step in newest.items()
        if step.status == "planned" and step.target_on <= on + SOON
    ]
