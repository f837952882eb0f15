"""Sample charts: each kind the product draws, on invented figures."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.charts import (
    POUNDS,
    Area,
    Band,
    Chart,
    Level,
    Line,
    Mark,
    Pin,
    Series,
    Step,
    Strip,
    area_map,
    flow_chart,
    grouped_bars,
    horizontal_bars,
    line_chart,
    occupancy_strips,
    sparkline,
    stacked_bars,
    waterfall,
)


class Sample(NamedTuple):
    chart: Chart
    title: str
    note: str = ""


MONTHS = [date(2023 + n // 12, n % 12 + 1, 1) for n in range(60)]
KNOWN = 36


def _forecast() -> Chart:
    known = [38 + n // 5 + (n * 7 % 4) for n in range(KNOWN)]
    blank = [None] * (KNOWN - 1)
    ahead = range(len(MONTHS) - KNOWN + 1)
    start = known[-1]

    def edge(slope: float) -> list[int | None]:
        return [*blank, *(round(start + n * 0.22 + slope * n**0.5) for n in ahead)]

    return line_chart(
        title="Children in residential care",
        months=MONTHS,
        lines=[
            Line("Recorded", [*known, *[None] * (len(MONTHS) - KNOWN)]),
            Line("Forecast", edge(0)),
        ],
        bands=[
            Band("50% range", edge(-0.7), edge(0.7)),
            Band("80% range", edge(-1.4), edge(1.4)),
            Band("95% range", edge(-2.2), edge(2.2)),
        ],
        marks=[Mark(MONTHS[KNOWN - 1], "Forecast starts")],
        levels=[Level(42, "42 beds")],
    )


def sample_charts() -> list[Sample]:
    years = ["2021-22", "2022-23", "2023-24", "2024-25", "2025-26"]
    routes = [
        Series("Framework", [Decimal(v) for v in ("4120000", "4480000", "4730000", "5010000", "5390000")]),
        Series("Block contract", [Decimal(v) for v in ("900000", "910000", "1250000", "1900000", "2100000")]),
        Series("Spot", [Decimal(v) for v in ("2100000", "2650000", "3100000", "3320000", "2890000")]),
    ]
    strips = [
        Strip("Bramble House", [Decimal(v) / 4 for v in (2, 3, 4, 4, 4, 3, 3, 4, 4, 4, 4, 4)]),
        Strip("Curlew Lodge", [None, None, None, *(Decimal(v) / 3 for v in (0, 1, 1, 2, 3, 3, 3, 2, 2))]),
        Strip(
            "The Old Schoolhouse and Annexe", [Decimal(v) / 5 for v in (5, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0)]
        ),
    ]
    return [
        Sample(_forecast(), "Children in residential care", "Derbyshire, month ends, as at 31 December 2025"),
        Sample(
            stacked_bars(
                title="Spend by route", categories=years, series=routes, unit=POUNDS, heading="Year"
            ),
            "Spend by route",
            "Pounds, financial years",
        ),
        Sample(
            grouped_bars(
                title="Offers and awards",
                categories=["Fostering", "Residential care", "Supported accommodation"],
                series=[
                    Series("Referrals", [64, 41, 29]),
                    Series("Offers", [51, 18, 22]),
                    Series("Awards", [33, 15, 17]),
                ],
                heading="Category",
            ),
            "Offers and awards",
        ),
        Sample(
            horizontal_bars(
                title="Weekly fee by provider",
                bars=[
                    ("Curlew Care", Decimal("5120.00")),
                    ("Oak View Homes", Decimal("4890.50")),
                    ("Bramble House", Decimal("4557.30")),
                    ("A provider with a very long registered name Limited", Decimal("4102.00")),
                ],
                unit=POUNDS,
                highlight="Bramble House",
                heading="Provider",
                value_heading="Weekly fee",
            ),
            "Weekly fee by provider",
        ),
        Sample(
            flow_chart(
                title="Children coming, moving and leaving",
                kinds=["Not in care", "Fostering", "Residential care", "Supported accommodation"],
                flows={
                    ("Not in care", "Fostering"): 61,
                    ("Not in care", "Residential care"): 14,
                    ("Fostering", "Residential care"): 11,
                    ("Residential care", "Supported accommodation"): 17,
                    ("Fostering", "Not in care"): 48,
                    ("Supported accommodation", "Not in care"): 22,
                },
            ),
            "Children coming, moving and leaving",
            "Twelve months to 31 December 2025",
        ),
        Sample(
            occupancy_strips(title="Beds in use", months=MONTHS[:12], strips=strips),
            "Beds in use",
            "Share of contracted beds, mean of each month",
        ),
        Sample(
            waterfall(
                title="Budget to forecast",
                steps=[
                    Step("Budget", Decimal("9400000")),
                    Step("More children", Decimal("610000")),
                    Step("Fee uplifts", Decimal("285000")),
                    Step("Block contract", Decimal("-430000")),
                    Step("Step-down", Decimal("-120000")),
                ],
                end_label="Forecast",
            ),
            "Budget to forecast",
        ),
        Sample(_island(), "Free beds by parish", "Within 15 kilometres of the ferry"),
    ]


def _island() -> Chart:
    """Six invented parishes on an island of hexagons."""

    def parish(column: int, row: int) -> list[list[int]]:
        east, north = 300 + column * 160, 300 + row * 180 + column % 2 * 90
        corners = [(-100, 0), (-60, 90), (60, 90), (100, 0), (60, -90), (-60, -90), (-100, 0)]
        return [[number for dx, dy in corners for number in (east + dx, north + dy)]]

    values = [14, 3, None, 8, 0, 5]
    names = ["Ashmere", "Brackwater", "Cold Fell", "Dunmarsh", "Eastholm", "Fernhithe"]
    areas = [
        Area(name, parish(index % 3, index // 3), value, picked=name == "Dunmarsh")
        for index, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    return area_map(
        title="Free beds by parish",
        areas=[*areas, Area("Gull Sands", parish(3, 0), told=False)],
        pins=[Pin("Ferry", 380, 400, reach=150)],
        heading="Parish",
        value_heading="Beds",
    )


def sample_sparkline() -> Chart:
    return sparkline(title="Requests a week", values=[4, 6, 5, 8, 7, 9, 12, 10])
