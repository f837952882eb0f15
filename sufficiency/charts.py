"""Charts of the sufficiency room."""

from collections.abc import Mapping, Sequence

from core import formats
from core.charts import Band, Chart, Level, Line, Mark, Series, line_chart, stacked_bars
from core.tables import Heading
from sufficiency.choices import Counted
from sufficiency.forecast import AGE_BANDS, CATEGORIES
from sufficiency.selectors.forecasts import BANDS, Outlook

HISTORY_MONTHS = 60
EVERY_MONTHS = 3


def fan_chart(outlook: Outlook, title: str, levels: Sequence[Level] = ()) -> Chart:
    """Up to five years of history and the forecast after it, with its 50, 80 and 95% ranges."""
    recorded = outlook.recorded[-HISTORY_MONTHS:]
    before, after = [None] * (len(recorded) - 1), [None] * len(outlook.ahead)
    # The forecast starts at the last count known, so that the picture has no gap.
    start = [recorded[-1][1]]

    def ahead(part: str) -> list[int | None]:
        return [*before, *start, *(point[part] for point in outlook.ahead)]

    return line_chart(
        title=title,
        months=[*(month for month, _ in recorded), *outlook.months_ahead],
        lines=[Line("Recorded", [*(count for _, count in recorded), *after]), Line("Forecast", ahead("p50"))],
        bands=[Band(f"{percent}% range", ahead(low), ahead(high)) for percent, (low, high) in BANDS.items()],
        marks=[Mark(recorded[-1][0], "Forecast starts")],
        levels=levels,
    )


def fan_rows(outlook: Outlook, *, with_history: bool = True) -> tuple[list[Heading], list[list[str]]]:
    """The fan's numbers, ranges in one cell each: every third month (or each year) fits a page."""
    columns = [Heading("End of"), *([Heading("Recorded", numeric=True)] if with_history else [])]
    columns.append(Heading("Forecast", numeric=True))
    columns += [Heading(f"{percent}% range", numeric=True) for percent in BANDS]
    every = 1 if outlook.is_yearly else EVERY_MONTHS
    recorded = outlook.recorded[-HISTORY_MONTHS:][::-every][::-1]
    past = [
        [formats.month(month), "Not shown" if count is None else f"{count:,}", *[""] * 4]
        for month, count in recorded
    ]
    ahead = [
        [
            formats.month(month),
            *([""] if with_history else []),
            f"{point['p50']:,}",
            *(f"{point[low]:,} to {point[high]:,}" for low, high in BANDS.values()),
        ]
        for month, point in zip(outlook.months_ahead, outlook.ahead, strict=True)
    ]
    return columns, [*(past if with_history else []), *ahead[every - 1 :: every]]


def children_chart(counts: Mapping[tuple[str, str], int]) -> Chart:
    """Children by kind of placement, stacked by age."""
    return stacked_bars(
        title="Children in care by kind of placement and age",
        categories=[Counted(category).label for category in CATEGORIES],
        series=[
            Series(age_label(band), [counts.get((category, band), 0) for category in CATEGORIES])
            for band in AGE_BANDS
        ],
        heading="Kind of placement",
    )


def age_label(band: str) -> str:
    return "Under 1" if band == "0" else band.replace("-", " to ")
