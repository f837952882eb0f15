"""Market figures as tables, charts and a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from authorities.selectors.outlines import map_areas
from core import formats
from core.charts import Chart, Series, area_map, grouped_bars
from core.exports import csv_bytes
from core.tables import Heading, Rows
from placements.selectors.area_counts import Told
from sufficiency.calculations import Share
from sufficiency.market_kinds import MarketKind
from sufficiency.selectors.market import AreaMarket
from sufficiency.tables import HIDDEN

FILE_COLUMNS = (
    "As at",
    "Kind of care",
    "Authority",
    "ONS code",
    "Homes",
    "Places",
    "Homes of unknown capacity",
    "Places in homes that had reported",
    "Places in use in those",
    "Occupancy, %",
    "Our children here",
    "Share of beds our children fill, %",
    "Our children in homes with a grade",
    "Of them in good or better",
    "Good or better, %",
    "Our children in homes without a grade",
    "Other councils' children, worked out",
    "Our children placed elsewhere",
    "Its own children in the area, as told",
    "Its own children placed elsewhere, as told",
    "Children of others that tell placed here",
    "Importer or exporter",
)


def area_table(areas: Sequence[AreaMarket], kind: MarketKind) -> Rows:
    """A line for each area on one day."""
    return Rows(
        [
            Heading("Authority"),
            Heading("Homes", numeric=True),
            Heading("Places", numeric=True),
            Heading("Occupancy", numeric=True),
            Heading("Our children", numeric=True),
            Heading("Our share of beds", numeric=True),
            Heading(kind.good_label, numeric=True),
            Heading("No grade yet", numeric=True),
        ],
        [
            [
                area.authority.name,
                formats.count(area.homes),
                formats.count(area.places),
                _share(area.occupancy, "No reports"),
                formats.count(area.own),
                _share(area.own_share, "No places"),
                _share(area.quality.good_or_better, "None graded"),
                formats.count(area.quality.without_grade),
            ]
            for area in areas
        ],
    )


def crossing_table(areas: Sequence[AreaMarket]) -> Rows:
    """Who takes children in and who sends them out, a line for each area, as far as councils tell."""
    return Rows(
        [
            Heading("Authority"),
            Heading("Its children in the area", numeric=True),
            Heading("Its children elsewhere", numeric=True),
            Heading("Others’ children here, of those that tell", numeric=True),
            Heading("The area is an"),
        ],
        [
            [
                area.authority.name,
                _told(area.crossing.inside),
                _told(area.crossing.outside),
                _told(area.crossing.coming),
                area.balance,
            ]
            for area in areas
        ],
    )


def _told(told: Told | None) -> str:
    """``12``, ``12 and more`` where a part is hidden, or why there is none."""
    if told is None:
        return "Not told to us"
    if told.is_exact:
        return formats.count(told.children)
    return f"{formats.count(told.children)} and more" if told.children else HIDDEN


def year_table(years: Sequence[tuple[date, AreaMarket]], kind: MarketKind) -> Rows:
    """The council's own area, a line for each year: who comes in and who goes out."""
    return Rows(
        [
            Heading("As at"),
            Heading("Places", numeric=True),
            Heading("Occupancy", numeric=True),
            Heading("Our share of beds", numeric=True),
            Heading(kind.good_label, numeric=True),
            Heading("Our children elsewhere", numeric=True),
            Heading("Others’ children here", numeric=True),
            Heading("Of them, as partners tell", numeric=True),
            Heading("The area is an"),
        ],
        [
            [
                formats.short_day(day),
                formats.count(area.places),
                _share(area.occupancy, "No reports"),
                _share(area.own_share, "No places"),
                _share(area.quality.good_or_better, "None graded"),
                formats.count(area.exported),
                _others(area),
                _told(area.crossing.coming),
                area.balance,
            ]
            for day, area in years
        ],
    )


def places_map(places: dict[int, int], kind: MarketKind, *, own: int, on: date) -> Chart | None:
    """Registered places of every area."""
    areas = map_areas(places, on=on, picked={own})
    if not any(area.told for area in areas):
        return None
    return area_map(title=places_title(kind), areas=areas, heading="Authority", value_heading="Places")


def places_title(kind: MarketKind) -> str:
    return f"Places: {kind.label[0].lower()}{kind.label[1:]}"


def years_chart(years: Sequence[tuple[date, AreaMarket]]) -> Chart:
    """Places in the own area, and own children in it and elsewhere, by year."""
    return grouped_bars(
        title="Places in our area, and our children",
        categories=[formats.short_day(day) for day, _ in years],
        series=[
            Series("Places in our area", [area.places for _, area in years]),
            Series("Our children in the area", [area.own for _, area in years]),
            Series("Our children elsewhere", [area.exported for _, area in years]),
        ],
        heading="As at",
    )


def market_csv(markets: Sequence[tuple[date, Sequence[AreaMarket]]]) -> bytes:
    """Every area on every day."""
    return csv_bytes(FILE_COLUMNS, [_line(day, area) for day, areas in markets for area in areas])


def unknowns(areas: Sequence[AreaMarket], kind: MarketKind, *, report_days: int) -> list[str]:
    """What a reader must know of the figures of one day."""
    blank = sum(area.without_capacity for area in areas)
    homes = sum(area.homes for area in areas)
    places, reporting = sum(area.places for area in areas), sum(area.reporting for area in areas)
    return [
        f"Capacity is not on record for {blank:,} of {homes:,} homes and services; they add no place.",
        f"Occupancy is of {reporting:,} of {places:,} places: those in homes that had reported vacancies"
        f" in the {report_days} days before.",
        f"{kind.good_label} is of our children in settings with a grade; those not inspected stand beside.",
        "Whose the other children are only their own councils know. How many there are in our area is worked"
        " out from the places in use, and hidden where it is too small to tell.",
        "Partners that agreed to tell each other their numbers count theirs by area, at each 31 March and"
        " last night, for the whole kind of care: too few to tell are hidden, and one more number where that"
        " would give them away.",
        "Of areas whose council is in no such partnership with us nobody tells: no published statistic says"
        " how many children each authority places in each other’s area, so they stand as not told to us.",
        "Our children are those placed through Hearth, or brought into it with their placements: a year"
        " before that counts fewer than there were.",
        "An agency or a supported accommodation service stands where Ofsted lists it; its carers and"
        " buildings may be elsewhere.",
    ]


def _line(day: date, area: AreaMarket) -> list[Any]:
    quality = area.quality
    return [
        day,
        area.kind.label,
        area.authority.name,
        area.authority.code,
        area.homes,
        area.places,
        area.without_capacity,
        area.reporting,
        area.reporting - area.empty,
        area.occupancy.rounded(),
        area.own,
        area.own_share.rounded(),
        quality.good_or_better.base,
        quality.good_or_better.part,
        quality.good_or_better.rounded(),
        quality.without_grade,
        _others(area) if area.is_own else "",
        area.exported if area.is_own else "",
        _told(area.crossing.inside),
        _told(area.crossing.outside),
        _told(area.crossing.coming),
        area.balance,
    ]


def _others(area: AreaMarket) -> str:
    if area.others is None:
        return HIDDEN if area.reporting else "No reports"
    return formats.count(area.others)


def _share(share: Share, none: str) -> str:
    rounded = share.rounded()
    return none if rounded is None else f"{rounded}% ({share.part:,} of {share.base:,})"
