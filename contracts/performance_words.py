"""How indicators and their results are said on a page."""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html

from contracts.models import Kpi, KpiResult, SharedResult
from contracts.tool_choices import Measure
from core.tables import status_tag

UNITS: dict[str, str] = {Measure.ANSWER_HOURS: " hours", Measure.ENTERED: ""}


def amount(kpi: Kpi, value: Decimal) -> str:
    """``92.5%`` or ``18 hours``."""
    return f"{value.normalize():f}{UNITS.get(kpi.measure, '%')}"


def target_in_words(kpi: Kpi) -> str:
    return f"{kpi.get_comparator_display()} {amount(kpi, kpi.target)}"


def result_cell(kpi: Kpi, result: KpiResult | SharedResult | None) -> Any:
    if result is None:
        return "Not measured"
    if isinstance(result, SharedResult) and not result.is_told:
        return "Too few children to tell"
    if result.is_met is None:
        return "Nothing to measure"
    if result.value is None:
        return format_html("Too few children to give the figure {}", _mark(is_met=result.is_met))
    return found_cell(kpi, result.value, result.counted, result.out_of, is_met=result.is_met)


def found_cell(kpi: Kpi, value: Decimal, counted: int | None, out_of: int | None, *, is_met: bool) -> Any:
    of = f", {counted} of {out_of}" if out_of else ""
    return format_html("{}{} {}", amount(kpi, value), of, _mark(is_met=is_met))


def _mark(*, is_met: bool) -> Any:
    return status_tag("Met" if is_met else "Missed", "good" if is_met else "bad")
