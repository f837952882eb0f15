"""The forecast's school report as tables: by group, by months ahead, and month by month since."""

from decimal import ROUND_HALF_UP, Decimal

from core import formats
from core.tables import Heading, Rows
from sufficiency.choices import Counted
from sufficiency.forecast import CATEGORIES
from sufficiency.forecast.grading import FLOWS, LAST_VALUE, USED
from sufficiency.forecast.published import PUBLISHED
from sufficiency.models import ForecastRun
from sufficiency.selectors.outturn import MonthSince, Outturn

METHODS = (USED, FLOWS, PUBLISHED, LAST_VALUE, "straight line", "council paper")
GRADED = (
    ("total", "All children"),
    *((str(c), Counted(c).label) for c in CATEGORIES),
    ("cells", "Kind and age"),
)
CHECKED_MONTHS = (6, 12, 24, 36)


def grade_rows(run: ForecastRun) -> Rows:
    """Each method's error over the council's own past, and how often the 80% band held the outcome."""
    return _graded(run, "Children", [(label, group, 0) for group, label in GRADED])


def horizon_rows(run: ForecastRun) -> Rows:
    """The same for all children, by months ahead."""
    return _graded(
        run, "All children", [(f"{months} months ahead", "total", months) for months in CHECKED_MONTHS]
    )


def _graded(run: ForecastRun, heading: str, lines: list[tuple[str, str, int]]) -> Rows:
    scores = {(s["group"], s["method"], s["horizon"]): s for s in run.grade["scores"]}
    told = {method for _, method, _ in scores}
    methods = [method for method in METHODS if method in told]
    used = USED if run.method == FLOWS and USED in told else run.method
    columns = [
        Heading(heading),
        *(Heading(f"Error: {method}", numeric=True) for method in methods),
        Heading("Bias", numeric=True),
        Heading("80% band held", numeric=True),
    ]
    return Rows(
        columns,
        [
            [
                label,
                *(_percent(scores.get((group, method, months), {}).get("error")) for method in methods),
                _signed(scores.get((group, used, months), {}).get("bias")),
                _percent(scores.get((group, used, months), {}).get("coverage")),
            ]
            for label, group, months in lines
            if any((group, method, months) in scores for method in methods)
        ],
    )


def outturn_rows(outturn: Outturn) -> Rows:
    """Forecast, what came, and who entered and left against what was expected."""
    return Rows(
        [
            Heading("End of"),
            Heading("Forecast (80% range)", numeric=True),
            Heading("Came", numeric=True),
            Heading("More or fewer", numeric=True),
            Heading("Entered (expected)", numeric=True),
            Heading("Left (expected)", numeric=True),
        ],
        [
            [
                formats.month(month.month),
                f"{month.forecast:,} ({month.low:,} to {month.high:,})",
                f"{month.came:,}",
                _more(month.more),
                _against(month.flows.entered, month.flows.entered_expected) if month.flows else "Not known",
                _against(month.flows.left, month.flows.left_expected) if month.flows else "Not known",
            ]
            for month in outturn.months
        ],
    )


def why(outturn: Outturn) -> str:
    """The difference at the last month, and what made it."""
    last, told = outturn.months[-1], [month for month in outturn.months if month.flows]
    held = f"{outturn.inside} of {len(outturn.months)} months came within the 80% range."
    if last.more == 0:
        return f"As many children are in care as forecast on {formats.day(outturn.run.as_at)}. {held}"
    apart = f"{_many(last.more)} in care than forecast on {formats.day(outturn.run.as_at)}"
    if not told:
        return f"{apart}. {held}"
    entered, left = _many(_gap(told, "entered")), _some(_gap(told, "left"))
    return f"{apart}: {entered} entered and {left} left than expected. {held}"


def _gap(months: list[MonthSince], what: str) -> int:
    total = sum(getattr(m.flows, what) - getattr(m.flows, f"{what}_expected") for m in months)
    return int(Decimal(str(total)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _many(number: int) -> str:
    """Three more children, or fewer."""
    children = "child" if abs(number) == 1 else "children"
    return f"{abs(number):,} {'fewer' if number < 0 else 'more'} {children}"


def _some(number: int) -> str:
    return f"{abs(number):,} {'fewer' if number < 0 else 'more'}"


def _more(number: int) -> str:
    return "0" if number == 0 else f"{'+' if number > 0 else '−'}{abs(number):,}"


def _against(came: float, expected: float) -> str:
    return f"{came:,.0f} ({expected:,.1f})"


def _percent(fraction: float | None) -> str:
    return "" if fraction is None else f"{Decimal(str(fraction)) * 100:.1f}%"


def _signed(fraction: float | None) -> str:
    if fraction is None:
        return ""
    return f"{'−' if fraction < 0 else '+'}{_percent(abs(fraction))}"
