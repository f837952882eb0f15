"""Celery's calendar for this room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from authorities.choices import Role
from authorities.selectors.calendars import holidays_for
from authorities.selectors.people import authorities_in_use
from core.actor import Actor, acting_as
from core.calendar import working_day_on_or_after
from reports.services.actions import remind_owners
from reports.services.deciding import let_take_effect
from reports.services.outturns import make_outturn
from reports.services.spend_reports import ask_for_spend_report


@shared_task(name="reports.monthly_spend")
def monthly_spend() -> None:
    """On the first working day of a month, each council's report of the month before, once."""
    now, today = timezone.now(), timezone.localdate()
    first = today.replace(day=1)
    month = (first - timedelta(days=1)).replace(day=1)
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Monthly report")) as actor:
            if working_day_on_or_after(first, holidays_for(authority_id)) == today:
                ask_for_spend_report(month=month, by=actor, at=now, dedupe_key=f"{month:%Y-%m}")


@shared_task(name="reports.monthly_outturn")
def monthly_outturn() -> None:
    """Each council's forecast of the year, as the month begins."""
    now, today = timezone.now(), timezone.localdate()
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Monthly forecast")) as actor:
            make_outturn(by=actor, at=now, on=today)


@shared_task(name="reports.follow_decisions")
def follow_decisions() -> None:
    """Each night: decisions whose call-in window has closed take effect, and owners are told what is due."""
    now, today = timezone.now(), timezone.localdate()
    for authority_id in authorities_in_use():
        clerk = Actor.council(
            authority_id, name="Decisions calendar", roles=frozenset({Role.DEMOCRATIC_SERVICES.value})
        )
        with acting_as(clerk) as actor:
            let_take_effect(by=actor, at=now, on=today)
            remind_owners(by=actor, at=now, on=today)
