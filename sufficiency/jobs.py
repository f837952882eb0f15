"""Long work of this room."""

from datetime import date
from typing import Any

from django.utils import timezone

from core.actor import acting_as
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from sufficiency.forecast import forecast
from sufficiency.selectors.spells import monthly_history
from sufficiency.services.forecasts import FORECAST_JOB, keep_forecast
from sufficiency.services.spells import keep_spells_in_step

HORIZON_MONTHS = 36
PATHS = 1000


@job(FORECAST_JOB)
def make_forecast(context: JobContext) -> Publish:
    """Read the history, test the methods on it and simulate what follows, with no transaction open."""
    on = date.fromisoformat(context.params["on"])
    context.progress(5, "Reading care history")
    with acting_as(context.actor) as actor:
        keep_spells_in_step(by=actor)
        history = monthly_history(actor, on)
    context.progress(20, "Testing the methods on past months, then looking ahead")
    made = forecast(history, horizon_months=HORIZON_MONTHS, paths=PATHS, seed=on.toordinal())
    context.progress(90, "Keeping the forecast")

    def publish(job: Job) -> dict[str, Any]:
        run = keep_forecast(by=actor, at=timezone.now(), on=on, job=job, history=history, made=made)
        return {"run": run.reference}

    return publish
