"""What the whole product measures: a month posted for the country, a night, and the month's page."""

import resource
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from authorities.models import Authority
from config.demo.country import COUNCILS, keep_books, place_children
from contracts.models import LedgerMonth
from contracts.selectors.months import open_month
from contracts.services.bed_nights import post_block_shares, record_bed_nights
from contracts.services.entries import post_entries
from core.actor import Actor, acting_as
from core.benchmarks import PageTime, benchmark, page_time
from core.people import actor_of
from core.periods import Period, month_of
from core.postgres.owner import as_owner
from placements.services.accrual import accrue_placements
from providers.models import Setting

# As many workers as the machine has cores: each council's ledger is a job of its own.
WORKERS = 2
# The same nights, priced and inserted with nothing looked at.
PLAINLY = """
INSERT INTO contracts_charge
  (authority_id, kind, source_reference, component_key, fee_kind, funder, night, month, nights, amount,
   category, route, provider_id, setting_id, cost_centre, posted_at, note)
SELECT p.authority_id, 'placement', p.reference, 'plain-' || f.id, f.kind, 'council', n::date,
       GREATEST(date_trunc('month', n)::date, %(open_month)s::date), 1, round(f.weekly_rate / 7, 2),
       p.category, p.route, p.provider_id, p.setting_id, '', %(at)s, ''
FROM placements_placement p
JOIN placements_agreementfee f ON f.agreement_id = p.agreement_id
CROSS JOIN LATERAL generate_series(GREATEST(p.starts_on, %(since)s::date), %(through)s::date, '1 day') n
WHERE p.reference LIKE 'BENCH-%%'
"""


class _Undone(Exception):
    """Ends a council's measurement and takes what it posted back."""


@benchmark("spend")
def spend() -> dict[str, Any]:
    """A month and a night posted for the whole country, beside plain inserts; a month's page and XLSX."""
    month = month_of(month_of(timezone.localdate()).start - timedelta(days=1))
    with acting_as(Actor.system()):
        here = Authority.objects.filter(ends_on=None).order_by("pk").values_list("pk", flat=True)
        councils = list(here)[:COUNCILS]
        homes = list(Setting.objects.order_by("pk").values_list("pk", "provider_id")[:200])
    _in_parallel(councils, partial(place_children, until=month.start, homes=homes))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    posted, seconds = _timed(councils, partial(_post_month, month=month))
    fresh = [council for council in councils if not _has_books(council)]
    nights, night_seconds = _timed(fresh, partial(_post_night, night=month.start))
    plain, plain_seconds = _timed(councils, partial(_post_plainly, month=month))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    user = keep_books(max(fresh), month)
    actor = actor_of(user)
    assert actor is not None
    address = f"{month.start:%Y-%m}"
    page = page_time(user, actor, reverse("spend_month", args=[address]))
    sheet = page_time(user, actor, reverse("spend_download", args=[address, "xlsx"]))
    return {
        "councils": len(councils),
        "charges": posted,
        "seconds": round(seconds, 2),
        "microseconds_a_charge": round(seconds / posted * 1_000_000, 1),
        "plain_charges": plain,
        "plain_seconds": round(plain_seconds, 2),
        "ratio": round(seconds / posted / (plain_seconds / plain), 2),
        "night_charges": nights,
        "night_seconds": round(night_seconds, 2),
        "peak_mb": round(peak),
        **{f"page_{name}": value for name, value in page.figures.items()},
        **{f"xlsx_{name}": value for name, value in sheet.figures.items()},
        "passes": seconds < 60 and peak < 500 and max(_times(page), _times(sheet)) <= 3,
    }


def _times(timed: PageTime) -> float:
    return timed.seconds / timed.sql_seconds


def _has_books(council: int) -> bool:
    """Whether the demonstration charges this council for more nights than are measured here."""
    with acting_as(Actor.council(council)):
        return LedgerMonth.objects.filter(starts_on__gte=timezone.localdate() - timedelta(days=365)).exists()


def _in_parallel(councils: Iterable[int], work: Callable[[int], Any]) -> list[Any]:
    def and_hang_up(council: int) -> Any:
        try:
            return work(council)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        return list(workers.map(and_hang_up, councils))


def _timed(councils: Iterable[int], work: Callable[[int], int]) -> tuple[int, float]:
    """How many charges all the councils' work makes, and the seconds until the last of them is done."""
    begun = time.perf_counter()
    return sum(_in_parallel(councils, work)), time.perf_counter() - begun


def _post_month(council: int, month: Period) -> int:
    assert month.end is not None
    return _post(council, since=month.start, through=month.end - timedelta(days=1))


def _post_night(council: int, night: date) -> int:
    return _post(council, since=night, through=night)


def _post(council: int, *, since: date, through: date) -> int:
    """All that a night's run posts for one council, its rows checked as at a commit."""
    made, at = 0, timezone.now()
    with suppress(_Undone), acting_as(Actor.council(council, clearance=3)) as actor:
        record_bed_nights(by=actor, since=since, through=through)
        made += post_block_shares(by=actor, since=since, through=through, at=at)
        made += accrue_placements(by=actor, since=since, through=through, at=at)
        made += post_entries(by=actor, since=since, through=through, at=at)
        _undo()
    return made


def _post_plainly(council: int, month: Period) -> int:
    assert month.end is not None
    made = 0
    with suppress(_Undone), acting_as(Actor.council(council, clearance=3)), connection.cursor() as cursor:
        through = month.end - timedelta(days=1)
        nights = {"since": month.start, "through": through, "at": timezone.now()}
        cursor.execute(PLAINLY, {**nights, "open_month": open_month(council)})
        made = cursor.rowcount
        _undo()
    return made


def _undo() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    raise _Undone
