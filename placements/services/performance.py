"""Measuring a quarter from the council's own records."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contracts.models import KpiResult
from contracts.quarters import quarter_before
from contracts.selectors.performance import Arrangement, kpis_of
from contracts.services.performance import record_result
from contracts.tool_choices import Measure
from core.actor import Actor
from placements.selectors.measures import measure


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
            by=by,
            at=at,
        )
        for kpi in kpis_of(arrangement, on=quarter.start)
        if kpi.measure != Measure.ENTERED
        for found in (measure(kpi, by, quarter),)
    ]
