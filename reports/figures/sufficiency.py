"""Figures of sufficiency: places in the area, who uses them, what is expected, and need that was not met.

Each is registered for residential care and for supported accommodation under the same name.
"""

from collections.abc import Callable
from functools import partial

from authorities.choices import SettingKey
from core import formats
from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit
from sufficiency.calculations import Share
from sufficiency.choices import Counted
from sufficiency.forecast import Category
from sufficiency.selectors.forecasts import ALL, outlook
from sufficiency.selectors.supply import PLACES, Supply

figure = partial(register, "Places and need")

HORIZON = 36


def _of_supply(facts: Facts, *, category: Category, read: Callable[[Supply], int]) -> Reading:
    kind = Counted(category).label.lower()
    source = f"Register of homes and providers’ vacancy reports: {kind}"
    return Reading(read(facts.supplies[category]), source, facts.on)


def _share(facts: Facts, *, category: Category, read: Callable[[Supply], Share]) -> Reading:
    share = read(facts.supplies[category])
    if share.percent is None:
        raise FigureMissing(f"There is nothing to take a share of: {Counted(category).label.lower()}.")
    level = facts.settings[SettingKey.SUPPRESS_UNDER]
    if any(0 < count < level for count in (share.part, share.base - share.part)):
        raise FigureMissing("So few children are behind this share that it would give one away.")
    source = f"Placements and register of homes: {Counted(category).label.lower()}"
    return Reading(share.percent, source, facts.on, f"{share.base:,}, of which {share.part:,}")


def _unmet_nights(facts: Facts, *, category: Category) -> Reading:
    nights = sum(line.stay.nights for line in facts.ledger.of(category))
    return Reading(nights, "Placements and requests of the last 365 nights", facts.on)


def _ahead(facts: Facts, *, category: str, part: str) -> Reading:
    point = outlook(facts.run, category).in_months(HORIZON)
    if point is None:
        raise FigureMissing(f"The forecast does not reach {HORIZON} months ahead.")
    return Reading(
        point[part], f"Forecast {facts.run.reference} as at {formats.day(facts.run.as_at)}", facts.run.as_at
    )


for _category in PLACES:
    _kind = Counted(_category).label
    for _key, _label, _unit, _read in (
        ("settings", "homes or services", Unit.HOMES, lambda supply: supply.settings),
        ("places", "usable places", Unit.BEDS, lambda supply: supply.operational),
        ("free", "places free and admitting", Unit.BEDS, lambda supply: supply.free),
        ("blocked", "places free but blocked", Unit.BEDS, lambda supply: sum(supply.blocked.values())),
        ("own_here", "our children here", Unit.CHILDREN, lambda supply: supply.own_in_area),
        ("own", "our children placed", Unit.CHILDREN, lambda supply: supply.own),
    ):
        figure(f"{_category}_{_key}", f"{_kind}: {_label}", _unit, f"In our area: {_label}")(
            partial(_of_supply, category=_category, read=_read)
        )
    figure(
        f"{_category}_in_area",
        f"{_kind}: our children who live in our area",
        Unit.PERCENT,
        "Our children placed in our area over all our children placed in such care",
    )(partial(_share, category=_category, read=lambda supply: supply.in_area))
    figure(
        f"{_category}_leverage",
        f"{_kind}: our share of places",
        Unit.PERCENT,
        "Our children in the area over registered places in the area",
    )(partial(_share, category=_category, read=lambda supply: supply.leverage))
    figure(
        f"{_category}_unmet_nights",
        f"{_kind}: nights of unmet need",
        Unit.NIGHTS,
        "Nights a child lived elsewhere than was wanted or waited for a home, in 365 nights",
    )(partial(_unmet_nights, category=_category))

for _group in (ALL, *PLACES):
    _name = "All children" if _group == ALL else Counted(_group).label
    for _suffix, _part, _words in (("", "p50", "middle"), ("_low", "p10", "low"), ("_high", "p90", "high")):
        figure(
            f"{_group}_expected{_suffix}",
            f"{_name}: expected in {HORIZON} months, {_words}",
            Unit.CHILDREN,
            "Of the simulated numbers of children: the middle, and the 80% range",
        )(partial(_ahead, category=_group, part=_part))
