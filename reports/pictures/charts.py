"""Charts a paper takes in by one line, drawn from the same records as its figures.

Papers are public: counts of children from 1 up to the council's level are left out or counted together, and
how full a block of so few beds is stays untold. Each raises ``FigureMissing`` where the records do not
hold it.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum

from authorities.choices import ServiceCategory, SettingKey
from authorities.selectors.outlines import map_areas
from contracts.choices import BedNightState, Route
from contracts.selectors.blocks import nights_by_month
from contracts.selectors.ledger import charges_visible_to
from core import formats
from core.charts import (
    NUMBER,
    POUNDS,
    Level,
    Line,
    Series,
    Step,
    grouped_bars,
    line_chart,
    stacked_bars,
    waterfall,
)
from core.periods import Period, financial_year_of, month_of
from placements.choices import PlacementState
from placements.models import Placement
from reports.figures import Facts
from reports.figures.block import guard_small
from reports.figures.figure import FigureMissing
from reports.pictures.picture import Picture, pictured
from reports.selectors.outturns import budgets_of
from sufficiency.calculations import rounded
from sufficiency.charts import fan_chart, fan_rows
from sufficiency.choices import Counted
from sufficiency.plan_charts import host_figures, hosts_chart
from sufficiency.selectors.forecasts import outlook, without_small
from sufficiency.selectors.spells import children_on, counted_as
from sufficiency.selectors.supply import host_areas

MOST_MONTHS = 24
YEARS_SHOWN = 5
AHEAD = 36
BEDS_SHOWN = 8
OTHER_ROUTES = "Other routes"


def level_of(facts: Facts) -> int:
    """Counts of children below it are not told."""
    return int(facts.settings[SettingKey.SUPPRESS_UNDER])


def growth(facts: Facts) -> Picture:
    """Children in care on the same day of each of the last years."""
    days = [facts.on - timedelta(days=round(365.25 * n)) for n in range(YEARS_SHOWN, -1, -1)]
    counted = [(on, children_on(facts.actor, on).total()) for on in days]
    shown = [(on, count) for on, count in counted if count >= max(1, level_of(facts))]
    if len(shown) < 2:
        raise FigureMissing("The care history does not reach back a year.")
    drawn = grouped_bars(
        title="Children looked after",
        categories=[formats.short_day(on) for on, _ in shown],
        series=[Series("Children", [count for _, count in shown])],
        heading="Day",
    )
    return pictured(drawn, "Children looked after", f"Each child once, to {formats.day(facts.on)}")


def forecast_with_band(facts: Facts) -> Picture:
    """Children in the paper's kind of care: recorded, and as simulated with their ranges."""
    kind = counted_as(facts.category)
    title = f"Children in care: {Counted(kind).label.lower()}"
    note = (
        f"Month ends, recorded and forecast. Forecast {facts.run.reference} as at"
        f" {formats.day(facts.run.as_at)}"
    )
    shown = without_small(outlook(facts.run, kind), level_of(facts))
    if not shown.ahead:
        raise FigureMissing("The forecast does not tell of this kind of care.")
    columns, rows = fan_rows(shown)
    return Picture(fan_chart(shown, title), title, note, columns, rows)


def capacity_against_need(facts: Facts) -> Picture:
    """Usable places in the area against the council's own children in such care, now and expected."""
    lines = []
    for kind, supply in facts.supplies.items():
        point = outlook(facts.run, kind).in_months(AHEAD)
        if supply.operational and supply.own >= level_of(facts) and point:
            lines.append((Counted(kind).label, supply.operational, supply.own, point["p50"]))
    if not lines:
        raise FigureMissing("No place in the area and no forecast to set against it is recorded.")
    title = "Places in our area against children who need them"
    drawn = grouped_bars(
        title=title,
        categories=[name for name, *_ in lines],
        series=[
            Series("Usable places", [line[1] for line in lines]),
            Series("Our children placed", [line[2] for line in lines]),
            Series(f"Expected in {AHEAD} months", [line[3] for line in lines]),
        ],
        heading="Kind of care",
    )
    return pictured(drawn, title, "Places are used by other councils’ children too")


def in_and_out_of_area(facts: Facts) -> Picture:
    """The council's children by whether they are placed in its own area."""
    level = level_of(facts)
    lines = [
        (Counted(kind).label, supply.own_in_area, supply.own_elsewhere)
        for kind, supply in facts.supplies.items()
        if all(count == 0 or count >= level for count in (supply.own_in_area, supply.own_elsewhere))
        and supply.own
    ]
    if not lines:
        raise FigureMissing("No placement is recorded, or so few that a chart would tell of one child.")
    title = "Our children placed in and out of our area"
    drawn = stacked_bars(
        title=title,
        categories=[name for name, *_ in lines],
        series=[
            Series("In our area", [line[1] for line in lines]),
            Series("Elsewhere", [line[2] for line in lines]),
        ],
        heading="Kind of care",
    )
    return pictured(drawn, title, f"Children placed on {formats.day(facts.on)}")


def block_against_spot(facts: Facts) -> Picture:
    """A week of the block, and of the same children bought singly, by beds in use around break-even."""
    contract, spot = facts.contract, Decimal(facts.value("spot_weekly"))
    most = contract.beds_agreed
    guaranteed = contract.guaranteed_share

    def block(used: int) -> Decimal:
        return contract.weekly_rate * (guaranteed * most + (1 - guaranteed) * used)

    beds = list(range(max(0, most - BEDS_SHOWN + 1), most + 1))
    title = "A week of the block against the same children bought singly"
    drawn = grouped_bars(
        title=title,
        categories=[f"{used} in use" for used in beds],
        series=[
            Series("Block", [rounded(block(used), 0) for used in beds]),
            Series("Spot", [rounded(spot * used, 0) for used in beds]),
        ],
        unit=POUNDS,
        heading="Beds in use",
    )
    even = facts.figure("break_even_beds").shown
    prices = f"{most} beds at {formats.money(contract.weekly_rate)}; spot {formats.money(spot)}"
    note = f"{prices}; even at {even} beds"
    return pictured(drawn, title, note)


def block_use(facts: Facts) -> Picture:
    """Average beds in use in each whole month of the block."""
    contract = facts.contract
    guard_small(facts)
    end = month_of(facts.on).start
    nights = nights_by_month(contract, Period(contract.starts_on, max(end, contract.starts_on)))
    months = sorted(nights)[-MOST_MONTHS:]
    if len(months) < 2:
        raise FigureMissing("The block has not run for two whole months yet.")
    used = [Decimal(nights[m].get(BedNightState.OCCUPIED, 0)) / month_of(m).nights for m in months]
    open_beds = [Decimal(sum(nights[m].values())) / month_of(m).nights for m in months]
    title = "Beds of the block in use"
    drawn = line_chart(
        title=title,
        months=months,
        lines=[
            Line("Beds open", [rounded(beds) for beds in open_beds]),
            Line("In use", [rounded(beds) for beds in used]),
        ],
        levels=[Level(contract.beds_agreed, f"{contract.beds_agreed} agreed")],
    )
    return pictured(
        drawn, title, f"Average of each month's nights, to {formats.day(end - timedelta(days=1))}"
    )


def spend_against_budget(facts: Facts) -> Picture:
    """This financial year: the budget of each service line and what is charged to it so far."""
    year = financial_year_of(facts.on)
    budgets = budgets_of(facts.actor, year.start)
    spent = dict(
        charges_visible_to(facts.actor)
        .filter(night__gte=year.start, night__lt=facts.on)
        .values_list("category")
        .annotate(total=Sum("amount"))
    )
    lines = [category for category in ServiceCategory if category in budgets]
    if not lines:
        raise FigureMissing(f"No budget is recorded for the year from {formats.day(year.start)}.")
    title = "Spend this year against budget"
    drawn = grouped_bars(
        title=title,
        categories=[category.label for category in lines],
        series=[
            Series("Budget for the year", [budgets[category] for category in lines]),
            Series("Charged so far", [spent.get(category, Decimal(0)) for category in lines]),
        ],
        unit=POUNDS,
        heading="Service line",
    )
    return pictured(drawn, title, f"Year from {formats.day(year.start)}; charges to {formats.day(facts.on)}")


def route_waterfall(facts: Facts) -> Picture:
    """Of the children now placed in this kind of care, how many each route found a home for, inward first."""
    held = (
        Placement.objects.filter(
            authority_id=facts.actor.council_id, category=facts.category, starts_on__lte=facts.on
        )
        .exclude(state=PlacementState.PLANNED)
        .exclude(ends_on__lte=facts.on)
    )
    found = Counter(held.values_list("agreement__route", flat=True))
    told = {route: found[route] for route in Route if found[route] >= max(1, level_of(facts))}
    rest = found.total() - sum(told.values())
    if rest and rest < level_of(facts) and told:  # too few to be told by themselves: with the smallest other
        rest += told.pop(min(told, key=lambda route: told[route]))
    if found.total() < level_of(facts) or not told:
        raise FigureMissing("So few children are placed that a chart would tell of one of them.")
    title = "Children placed, by the route that found the home"
    steps = [Step(Route(route).label, count) for route, count in told.items()]
    steps += [Step(OTHER_ROUTES, rest)] if rest else []
    if len(steps) < 2:
        raise FigureMissing("Every child was placed by one route, so there is nothing to compare.")
    drawn = waterfall(title=title, steps=steps, end_label="All", unit=NUMBER)
    kind = ServiceCategory(facts.category).label
    return pictured(drawn, title, f"{kind} on {formats.day(facts.on)}, from inward to outward")


def area_map(facts: Facts) -> Picture:
    """Where the council's children live."""
    areas = map_areas(
        host_figures(host_areas(facts.actor, facts.on), level_of(facts)),
        on=facts.on,
        picked={facts.actor.council_id},
    )
    if not any(area.told for area in areas):
        raise FigureMissing("Too few children are placed in any area to be shown.")
    return pictured(
        hosts_chart(areas), "Where our children live", f"Children placed on {formats.day(facts.on)}"
    )


CHARTS: dict[str, tuple[str, Callable[[Facts], Picture]]] = {
    "growth": ("Children looked after, by year", growth),
    "forecast_with_band": ("Forecast of the paper's kind of care, with its ranges", forecast_with_band),
    "capacity_against_need": ("Places in the area against children", capacity_against_need),
    "in_and_out_of_area": ("Children placed in and out of the area", in_and_out_of_area),
    "block_against_spot": ("Block against spot, by beds in use", block_against_spot),
    "block_use": ("Beds of the block in use, by month", block_use),
    "spend_against_budget": ("Spend against budget", spend_against_budget),
    "route_waterfall": ("Routes that found the homes", route_waterfall),
    "map": ("Map of where children live", area_map),
}
