"""Why a forecast of the year moved: two of them taken apart into causes that add to the difference. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.periods import Period
from placements.fees import Borne, borne_over
from reports.outturn import NOUGHT, Item

CAUSES = {
    "starts": "Placements that started, less starts assumed",
    "late_entry": "Placements recorded late",
    "ends": "Placements that ended",
    "extensions": "Placements that go on longer than assumed",
    "owners": "Homes that changed owner",
    "fees": "Fees and contributions changed",
    "uplift": "Uplifts of prices",
    "voids": "Empty beds of block contracts",
    "blocks": "Block contracts, beds in use",
    "other": "One-offs and corrections",
}

# As a chart names them.
SHORT = {
    "starts": "Starts",
    "late_entry": "Late entry",
    "ends": "Ends",
    "extensions": "Extensions",
    "owners": "New owners",
    "fees": "Fees",
    "uplift": "Uplifts",
    "voids": "Empty beds",
    "blocks": "Beds in use",
    "other": "Other",
}


@dataclass(frozen=True)
class Between:
    """Two forecasts of one year: the days on which they were made.

    ``owners`` are placements by reference, each with the one under the home's next owner: no end, no start.
    """

    year: Period
    before: date
    now: date
    owners: Mapping[str, str] = field(default_factory=dict)


def why_it_moved(before: Sequence[Item], now: Sequence[Item], between: Between) -> dict[str, Decimal]:
    """Pounds by cause, adding to the whole difference of two forecasts of one year."""
    causes = dict.fromkeys(CAUSES, NOUGHT)
    was = {(item.category, item.source): item for item in before}
    new = {(item.category, item.source): item for item in now}
    for key in sorted({*was, *new}):
        for cause, amount in _causes(was.get(key), new.get(key), between):
            causes[cause] += amount
    return causes


def _causes(old: Item | None, item: Item | None, between: Between) -> list[tuple[str, Decimal]]:
    either = item or old
    assert either is not None
    change = (item.total if item else NOUGHT) - (old.total if old else NOUGHT)
    if either.is_block:
        voids = (item.voids if item else NOUGHT) - (old.voids if old else NOUGHT)
        return [("voids", voids), ("blocks", change - voids)]
    if not either.source:
        return [("starts", change)]
    if either.starts_on is None:
        return [("other", change)]
    sold = either.source in between.owners
    if item is None:
        return [("owners" if sold else "ends", change)]
    if old is None:
        return [(_of_new(item, between), change)]
    uplift = _repriced(item, old, between, uplift=True)
    priced = _repriced(item, old, between)
    ended = item.ends_on is not None and (old.ends_on is None or item.ends_on < old.ends_on)
    left = "owners" if sold else "ends"
    rest = (left if ended else "extensions", change - priced)
    return [("uplift", uplift), ("fees", priced - uplift), rest]


def _of_new(item: Item, between: Between) -> str:
    """Of a placement the earlier forecast did not hold: with a home's new owner, recorded late, begun since,
    or first paid since."""
    assert item.starts_on is not None
    if item.source in between.owners.values():
        return "owners"
    if item.starts_on >= between.before:
        return "starts"
    recorded_late = item.recorded_on is None or item.recorded_on >= between.before
    return "late_entry" if recorded_late else "fees"


def _repriced(item: Item, old: Item, between: Between, *, uplift: bool = False) -> Decimal:
    """What the same nights come to at the prices known now, above those known then."""
    assert between.year.end is not None
    until = min(item.ends_on or between.year.end, between.year.end)
    gone = Period(between.year.start, max(min(between.now, until), between.year.start))
    to_come = Period(between.now, max(until, between.now))
    share = item.nights / to_come.nights if to_come.nights else Decimal(0)

    def come_to(rates: Sequence[Borne]) -> Decimal:
        paid = borne_over(rates, gone, uplift=uplift)
        return paid + borne_over(rates, to_come, uplift=uplift) * min(share, Decimal(1))

    return (come_to(item.rates) - come_to(old.rates)).quantize(NOUGHT)
