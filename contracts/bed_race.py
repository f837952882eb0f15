"""Many councils taking the beds of one block at once, each on its own connection, and what came of it."""

import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Barrier

from django.db import DatabaseError, connection
from psycopg2.errorcodes import DEADLOCK_DETECTED

from authorities.choices import ServiceCategory
from contracts.services.beds import book_bed
from core.actor import Actor, acting_as
from core.errors import Conflict

# Pairs of bookings that both have one bed on one night.
DOUBLE = """
SELECT count(*) FROM contracts_bedbooking a JOIN contracts_bedbooking b ON b.bed_id = a.bed_id AND b.id > a.id
WHERE a.contract_id = %s AND a.cancelled_at IS NULL AND b.cancelled_at IS NULL
  AND daterange(a.starts_on, a.ends_on) && daterange(b.starts_on, b.ends_on)
"""
KEPT = "SELECT count(*) FROM contracts_bedbooking WHERE contract_id = %s"


@dataclass(frozen=True)
class Race:
    """Counts. ``lost`` are bookings somebody was told of that are not in the register, or the reverse."""

    taken: int
    refused: int
    deadlocks: int
    faults: int
    double: int
    lost: int

    @property
    def is_clean(self) -> bool:
        return not (self.deadlocks or self.faults or self.double or self.lost)


@dataclass(frozen=True)
class Course:
    """The block raced for: its lead reads all bookings; ``councils`` take turns as clients."""

    contract_id: int
    lead: Actor
    councils: Sequence[Actor]
    setting_ids: Sequence[int]
    category: ServiceCategory
    first_day: date
    days: int = 120


def run_race(course: Course, *, clients: int, tries: int, seed: int = 1) -> Race:
    """Let ``clients`` each try ``tries`` times to hold a bed for some nights, all starting at one moment."""
    gate = Barrier(clients)
    with ThreadPoolExecutor(clients) as pool:
        chances = [random.Random(seed * 1000 + n) for n in range(clients)]  # noqa: S311 (no secret)
        done = pool.map(lambda n: _client(course, n, tries, chances[n], gate), range(clients))
        counts = sum(done, Counter[str]())
    with acting_as(course.lead), connection.cursor() as cursor:
        cursor.execute(DOUBLE, [course.contract_id])
        (double,) = cursor.fetchone()
        cursor.execute(KEPT, [course.contract_id])
        (kept,) = cursor.fetchone()
    return Race(
        taken=counts["taken"],
        refused=counts["refused"],
        deadlocks=counts["deadlock"],
        faults=counts["fault"],
        double=double,
        lost=abs(kept - counts["taken"]),
    )


def _client(course: Course, n: int, tries: int, chance: random.Random, gate: Barrier) -> Counter[str]:
    """One client's own connection; what became of each of its tries."""
    counts: Counter[str] = Counter()
    actor = course.councils[n % len(course.councils)]
    try:
        connection.ensure_connection()
        gate.wait()
        for _ in range(tries):
            counts[_try(course, actor, chance)] += 1
    finally:
        connection.close()
    return counts


def _try(course: Course, actor: Actor, chance: random.Random) -> str:
    starts_on = course.first_day + timedelta(days=chance.randrange(course.days))
    try:
        with acting_as(actor):
            book_bed(
                setting_id=chance.choice(course.setting_ids),
                category=course.category,
                starts_on=starts_on,
                ends_on=starts_on + timedelta(days=chance.randint(1, 28)),
                by=actor,
                hold=True,
            )
    except Conflict:
        return "refused"
    except DatabaseError as error:
        return "deadlock" if getattr(error.__cause__, "pgcode", "") == DEADLOCK_DETECTED else "fault"
    return "taken"
