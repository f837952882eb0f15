"""Figures of children looked after: now, a year ago, and as the kept forecast sees them ahead."""

from datetime import date, timedelta
from functools import partial

from core import formats
from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit
from sufficiency.calculations import Growth
from sufficiency.choices import Counted
from sufficiency.selectors.forecasts import outlook
from sufficiency.selectors.spells import children_on, counted_as

figure = partial(register, "Children and their forecast")

HORIZONS = (12, 24, 36)


@figure(
    "children_now",
    "Children looked after",
    Unit.CHILDREN,
    "Every child in care on the day, each once",
    by_day=True,
)
def children_now(facts: Facts) -> Reading:
    return _in_care(facts, facts.on)


@figure(
    "children_year_ago", "Children looked after a year before", Unit.CHILDREN, "As above, 365 days before"
)
def children_year_ago(facts: Facts) -> Reading:
    return _in_care(facts, _year_ago(facts))


@figure("year_ago", "Day the change is counted from", Unit.DATE, "365 days before the figures' day")
def year_ago(facts: Facts) -> Reading:
    return Reading(_year_ago(facts), "365 days before the figures' day", facts.on)


@figure(
    "children_growth",
    "Change in a year",
    Unit.PERCENT,
    "Change in children looked after over the number a year before",
)
def children_growth(facts: Facts) -> Reading:
    growth = Growth(facts.value("children_year_ago"), facts.value("children_now"))
    if growth.percent is None:
        raise FigureMissing("Nobody was looked after a year before, so a change has no base.")
    return facts.computed(growth.percent, "children_year_ago", "children_now", base="children_year_ago")


@figure(
    "children_kind_now",
    "Children in this kind of care",
    Unit.CHILDREN,
    "Children in the paper's kind of care on the day",
    by_category=True,
    by_day=True,
)
def children_kind_now(facts: Facts) -> Reading:
    kind = counted_as(facts.category)
    counts = children_on(facts.actor, facts.on)
    count = sum(number for (category, _), number in counts.items() if category == kind)
    return Reading(count, f"Care history: {Counted(kind).label.lower()}", facts.on)


@figure("forecast_on", "Day of the forecast", Unit.DATE, "The day the kept forecast was made as at")
def forecast_on(facts: Facts) -> Reading:
    return Reading(facts.run.as_at, f"Forecast {facts.run.reference}", facts.run.as_at)


def _forecast(facts: Facts, *, months: int, part: str) -> Reading:
    kind = counted_as(facts.category)
    point = outlook(facts.run, kind).in_months(months)
    if point is None:
        raise FigureMissing(f"The forecast does not reach {months} months ahead.")
    at_end_of = formats.month(date.fromisoformat(point["month"]))
    source = f"Forecast {facts.run.reference}, {Counted(kind).label.lower()}, end of {at_end_of}"
    return Reading(point[part], source, facts.run.as_at)


def _forecast_month(facts: Facts, *, months: int) -> Reading:
    point = outlook(facts.run).in_months(months)
    if point is None:
        raise FigureMissing(f"The forecast does not reach {months} months ahead.")
    value = date.fromisoformat(point["month"])
    return Reading(value, f"Forecast {facts.run.reference}", facts.run.as_at)


for _months in HORIZONS:
    _ahead = f"{_months} months ahead"
    figure(
        f"forecast_{_months}",
        f"Forecast {_ahead}",
        Unit.CHILDREN,
        "Middle of the simulated numbers of children in the paper's kind of care",
        by_category=True,
    )(partial(_forecast, months=_months, part="p50"))
    figure(
        f"forecast_{_months}_low",
        f"Forecast {_ahead}, low",
        Unit.CHILDREN,
        "One in ten simulated futures lies below it: the foot of the 80% range",
        by_category=True,
    )(partial(_forecast, months=_months, part="p10"))
    figure(
        f"forecast_{_months}_high",
        f"Forecast {_ahead}, high",
        Unit.CHILDREN,
        "One in ten simulated futures lies above it: the head of the 80% range",
        by_category=True,
    )(partial(_forecast, months=_months, part="p90"))
    figure(
        f"forecast_{_months}_on", f"Day of the forecast {_ahead}", Unit.DATE, "The month end forecast for"
    )(partial(_forecast_month, months=_months))


def _year_ago(facts: Facts) -> date:
    return facts.on - timedelta(days=365)


def _in_care(facts: Facts, on: date) -> Reading:
    count = children_on(facts.actor, on).total()
    if not count:
        raise FigureMissing(f"The care history has no child on {formats.day(on)}.")
    return Reading(count, "Care history: all kinds of care", on)
