"""What the contracts room measures of blocks: nights stated and priced, and beds taken at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from authorities.choices import ServiceCategory
from authorities.models import Authority
from contracts.bed_race import Course, Race, run_race
from contracts.block_choices import BlockState
from contracts.choices import Regime
from contracts.models import BedBooking, BlockContract, BlockShare, ContractedBed
from contracts.selectors.block_use import total_use, use_by_month
from contracts.services.bed_nights import record_bed_nights
from core.actor import Actor, acting_as
from core.benchmarks import benchmark
from core.periods import Period, add_months
from core.postgres.owner import as_owner
from providers.models import Setting

BEDS, MONTHS = 15, 120
RACE_BEDS, CLIENTS, TRIES, ROUNDS = 20, 64, 10, 3
COUNCILS, HOMES = 8, 4
FIRST_DAY = date(2026, 4, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
# The same nights stated and priced with nothing asked but the booking: what the server needs at least.
PLAIN = """
SELECT count(*), sum(CASE WHEN booking.id IS NOT NULL THEN contract.weekly_rate
                          ELSE contract.weekly_rate * contract.guaranteed_share END / 7)
FROM contracts_contractedbed bed
JOIN contracts_blockcontract contract ON contract.id = bed.contract_id
CROSS JOIN LATERAL generate_series(contract.starts_on, contract.ends_on - 1, '1 day') AS night(at)
LEFT JOIN contracts_bedbooking booking ON booking.bed_id = bed.id
  AND booking.starts_on <= night.at AND booking.ends_on > night.at
WHERE contract.id = %s
"""


@benchmark("bed_nights")
def bed_nights() -> dict[str, Any]:
    """State and price ten years of nights of 15 beds, beside plain SQL; nothing of it is kept."""
    lead, _, homes = _cast()
    with acting_as(lead):
        contract = _block(lead, [lead], homes, BEDS)
        _book_by_turns(contract, lead)
        term = Period(contract.starts_on, contract.ends_on)
        with connection.cursor() as cursor:
            plain = _seconds(lambda: cursor.execute(PLAIN, [contract.pk]))
        assert contract.ends_on is not None
        last = contract.ends_on - timedelta(days=1)
        stated, counts = _timed(lambda: _state(lead, term.start, last))
        priced, months = _timed(lambda: use_by_month(contract, term))
        use = total_use(months.values())
        transaction.set_rollback(True)
    seconds = stated + priced
    return {
        "bed_nights": counts,
        "occupied": use.used,
        "payable": str(use.payable),
        "stated_seconds": round(stated, 3),
        "priced_seconds": round(priced, 3),
        "seconds": round(seconds, 3),
        "plain_sql_seconds": round(plain, 3),
        "ratio": round(seconds / plain, 2),
        "passes": seconds < 2 and counts == BEDS * term.nights,
    }


def _state(lead: Actor, since: date, through: date) -> int:
    """Stated, and every foreign key checked, as a commit would."""
    stated = record_bed_nights(by=lead, since=since, through=through)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return stated


@benchmark("beds")
def beds() -> dict[str, Any]:
    """64 clients taking 20 beds for overlapping periods, three times over, each on its own connection."""
    lead, councils, homes = _cast()
    races: list[Race] = []
    started = time.perf_counter()
    for round_ in range(ROUNDS):
        with _raced(lead, councils, homes) as course:
            races.append(run_race(course, clients=CLIENTS, tries=TRIES, seed=round_ + 1))
    seconds = time.perf_counter() - started
    totals = {name: sum(asdict(race)[name] for race in races) for name in asdict(races[0])}
    return {
        "clients": CLIENTS,
        "beds": RACE_BEDS,
        "rounds": ROUNDS,
        "tries": CLIENTS * TRIES * ROUNDS,
        **totals,
        "seconds": round(seconds, 1),
        "passes": all(race.is_clean and race.taken and race.refused for race in races),
    }


def _cast() -> tuple[Actor, list[Actor], list[Setting]]:
    """A lead, the councils that share with it, none of them in a block yet, and homes to put the beds in."""
    with acting_as(Actor.council(0)):
        busy = BlockShare.objects.values("authority")
        free = Authority.objects.exclude(pk__in=busy).order_by("pk")[:COUNCILS]
        councils = [Actor.council(authority.pk, clearance=3) for authority in free]
        homes = list(Setting.objects.order_by("provider", "pk")[:HOMES])
    if not homes:
        raise LookupError("Load the demo world first.")
    return councils[0], councils, homes


def _block(lead: Actor, councils: list[Actor], homes: list[Setting], number: int) -> BlockContract:
    contract = BlockContract.objects.create(
        reference="BLK-BENCH",
        name="Measured, not real",
        lead_authority_id=lead.council_id,
        provider_id=homes[0].provider_id,
        category=ServiceCategory.OTHER,
        regime=Regime.PA_2023,
        beds_agreed=number,
        weekly_rate=Decimal("4101.30"),
        state=BlockState.LIVE,
        state_at=AT,
        starts_on=FIRST_DAY,
        ends_on=add_months(FIRST_DAY, MONTHS),
    )
    BlockShare.objects.bulk_create(
        BlockShare(
            contract=contract,
            authority_id=council.council_id,
            percent=100 if council is lead else 0,
            starts_on=FIRST_DAY,
        )
        for council in councils
    )
    ContractedBed.objects.bulk_create(
        ContractedBed(contract=contract, setting=homes[n % len(homes)], label=str(n + 1), live_from=FIRST_DAY)
        for n in range(number)
    )
    return contract


def _book_by_turns(contract: BlockContract, lead: Actor) -> None:
    """Each bed is used for four months, then empty for two weeks, again and again."""
    assert contract.ends_on is not None
    BedBooking.objects.bulk_create(
        BedBooking(
            contract=contract,
            bed=bed,
            authority_id=lead.council_id,
            starts_on=start,
            ends_on=start + timedelta(days=120),
        )
        for bed in contract.beds.all()
        for start in (
            contract.starts_on + timedelta(days=each)
            for each in range(0, (contract.ends_on - contract.starts_on).days, 134)
        )
    )


@contextmanager
def _raced(lead: Actor, councils: list[Actor], homes: list[Setting]) -> Iterator[Course]:
    """A block that is there for all connections, and gone when the race is over."""
    with acting_as(lead):
        contract = _block(lead, councils, homes, RACE_BEDS)
    try:
        yield Course(
            contract_id=contract.pk,
            lead=lead,
            councils=councils,
            setting_ids=[home.pk for home in homes],
            category=ServiceCategory.OTHER,
            first_day=FIRST_DAY,
        )
    finally:
        with as_owner():
            for model in (BedBooking, ContractedBed, BlockShare):
                model.objects.filter(contract=contract).delete()
            contract.delete()


def _seconds(work: Any) -> float:
    return _timed(work)[0]


def _timed(work: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result
