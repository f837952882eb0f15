"""Doors to indicators, their results by quarter, and protocol tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from contracts.models import (
    BlockContract,
    CommercialTool,
    ContractedBed,
    Kpi,
    KpiResult,
    MembershipSetting,
    PerformanceReview,
    ProtocolStep,
    ProtocolTask,
)
from contracts.tool_choices import TaskState
from core.actor import Actor
from core.errors import NotFound
from core.periods import Period

Arrangement = CommercialTool | BlockContract


def of_arrangement(arrangement: Arrangement) -> dict[str, Arrangement]:
    """As keyword arguments: of a tool, or of a contract."""
    return {"tool" if isinstance(arrangement, CommercialTool) else "contract": arrangement}


def kpis_of(arrangement: Arrangement, *, on: date) -> QuerySet[Kpi]:
    return Kpi.objects.in_force_on(on).filter(**of_arrangement(arrangement)).order_by("name", "pk")


def access_kpi(actor: Actor, reference: str) -> Kpi:
    found = Kpi.objects.select_related("tool", "contract").filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Scored:
    """An indicator with the actor's council's newest result of each quarter, None where there is none."""

    kpi: Kpi
    results: list[KpiResult | None]


def scorecard(arrangement: Arrangement, actor: Actor, quarters: Iterable[date], *, on: date) -> list[Scored]:
    quarters = list(quarters)
    kpis = list(kpis_of(arrangement, on=on))
    rows = KpiResult.objects.filter(authority=actor.authority_id, kpi__in=kpis, quarter__in=quarters)
    newest = {
        (row.kpi_id, row.quarter): row
        for row in rows.select_related("evidence").defer("evidence__content").order_by("recorded_at", "pk")
    }
    return [Scored(kpi, [newest.get((kpi.pk, quarter)) for quarter in quarters]) for kpi in kpis]


def reviews_of(arrangement: Arrangement, actor: Actor) -> QuerySet[PerformanceReview]:
    return PerformanceReview.objects.filter(
        authority=actor.authority_id, **of_arrangement(arrangement)
    ).order_by("-quarter", "-reviewed_at")


def steps_of(arrangement: Arrangement) -> QuerySet[ProtocolStep]:
    live = ProtocolStep.objects.filter(retired_at=None, **of_arrangement(arrangement))
    return live.order_by("trigger", "position")


def tasks_visible_to(actor: Actor) -> QuerySet[ProtocolTask]:
    """Steps opened for the actor's council, the first due first."""
    return (
        ProtocolTask.objects.filter(authority=actor.authority_id)
        .select_related("step__tool", "step__contract", "owner", "result__kpi", "alert__setting")
        .order_by("due_on", "pk")
    )


def tasks_of(arrangement: Arrangement, actor: Actor) -> QuerySet[ProtocolTask]:
    """Those opened under a tool or contract, by steps that are out of use since too."""
    steps = ProtocolStep.objects.filter(**of_arrangement(arrangement))
    return tasks_visible_to(actor).filter(step__in=steps)


def tasks_of_quarter(arrangement: Arrangement, actor: Actor, quarter: Period) -> QuerySet[ProtocolTask]:
    """Steps opened by a quarter's results, or by what happened to a home in it."""
    assert quarter.end is not None
    happened = Q(alert__happened_on__gte=quarter.start, alert__happened_on__lt=quarter.end)
    return tasks_of(arrangement, actor).filter(Q(result__quarter=quarter.start) | happened)


def task_queue(actor: Actor, *, done_too: bool = False) -> QuerySet[ProtocolTask]:
    rows = tasks_visible_to(actor)
    return rows if done_too else rows.filter(state=TaskState.OPEN)


def access_task(actor: Actor, reference: str) -> ProtocolTask:
    found = tasks_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def homes_under(arrangement: Arrangement, *, on: date) -> list[int]:
    """Ids of the settings that a tool covers, or in which a contract has live beds, on a day."""
    if isinstance(arrangement, CommercialTool):
        covered = MembershipSetting.objects.in_force_on(on).filter(tool=arrangement)
        return sorted(set(covered.values_list("setting_id", flat=True)))
    beds = _live_beds(on).filter(contract=arrangement)
    return sorted(set(beds.values_list("setting_id", flat=True)))


def _live_beds(on: date) -> QuerySet[ContractedBed]:
    live = Q(live_until__isnull=True) | Q(live_until__gt=on)
    return ContractedBed.objects.filter(live, live_from__lte=on)


def led_arrangements(actor: Actor, *, setting_id: int, on: date) -> list[Arrangement]:
    """Tools and contracts led by the actor's council that a home stands under on a day."""
    tools = MembershipSetting.objects.in_force_on(on).filter(setting=setting_id).values("tool")
    beds = _live_beds(on).filter(setting=setting_id).values("contract")
    led = {"lead_authority": actor.authority_id}
    found: list[Arrangement] = list(CommercialTool.objects.in_force_on(on).filter(pk__in=tools, **led))
    found += BlockContract.objects.in_force_on(on).filter(pk__in=beds, **led)
    return found
