"""Celery's calendar for this room."""

from celery import shared_task
from django.utils import timezone

from authorities.choices import Role
from authorities.selectors.people import authorities_in_use
from contracts.services.diary import raise_alarms
from contracts.services.members import lapse_members
from core.actor import Actor, acting_as


@shared_task(name="contracts.lapse_members")
def lapse_all_members() -> None:
    """End the memberships whose time is up, once a night, each council for its own tools."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        keeper = Actor.council(
            authority_id, name="Contracts calendar", roles=frozenset({Role.COMMISSIONER.value})
        )
        with acting_as(keeper) as actor:
            lapse_members(by=actor, at=now)


@shared_task(name="contracts.raise_alarms")
def raise_all_alarms() -> None:
    """Tell each council's owners of the dates of their contracts, each once."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Contract alarms")) as actor:
            raise_alarms(by=actor, at=now)
