"""Measuring a quarter from the council's own records."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contracts.models import Kpi, KpiResult
from contracts.quarters import quarter_before
from contracts.selectors.performance import Arrangement, kpis_of
from contracts.services.performance import record_result
from contracts.tool_choices import Measure
from core.actor import Actor
from placements.selectors.measures import measure


@transaction.atomic
def measure_all(*, by: Actor, at: datetime) -> int:
    """Measure the last quarter of every tool and contract the council reads that has indicators and has not
    been measured since it ended: how many results."""
    quarter = quarter_before(timezone.localdate(at))
    done = KpiResult.objects.filter(authority=by.authority_id, quarter=quarter.start).values("kpi")
    waiting = Kpi.objects.in_force_on(quarter.start).exclude(measure=Measure.ENTERED).exclude(pk__in=done)
    found = {kpi.arrangement for kpi in waiting.select_related("tool", "contract").order_by("pk")}
    return sum(len(measure_quarter(arrangement=each, by=by, at=at)) for each in found)


@transaction.atomic
def measure_quarter(*, arrangement: Arrangement, by: Actor, at: datetime) -> list[KpiResult]:
    """Record what the records say of the last quarter, for every indicator that is not entered by hand."""
    quarter = quarter_before(timezone.localdate(at))
    return [
        record_result(
            kpi=kpi,
            quarter=quarter.start,
            value=found.value,
            counted=found.counted,
            out_of=found.out_of,
            children=found.children,
            by=by,
            at=at,
        )
        for kpi in kpis_of(arrangement, on=quarter.start)
        if kpi.measure != Measure.ENTERED
        for found in (measure(kpi, by, quarter),)
    ]
