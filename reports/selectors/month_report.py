"""The parts of the monthly report beside its sums: what moved, voids, and shares that are measured."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Q

from authorities.choices import ServiceCategory
from contracts.choices import BedNightState
from contracts.money_choices import MonthState
from contracts.selectors.months import standing_of
from core.actor import Actor
from core.periods import Period
from placements.models import Placement
from placements.selectors.commitments import placements_on, placements_started, weekly_commitments
from providers.choices import UNGRADED, Outcome
from providers.grades import meets_gateway
from providers.selectors.homes import latest_inspections
from reports.models import SpendReport, SpendSubscriber
from reports.selectors.spend import By, SpendLine, spend_by, total_of

YEAR = timedelta(days=365)
# Empty bed-nights by cause, with what the council was charged for them.
VOIDS = """
SELECT n.state, count(*), COALESCE(sum(c.amount), 0)
FROM contracts_bednight n
JOIN contracts_blockcontract b ON b.id = n.contract_id
JOIN contracts_blockshare s ON s.contract_id = b.id AND s.authority_id = app_authority()
  AND s.starts_on <= n.night AND (s.ends_on IS NULL OR s.ends_on > n.night)
LEFT JOIN LATERAL (
  SELECT sum(c.amount) AS amount FROM contracts_charge c
  WHERE c.authority_id = app_authority() AND c.source_reference = b.reference AND c.night = n.night
    AND c.component_key = 'bed-' || n.bed_id) c ON true
WHERE n.night >= %s AND n.night < %s AND n.state NOT IN ('occupied', 'not_live')
GROUP BY n.state ORDER BY 3 DESC, 1
"""


@dataclass(frozen=True)
class Moved:
    """One placement whose weekly cost is not what it was a month before."""

    reference: str
    before: Decimal
    after: Decimal

    @property
    def effect(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class Movement:
    """New, ended and changed placements: £ a week at the last night of the month before and of this one."""

    before: Decimal
    after: Decimal
    new: list[Moved]
    ended: list[Moved]
    changed: list[Moved]

    @property
    def groups(self) -> list[tuple[str, list[Moved], Decimal]]:
        named = (
            ("New placements", self.new),
            ("Ended placements", self.ended),
            ("Changed fees", self.changed),
        )
        return [(name, rows, sum((row.effect for row in rows), Decimal("0.00"))) for name, rows in named]


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``; ``beside`` are those left out of the whole, and why."""

    label: str
    part: int
    whole: int
    beside: str = ""

    @property
    def fraction(self) -> Decimal | None:
        return Decimal(self.part) / self.whole if self.whole else None


@dataclass(frozen=True)
class Void:
    cause: str
    nights: int
    amount: Decimal


@dataclass(frozen=True)
class MonthReport:
    """One month taken apart every way, and what is measured beside. Every total is the same to the penny."""

    period: Period
    state: MonthState
    parts: dict[By, list[SpendLine]]
    total: SpendLine
    movement: Movement
    voids: list[Void]
    on_contract: list[Share]
    good: Share


def month_report(actor: Actor, period: Period) -> MonthReport:
    assert period.end is not None
    parts = {by: spend_by(actor, period, by) for by in By}
    return MonthReport(
        period=period,
        state=standing_of(actor, period.start).state,
        parts=parts,
        total=total_of(parts[By.CATEGORY]),
        movement=movement_in(actor, period.start, period.end),
        voids=voids_in(period.start, period.end),
        on_contract=on_contract_shares(actor, period.end),
        good=good_or_better(actor, period.end - timedelta(days=1)),
    )


def movement_in(actor: Actor, start: date, end: date) -> Movement:
    """The effects add to the change of the weekly total."""
    before = weekly_commitments(actor, on=start - timedelta(days=1))
    after = weekly_commitments(actor, on=end - timedelta(days=1))
    nought = Decimal("0.00")
    groups: dict[str, list[Moved]] = defaultdict(list)
    for reference in sorted({*before, *after}):
        was, now = before.get(reference, nought), after.get(reference, nought)
        if was != now:
            kind = "new" if reference not in before else "ended" if reference not in after else "changed"
            groups[kind].append(Moved(reference, was, now))
    return Movement(
        sum(before.values(), nought),
        sum(after.values(), nought),
        groups["new"],
        groups["ended"],
        groups["changed"],
    )


def voids_in(start: date, end: date) -> list[Void]:
    with connection.cursor() as cursor:
        cursor.execute(VOIDS, [start, end])
        return [Void(BedNightState(state).label, nights, amount) for state, nights, amount in cursor]


def on_contract_shares(actor: Actor, end: date) -> list[Share]:
    """Placements bought through a tool or block, of those started in the year to ``end``, by kind of care."""
    rows = (
        placements_started(actor, since=end - YEAR, until=end)
        .order_by()
        .values("category")
        .annotate(part=Count("id", filter=Q(is_on_contract=True)), whole=Count("id"))
    )
    found = {row["category"]: row for row in rows}
    shares = [
        Share(kind.label, found[kind]["part"], found[kind]["whole"])
        for kind in ServiceCategory
        if kind in found
    ]
    return [
        *shares,
        Share("All kinds of care", sum(s.part for s in shares), sum(s.whole for s in shares)),
    ]


def good_or_better(actor: Actor, on: date) -> Share:
    """Children in settings graded good or better, of those in settings with a grade, on one night."""
    placed: list[Placement] = list(placements_on(actor, on=on).only("setting_id"))
    grades = latest_inspections({p.setting_id for p in placed}, on=on)
    graded = [
        grades[p.setting_id].outcome
        for p in placed
        if p.setting_id in grades and grades[p.setting_id].outcome not in UNGRADED
    ]
    good = sum(meets_gateway(outcome, Outcome.GOOD) for outcome in graded)
    ungraded = len(placed) - len(graded)
    beside = f"{ungraded} more in settings with no grade yet" if ungraded else ""
    return Share("Good or better", good, len(graded), beside)


def newest_report(actor: Actor, month: date) -> SpendReport | None:
    """The month's newest document, with ``file``, its reference."""
    found = SpendReport.objects.filter(authority_id=actor.council_id, month=month)
    return found.annotate(file=F("document__reference")).order_by("-made_at").first()


def is_subscribed(actor: Actor) -> bool:
    return SpendSubscriber.objects.filter(staff_member_id=actor.person_id).exists()
