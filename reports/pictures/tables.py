"""Tables a paper takes in by one line, from the same records as its figures."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Q

from authorities.choices import ServiceCategory
from authorities.models import Budget
from contracts.choices import MembershipState
from contracts.selectors.blocks import blocks_visible_to
from contracts.selectors.tools import memberships_in_force, tools_to_use
from core import formats
from core.periods import financial_year_of
from core.tables import Heading
from reports.figures import Facts
from reports.figures.figure import FigureMissing
from reports.pictures.picture import Table
from reports.timetable import Timetable
from sufficiency.calculations import rounded

YEARS_AHEAD = 4


def budget_by_year(facts: Facts) -> Table:
    """By financial year: the budget, what the paper's subject takes of it, and what remains.

    A year without a budget of its own is shown at the last one set, and says so.
    """
    first = financial_year_of(facts.on)
    rows = Budget.objects.filter(authority_id=facts.actor.council_id, category=facts.category)
    budgets = {row.starts_on: row.amount for row in rows.order_by("version")}
    known = budgets.get(first.start)
    if known is None:
        raise FigureMissing(f"No budget is recorded for the year from {formats.day(first.start)}.")
    # Each is rounded before one is taken from the other, so that the row adds up as it prints.
    taken = rounded(_taken_a_year(facts), 0)
    lines = []
    for n in range(YEARS_AHEAD):
        start = first.start.replace(year=first.start.year + n)
        own = budgets.get(start)
        known = rounded(own if own is not None else known, 0)
        said = "" if own is not None else " (as the year before)"
        lines.append(
            [
                f"{start.year} to {start.year + 1}",
                f"{formats.pounds(known)}{said}",
                formats.pounds(taken),
                formats.pounds(known - taken),
            ]
        )
    kind = ServiceCategory(facts.category).label
    return Table(
        f"{kind}: budget, what this takes of it, and what remains",
        [
            Heading("Financial year"),
            Heading("Budget", numeric=True),
            Heading("This proposal", numeric=True),
            Heading("Remaining", numeric=True),
        ],
        lines,
    )


def _taken_a_year(facts: Facts) -> Decimal:
    """Pounds a year: all beds of the block, or what placements through the tool cost now."""
    if facts.paper.block_contract_id:
        return Decimal(facts.value("annual_value"))
    return Decimal(facts.value("tool_yearly")) if facts.paper.tool_id else Decimal(0)


def members(facts: Facts) -> Table:
    """Providers and homes on each lot of the paper's tool."""
    found = memberships_in_force(facts.actor, on=facts.on).filter(
        tool=facts.tool, state=MembershipState.ACTIVE
    )
    by_lot: dict[str, tuple[set[int], set[int]]] = {
        str(lot): (set(), set()) for lot in facts.tool.lots.order_by("number")
    }
    for member in found:
        providers, homes = by_lot[str(member.lot)]
        providers.add(member.provider_id)
        homes.update(home.setting_id for home in member.covered.all())
    if not by_lot:
        raise FigureMissing("The arrangement has no lots.")
    return Table(
        "Providers and homes on each lot",
        [Heading("Lot"), Heading("Providers", numeric=True), Heading("Homes", numeric=True)],
        [[lot, f"{len(providers):,}", f"{len(homes):,}"] for lot, (providers, homes) in by_lot.items()],
    )


def arrangements(facts: Facts) -> Table:
    """Contracts and tools of this kind of care that the council leads or may use: whose, which model, since
    when."""
    kind = facts.category
    tools = tools_to_use(facts.actor, on=facts.on).filter(
        Q(access__category=kind, access__authority=facts.actor.council_id)
    )
    lines: list[list[Any]] = [
        [tool.lead_authority.name, tool.name, tool.get_tool_type_display(), tool.starts_on]
        for tool in tools.select_related("lead_authority").distinct()
    ]
    lines += [
        [block.lead_authority.name, block.name, "Block contract", block.starts_on]
        for block in blocks_visible_to(facts.actor).filter(category=kind).select_related("lead_authority")
    ]
    if not lines:
        raise FigureMissing("No arrangement for this kind of care is recorded.")
    lines.sort(key=lambda line: (str(line[0]), str(line[1])))
    return Table(
        f"Arrangements we lead or may use: {ServiceCategory(kind).label.lower()}",
        [Heading("Council"), Heading("Arrangement"), Heading("Model"), Heading("Start")],
        [[*map(str, line[:3]), formats.short_day(line[3])] for line in lines],
    )


def timetable(facts: Facts) -> Table:
    """The decision's own days."""
    days: Timetable = facts.timetable
    is_private = bool(facts.paper.exempt_paragraph)
    rows = days.milestones(is_key=facts.paper.is_key, is_private=is_private)
    return Table(
        "Timetable of the decision",
        [Heading("What"), Heading("When")],
        [[row.label, formats.day(row.on)] for row in rows],
    )


TABLES: dict[str, tuple[str, Callable[[Facts], Table] | None]] = {
    # Made of the paper's own options, whose words may cite figures (``reports.printing``).
    "options": ("Options weighed: cost, risk, who pays for empty beds, why not", None),
    "budget_by_year": ("Budget, proposal and remainder by year", budget_by_year),
    "members": ("Providers and homes on the arrangement", members),
    "arrangements": ("Arrangements we lead or may use", arrangements),
    "timetable": ("Timetable of the decision", timetable),
}
