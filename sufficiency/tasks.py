"""Celery's calendar for this room."""

from celery import shared_task
from django.utils import timezone

from authorities.selectors.people import authorities_in_use
from core.actor import Actor, acting_as
from sufficiency.selectors.forecasts import latest_of_any
from sufficiency.selectors.spells import published_alone, spells_visible_to
from sufficiency.services.forecasts import USUAL_HORIZON, ask_for_forecast
from sufficiency.services.spells import keep_spells_in_step
from sufficiency.services.supply import keep_supply


@shared_task(name="sufficiency.keep_spells_in_step")
def keep_all_spells_in_step() -> None:
    """Bring each council's care history up to its placements, once a night."""
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Care history")) as actor:
            keep_spells_in_step(by=actor)


@shared_task(name="sufficiency.refresh_forecasts")
def refresh_forecasts() -> None:
    """Ask for each council's forecast once a month, as far ahead as its last, where it has a care history."""
    now, today = timezone.now(), timezone.localdate()
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Monthly forecast")) as actor:
            if spells_visible_to(actor).exists() or published_alone(actor, today):
                last = latest_of_any(actor)
                months = last.horizon_months if last else USUAL_HORIZON
                ask_for_forecast(by=actor, at=now, on=today, horizon_months=months, monthly=True)


@shared_task(name="sufficiency.keep_supply")
def keep_all_supply() -> None:
    """Keep each council's supply as it is known tonight."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Supply")) as actor:
            keep_supply(by=actor, at=now)
