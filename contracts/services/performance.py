"""Indicators and their results, quarterly reviews, and the steps a protocol opens."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from authorities.choices import Role
from authorities.models import RoleAssignment, StaffMember
from authorities.selectors.calendars import holidays_for
from authorities.services.letters import write_to_staff
from contracts.models import (
    Kpi,
    KpiResult,
    PerformanceReview,
    ProtocolStep,
    ProtocolTask,
)
from contracts.quarters import quarter_of
from contracts.selectors.performance import Arrangement, led_arrangements, of_arrangement, steps_of, tasks_of
from contracts.services.performance_sharing import share_result
from contracts.tool_choices import Comparator, Measure, TaskState, Trigger
from contracts.tool_policies import TOOL_KEEPERS
from contracts.tool_workflows import TASK
from core.actor import Actor
from core.calendar import add_working_days
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError, NotPermitted
from core.formats import day
from core.locking import lock
from core.models import Document
from core.policies import Decision, allow, deny, require
from core.workflow import move
from providers.choices import UNGRADED, AlertKind, Outcome
from providers.grades import meets_gateway
from providers.models import QualityAlert
from providers.selectors.homes import latest_inspections

# An alert is acted on within minutes; this is how long it waits for a council that was away.
HEARD_WITHIN = timedelta(days=30)


def can_keep_performance(actor: Actor, arrangement: Arrangement) -> Decision:
    if arrangement.lead_authority_id != actor.authority_id or not actor.has_role(*TOOL_KEEPERS):
        return deny("A commissioner of the council that leads it sets targets and protocols.")
    return allow()


def can_measure(actor: Actor) -> Decision:
    if actor.is_council and actor.has_role(*TOOL_KEEPERS):
        return allow()
    return deny("A commissioner records results.")


@transaction.atomic
def add_kpi(
    *,
    arrangement: Arrangement,
    name: str,
    measure: Measure,
    definition: str,
    comparator: Comparator,
    target: Decimal,
    starts_on: date,
    by: Actor,
) -> Kpi:
    require(can_keep_performance(by, arrangement))
    if measure == Measure.ENTERED and not definition.strip():
        raise DomainError("Say what is counted and how", field="definition")
    if starts_on < arrangement.starts_on or (arrangement.ends_on and starts_on >= arrangement.ends_on):
        raise DomainError("The first day must be within the term", field="starts_on")
    return Kpi.objects.create(
        **of_arrangement(arrangement),
        name=name.strip(),
        measure=measure,
        definition=definition.strip(),
        comparator=comparator,
        target=target,
        starts_on=starts_on,
    )


@transaction.atomic
def add_step(
    *, arrangement: Arrangement, trigger: Trigger, text: str, role: Role, working_days: int, by: Actor
) -> ProtocolStep:
    """The next step of a protocol, after those it has."""
    require(can_keep_performance(by, arrangement))
    steps = ProtocolStep.objects.filter(trigger=trigger, **of_arrangement(arrangement))
    position = (steps.aggregate(last=Max("position"))["last"] or 0) + 1
    return ProtocolStep.objects.create(
        **of_arrangement(arrangement),
        trigger=trigger,
        position=position,
        text=text.strip(),
        role=role,
        working_days=working_days,
    )


@transaction.atomic
def record_result(
    *,
    kpi: Kpi,
    quarter: date,
    value: Decimal | None,
    counted: int | None = None,
    out_of: int | None = None,
    children: int | None = None,
    upload: Upload | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> KpiResult:
    """What the actor's council found of a quarter that is over; the newest counts. A miss opens a step.

    An indicator entered by hand needs a file as evidence. ``children`` is how many the figure is of, where it
    counts children; without it nothing of such a figure is told to other councils.
    """
    require(can_measure(by))
    if quarter_of(quarter).start != quarter or quarter_of(quarter).end > timezone.localdate(at):  # type: ignore[operator]
        raise DomainError("Choose a quarter that is over", field="quarter")
    if kpi.measure == Measure.ENTERED and upload is None:
        raise DomainError("Add the evidence", field="upload")
    evidence = (
        None
        if upload is None
        else store_upload(
            upload,
            title=f"Evidence: {kpi.name}"[:200],
            classification=Document.Classification.OFFICIAL,
            authority_id=by.council_id,
            at=at,
        )
    )
    result = KpiResult.objects.create(
        authority_id=by.council_id,
        kpi=kpi,
        quarter=quarter,
        value=value,
        counted=counted,
        out_of=out_of,
        target=kpi.target,
        is_met=None if value is None else kpi.is_met_by(value),
        evidence=evidence,
        note=note.strip(),
        recorded_by=by.name,
        recorded_at=at,
    )
    share_result(result, children=children)
    if result.is_met is False:
        _open_for_miss(result, by=by, at=at)
    return result


def _open_for_miss(result: KpiResult, *, by: Actor, at: datetime) -> None:
    tasks = ProtocolTask.objects.filter(authority=by.authority_id, result__kpi=result.kpi)
    if tasks.filter(result__quarter=result.quarter).exists():
        return
    before = tasks.filter(step__trigger=Trigger.KPI_MISSED).count()
    _open_step(result.kpi.arrangement, Trigger.KPI_MISSED, before, by=by, at=at, result=result)


@transaction.atomic
def open_for_alerts(*, by: Actor, at: datetime) -> int:
    """Open the step for every home of the council's tools and contracts that fell below good: how many."""
    on = timezone.localdate(at)
    fallen = QualityAlert.objects.filter(
        kind=AlertKind.GRADE, setting__isnull=False, happened_on__gt=on - HEARD_WITHIN, happened_on__lte=on
    ).select_related("setting")
    opened = 0
    for alert in fallen.order_by("raised_at", "pk"):
        assert alert.setting_id is not None
        newest = latest_inspections([alert.setting_id], on=on).get(alert.setting_id)
        if newest is None or newest.outcome in UNGRADED or meets_gateway(newest.outcome, Outcome.GOOD):
            continue
        for arrangement in led_arrangements(by, setting_id=alert.setting_id, on=on):
            tasks = tasks_of(arrangement, by).filter(alert__setting=alert.setting_id)
            if not tasks.filter(alert=alert).exists():
                opened += _open_step(
                    arrangement, Trigger.BELOW_GOOD, tasks.count(), by=by, at=at, alert=alert
                )
    return opened


def _open_step(
    arrangement: Arrangement, trigger: Trigger, before: int, *, by: Actor, at: datetime, **about: object
) -> int:
    """Open the step for the ``before``-th repetition, the last one from then on: 1, or 0 without any."""
    steps = list(steps_of(arrangement).filter(trigger=trigger))
    if not steps:
        return 0
    step = steps[min(before, len(steps) - 1)]
    on = timezone.localdate(at)
    task = ProtocolTask.objects.create(
        authority_id=by.council_id,
        step=step,
        state_at=at,
        opened_at=at,
        due_on=add_working_days(on, step.working_days, holidays_for(by.council_id)),
        owner=_holder(by.council_id, step.role, on),
        **about,
    )
    write_to_staff(
        roles=() if task.owner else (step.role,),
        people=[task.owner.pk] if task.owner else [],
        template="protocol_step_opened",
        subject=f"To do by {day(task.due_on)}: {step.text}"[:200],
        context={"task": task, "contract": arrangement.name},
        by=by,
        at=at,
    )
    return 1


def _holder(authority_id: int, role: str, on: date) -> StaffMember | None:
    """Who holds a role longest: they start with the task and may hand it on."""
    held = RoleAssignment.objects.in_force_on(on).filter(authority=authority_id, role=role)
    first = held.select_related("staff_member").order_by("starts_on", "pk").first()
    return first.staff_member if first else None


@transaction.atomic
def end_task(*, task: ProtocolTask, verb: str, note: str, by: Actor, at: datetime) -> ProtocolTask:
    """Done, or not needed: what was done, or why not."""
    task = lock(task)
    if not note.strip():
        raise DomainError("Say what was done, or why it is not needed", field="note")
    move(task, TASK, verb, by=by, at=at, reason=note.strip())
    return task


@transaction.atomic
def take_task(*, task: ProtocolTask, by: Actor) -> ProtocolTask:
    """Make an open task one's own."""
    task = lock(task)
    if task.state != TaskState.OPEN:
        raise Conflict("This task is closed.")
    if not by.has_role(*TASK.transitions[0].roles):
        raise NotPermitted("Your role does not work through protocols.")
    task.owner_id = by.person_id
    task.save(update_fields=["owner"])
    return task


@transaction.atomic
def review_quarter(
    *, arrangement: Arrangement, quarter: date, conclusion: str, by: Actor, at: datetime
) -> PerformanceReview:
    """Record what the actor's council concluded of a quarter."""
    require(can_measure(by))
    if quarter_of(quarter).end > timezone.localdate(at):  # type: ignore[operator]
        raise DomainError("Choose a quarter that is over", field="quarter")
    return PerformanceReview.objects.create(
        authority_id=by.council_id,
        **of_arrangement(arrangement),
        quarter=quarter,
        conclusion=conclusion.strip(),
        reviewed_by=by.name,
        reviewed_at=at,
    )
