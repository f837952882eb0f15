"""Celery's calendar for this room."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from authorities.choices import Role
from authorities.selectors.people import authorities_in_use
from contracts.services.block_draws import release_shares
from contracts.services.block_protocols import keep_protocols
from contracts.services.performance import open_for_alerts
from core.actor import Actor, acting_as
from core.jobs import enqueue
from placements.jobs import NIGHTLY_ACCRUAL
from placements.services.counts import share_counts
from placements.services.headroom import release_ended
from placements.services.performance import measure_all
from placements.services.prices import share_prices
from placements.services.reviews import act_on_alerts
from placements.services.watching import watch_searches


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


@shared_task(name="placements.act_on_alerts")
def act_on_all_alerts() -> None:
    """Have each council act on what happened to homes it uses. Rung as it happens, and by the clock in case
    the ring was lost."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        with acting_as(quality_watch(authority_id)) as actor:
            act_on_alerts(by=actor, at=now)
            open_for_alerts(by=actor, at=now)
            keep_protocols(by=actor, at=now)


@shared_task(name="placements.measure_quarter")
def measure_last_quarter() -> None:
    """Have each council measure the quarter that is over, once, from its own records."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        with acting_as(quality_watch(authority_id)) as actor:
            measure_all(by=actor, at=now)


@shared_task(name="placements.watch_searches")
def watch_all_searches() -> None:
    """Have each council look after its searches: waves, messages, places set free, emergencies. Rung as
    things happen, and by the clock."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        with acting_as(search_watch(authority_id)) as actor:
            watch_searches(by=actor, at=now)


@shared_task(name="placements.share_counts")
def share_all_counts() -> None:
    """Tell partners each council's numbers, once a night."""
    today = timezone.localdate()
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Shared numbers")) as actor:
            share_counts(by=actor, on=today)
            share_prices(by=actor, on=today)


@shared_task(name="placements.release_headroom")
def release_all_headroom() -> None:
    """Give back to each council's ceilings what ended placements and blocks drew and did not cost."""
    now = timezone.now()
    for authority_id in authorities_in_use():
        with acting_as(Actor.council(authority_id, name="Headroom")) as actor:
            release_ended(by=actor, at=now)
            release_shares(by=actor, at=now)


def search_watch(authority_id: int) -> Actor:
    """The council's own process, with a placements officer's rights."""
    return Actor.council(
        authority_id, name="Search watch", clearance=3, roles=frozenset({Role.PLACEMENTS_OFFICER.value})
    )


def quality_watch(authority_id: int) -> Actor:
    """The council's own process, with a commissioner's rights."""
    return Actor.council(
        authority_id, name="Quality watch", clearance=3, roles=frozenset({Role.COMMISSIONER.value})
    )
