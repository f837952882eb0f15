"""Celery's calendar for this room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from authorities.selectors.people import authorities_in_use
from core.actor import Actor, acting_as
from core.jobs import enqueue
from placements.jobs import NIGHTLY_ACCRUAL


@shared_task(name="placements.start_nightly_accrual")
def start_nightly_accrual() -> None:
    """Ask for last night's accrual for each council, once a night."""
    now = timezone.now()
    last_night = timezone.localdate() - timedelta(days=1)
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Nightly accrual")) as actor:
            enqueue(
                NIGHTLY_ACCRUAL,
                by=actor,
                at=now,
                title=f"Accrual for the night of {last_night:%-d %B %Y}",
                params={"through": last_night.isoformat()},
                dedupe_key=last_night.isoformat(),
            )
