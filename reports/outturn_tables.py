"""Tables and charts of the year's forecast, late entry and what is published."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from authorities.models import Budget
from core import formats
from core.charts import Chart, Step, waterfall
from core.tables import Heading, Rows, link, link_to
from reports.models import Outturn
from reports.outturn import NOUGHT, PARTS, BudgetLine, Item
from reports.outturn_causes import CAUSES, SHORT
from reports.selectors.grades import Grade, GradedMonth
from reports.selectors.late_entry import LatePlacement, TeamLateness

# Of the largest change.
TOO_SMALL_TO_DRAW = Decimal("0.01")


def budget_rows(lines: Sequence[BudgetLine], links: dict[str, str]) -> Rows:
    """Service lines with the parts of their forecast; ``links`` leads from a label to its rows."""
    words = ("Forecast", "Budget", "Over or under", "Of budget", *PARTS.values())
    columns = [Heading("Service line"), *(Heading(each, numeric=True) for each in words)]
    budget = sum((line.budget or NOUGHT for line in lines), NOUGHT)
    total = BudgetLine("Total", budget, {n: sum((ln.parts[n] for ln in lines), NOUGHT) for n in PARTS})
    return Rows(
        columns, [_budget_cells(line, links.get(line.label, "")) for line in lines], _budget_cells(total, "")
    )


def _budget_cells(line: BudgetLine, href: str) -> tuple[Any, ...]:
    label = link_to(href, line.label) if href else line.label
    return (
        label,
        formats.money(line.forecast),
        "None set" if line.budget is None else formats.money(line.budget),
        "" if line.over is None else formats.money(line.over),
        "" if line.over_share is None else formats.percent(line.over_share),
        *(formats.money(line.parts[name]) for name in PARTS),
    )


def item_rows(items: Iterable[Item]) -> Rows:
    return Rows(
        (
            Heading("Placement or contract"),
            Heading("A week", numeric=True),
            Heading("Nights expected", numeric=True),
            Heading("Forecast", numeric=True),
            *(Heading(words, numeric=True) for words in PARTS.values()),
        ),
        [
            (
                item.source or "Starts to come",
                formats.money(item.weekly),
                f"{item.nights:,.1f}",
                formats.money(item.total),
                *(formats.money(item.parts.get(name, NOUGHT)) for name in PARTS),
            )
            for item in sorted(items, key=lambda each: -each.total)
        ],
    )


def cause_rows(causes: dict[str, Decimal]) -> Rows:
    return Rows(
        (Heading("Why"), Heading("Change", numeric=True)),
        [(words, formats.money(causes[name])) for name, words in CAUSES.items() if causes[name]],
        ("In all", formats.money(sum(causes.values(), NOUGHT))),
    )


def cause_chart(before: Decimal, causes: dict[str, Decimal], words: str) -> Chart | None:
    """From one forecast to the next; causes too small to draw are one step, in the table each its own."""
    seen = max(map(abs, causes.values()), default=NOUGHT) * TOO_SMALL_TO_DRAW
    steps = [Step(words, before)]
    steps += [Step(SHORT[name], amount) for name, amount in causes.items() if amount and abs(amount) >= seen]
    if len(steps) < 2:
        return None
    small = sum((amount for amount in causes.values() if abs(amount) < seen), NOUGHT)
    if abs(small) >= 1:
        steps.append(Step("Smaller changes", small))
    elif small:
        steps[-1] = Step(steps[-1].label, steps[-1].change + small)
    return waterfall(title="Why the forecast moved", steps=steps, end_label="Now")


def grade_rows(totals: Sequence[tuple[Outturn, Decimal]], *, year_is_over: bool) -> Rows:
    """Each forecast of the year against the newest, which is what happened once the year is over."""
    newest = totals[-1][1]
    return Rows(
        (
            Heading("Made on"),
            Heading("Forecast", numeric=True),
            Heading("What happened" if year_is_over else "Newest forecast", numeric=True),
            Heading("Forecast less that", numeric=True),
            Heading("Out by", numeric=True),
        ),
        [
            (
                formats.day(made.made_on),
                formats.money(total),
                formats.money(newest),
                formats.money(total - newest),
                formats.percent(abs(total - newest) / newest) if newest else "",
            )
            for made, total in totals
        ],
    )


def month_grade_rows(months: Iterable[GradedMonth]) -> Rows:
    """Months that are over by the forecasts made before they began."""
    return Rows(
        (
            Heading("Month"),
            Heading("What happened", numeric=True),
            Heading("Forecast just before", numeric=True),
            Heading("Out by", numeric=True),
            Heading("First forecast of the year", numeric=True),
            Heading("Out by", numeric=True),
        ),
        [
            (
                formats.month(graded.month),
                formats.money(graded.happened),
                *_grade_cells(graded.last),
                *_grade_cells(graded.first),
            )
            for graded in months
        ],
    )


def _grade_cells(grade: Grade) -> tuple[str, str]:
    share = grade.error_share
    out_by = formats.money(grade.error) + ("" if share is None else f" ({formats.percent(share)})")
    return f"{formats.money(grade.forecast)}, made {formats.short_day(grade.made_on)}", out_by


def version_rows(budgets: Iterable[Budget]) -> Rows:
    return Rows(
        (
            Heading("Service line"),
            Heading("Version", numeric=True),
            Heading("Amount", numeric=True),
            Heading("Decision"),
            Heading("Recorded"),
        ),
        [
            (
                row.get_category_display(),
                row.version,
                formats.money(row.amount),
                row.decision_reference,
                formats.moment(row.recorded_at),
            )
            for row in budgets
        ],
    )


def team_rows(teams: Iterable[TeamLateness]) -> Rows:
    return Rows(
        (
            Heading("Team"),
            Heading("Placements recorded", numeric=True),
            Heading("Of them late", numeric=True),
            Heading("Days late, on average", numeric=True),
            Heading("Spend it hid", numeric=True),
        ),
        [
            (
                team.team,
                formats.count(team.placements),
                formats.count(team.late),
                "" if team.mean_days is None else f"{team.mean_days:.1f}",
                formats.money(team.hidden),
            )
            for team in teams
        ],
    )


def late_rows(late: Iterable[LatePlacement]) -> Rows:
    return Rows(
        (
            Heading("Placement"),
            Heading("Team"),
            Heading("First night"),
            Heading("Recorded"),
            Heading("Days late", numeric=True),
            Heading("Spend it hid", numeric=True),
        ),
        [
            (
                link("placement_money", row.reference, row.reference),
                row.team,
                formats.short_day(row.starts_on),
                formats.short_day(row.recorded_on),
                formats.count(row.days),
                formats.money(row.hidden),
            )
            for row in late
        ],
    )
