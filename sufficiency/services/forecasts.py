"""Asking for a forecast and keeping it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from core import formats
from core.actor import Actor
from core.jobs import enqueue
from core.models import Job
from core.policies import require
from core.references import new_reference
from sufficiency.forecast import Forecast, MonthlyHistory, recorded_flow
from sufficiency.forecast.borrowing import Borrowed
from sufficiency.forecast.published import PublishedForecast
from sufficiency.models import ForecastRun
from sufficiency.policies import can_forecast

FORECAST_JOB = "forecast"
USUAL_HORIZON, HORIZONS = 36, (24, 36, 48, 60)


@transaction.atomic
def ask_for_forecast(
    *, by: Actor, at: datetime, on: date, horizon_months: int = USUAL_HORIZON, monthly: bool = False
) -> Job:
    """Ask for a forecast as at ``on``: one a month from the calendar, or one a person wants now.

    ``horizon_months`` is one of ``HORIZONS``. While one asked for earlier that minute is not done, it is
    given back instead of a second.
    """
    if not monthly:
        require(can_forecast(by))
    return enqueue(
        FORECAST_JOB,
        by=by,
        at=at,
        title=f"Forecast of children in care as at {formats.day(on)}",
        params={"on": on.isoformat(), "months": horizon_months},
        dedupe_key=f"{on:%Y-%m}" if monthly else f"{on.isoformat()} {at:%Y-%m-%dT%H:%M} {horizon_months}",
    )


@transaction.atomic
def keep_forecast(
    *,
    by: Actor,
    at: datetime,
    on: date,
    job: Job,
    history: MonthlyHistory,
    made: Forecast,
    borrowed: Borrowed | None = None,
    partners: Sequence[str] = (),
) -> ForecastRun:
    """Keep a forecast with the history it was made from, so that a later month can grade it.

    ``borrowed`` is what ``partners`` told of where their children go.
    """
    return ForecastRun.objects.create(
        authority_id=by.council_id,
        reference=new_reference("FOR"),
        job=job,
        as_at=on,
        horizon_months=len(made.months),
        paths=len(made.paths),
        seed=made.seed,
        input_hash=made.input_hash,
        method=made.method,
        history=history.points(),
        points=made.points(),
        grade=made.grade.as_json(),
        flow={
            "recorded": recorded_flow(history).points(),
            "ahead": made.flow.points() if made.flow else [],
        },
        notes=[*made.notes, *_borrowed(partners)],
        borrowed={"councils": list(partners), "told": borrowed.as_json()} if borrowed else {},
        made_at=at,
    )


@transaction.atomic
def keep_published_forecast(
    *, by: Actor, at: datetime, on: date, job: Job, made: PublishedForecast
) -> ForecastRun:
    """Keep a forecast of published yearly counts: nothing in it is drawn, so it has no paths and no seed."""
    return ForecastRun.objects.create(
        authority_id=by.council_id,
        reference=new_reference("FOR"),
        job=job,
        as_at=on,
        horizon_months=12 * len(made.points),
        paths=0,
        seed=0,
        input_hash=made.input_hash,
        method=made.grade.method,
        history=made.history,
        points=made.points,
        grade=made.grade.as_json(),
        notes=made.notes,
        step_months=12,
        made_at=at,
    )


def _borrowed(partners: Sequence[str]) -> list[str]:
    if not partners:
        return []
    return [
        f"Where children are placed, and move to, is read from ours and from what {formats.listed(partners)} "
        "tell of theirs, small numbers hidden. The test on the past goes without it."
    ]
