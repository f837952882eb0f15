"""Long work of this room."""

from datetime import date
from typing import Any

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor, acting_as
from core.errors import DomainError
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from sufficiency.forecast import Forecast, Grade, MonthlyHistory, RateChange, forecast
from sufficiency.forecast.borrowing import heard, to_tell
from sufficiency.forecast.published import PublishedForecast, forecast_published
from sufficiency.models import ForecastRun
from sufficiency.planning.changes import change_from
from sufficiency.planning.packing import unpack
from sufficiency.selectors.partners import borrowed_from_partners
from sufficiency.selectors.prices import weekly_prices
from sufficiency.selectors.scenarios import access_futures, access_scenario, prices_of
from sufficiency.selectors.spells import monthly_history, published_alone
from sufficiency.services.forecasts import FORECAST_JOB, USUAL_HORIZON, keep_forecast, keep_published_forecast
from sufficiency.services.futures import FUTURES_JOB, keep_futures
from sufficiency.services.sharing import share_outlook
from sufficiency.services.spells import keep_spells_in_step
from sufficiency.suppression import suppress_list

PATHS = 1000


@job(FORECAST_JOB)
def make_forecast(context: JobContext) -> Publish:
    """Read the history, test the methods on it and simulate what follows, with no transaction open.

    A council of which only published counts are known has those carried on year by year.
    """
    on = date.fromisoformat(context.params["on"])
    months = context.params.get("months", USUAL_HORIZON)
    context.progress(5, "Reading care history")
    with acting_as(context.actor) as actor:
        keep_spells_in_step(by=actor)
        counts = published_alone(actor, on)
        if counts:
            return _published(actor, on, forecast_published(counts, max(months // 12, 1)))
        history = monthly_history(actor, on)
        prices = weekly_prices(actor, on)
        borrowed, partners = borrowed_from_partners(actor)
        level = setting_value(actor.council_id, SettingKey.SUPPRESS_UNDER, on=on)
    context.progress(20, "Testing the methods on past months, then looking ahead")
    made = forecast(
        history,
        horizon_months=months,
        paths=PATHS,
        seed=on.toordinal(),
        borrowed=borrowed,
    )
    told = to_tell(history, lambda counts: suppress_list(counts, level=level).counts)
    context.progress(90, "Keeping the forecast")

    def publish(job: Job) -> dict[str, Any]:
        now = timezone.now()
        run = keep_forecast(
            by=actor,
            at=now,
            on=on,
            job=job,
            history=history,
            made=made,
            borrowed=borrowed,
            partners=partners,
        )
        share_outlook(run=run, told=told, by=actor, at=now)
        keep_futures(
            by=actor,
            at=now,
            run=run,
            counts=made.by_category(),
            input_hash=made.input_hash,
            prices=prices,
        )
        return {"run": run.reference}

    return publish


def _published(actor: Actor, on: date, made: PublishedForecast) -> Publish:
    def publish(job: Job) -> dict[str, Any]:
        run = keep_published_forecast(by=actor, at=timezone.now(), on=on, job=job, made=made)
        return {"run": run.reference}

    return publish


@job(FUTURES_JOB)
def make_futures(context: JobContext) -> Publish:
    """Simulate a scenario from the very history and seed of a kept forecast, with no transaction open.

    One that changes prices or places alone keeps the forecast's own paths.
    """
    changes = context.params["changes"]
    rates = [rate for change in changes for rate in change_from(change).rate_changes()]
    context.progress(10, "Reading care history")
    with acting_as(context.actor) as actor:
        base = access_futures(actor, context.params["futures"])
        scenario = access_scenario(actor, context.params["scenario"])
        history = monthly_history(actor, base.run.as_at) if rates else None
    counts, input_hash = unpack(bytes(base.counts)), base.input_hash
    if history is not None:
        context.progress(25, "Simulating the changed rates")
        made = _changed(base.run, history, rates)
        counts, input_hash = made.by_category(), made.input_hash
    context.progress(90, "Keeping the futures")

    def publish(job: Job) -> dict[str, Any]:
        keep_futures(
            by=actor,
            at=timezone.now(),
            run=base.run,
            counts=counts,
            input_hash=input_hash,
            prices=prices_of(base),
            scenario=scenario,
            changes=changes,
            job=job,
        )
        return {"scenario": scenario.reference}

    return publish


def _changed(run: ForecastRun, history: MonthlyHistory, rates: list[RateChange]) -> Forecast:
    if history.points() != run.history:
        raise DomainError("The care history has changed since the last forecast. Make a new forecast first.")
    return forecast(
        history,
        horizon_months=run.horizon_months,
        paths=run.paths,
        seed=run.seed,
        changes=rates,
        grade=Grade.from_json(run.grade),
        borrowed=heard(run.borrowed.get("told", {})),
    )
