"""How indicators and their results are said on a page."""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html

from contracts.models import Kpi, KpiResult
from contracts.tool_choices import Measure
from core.tables import status_tag

UNITS: dict[str, str] = {Measure.ANSWER_HOURS: " hours", Measure.ENTERED: ""}


def amount(kpi: Kpi, value: Decimal) -> str:
    """``92.5%`` or ``18 hours``."""
    return f"{value.normalize():f}{UNITS.get(kpi.measure, '%')}"


def target_in_words(kpi: Kpi) -> str:
    return f"{kpi.get_comparator_display()} {amount(kpi, kpi.target)}"


def result_cell(kpi: Kpi, result: KpiResult | None) -> Any:
    if result is None:
        return "Not measured"
    if result.value is None:
        return "Nothing to measure"
    return found_cell(kpi, result.value, result.counted, result.out_of, is_met=bool(result.is_met))


def found_cell(kpi: Kpi, value: Decimal, counted: int | None, out_of: int | None, *, is_met: bool) -> Any:
    of = f", {counted} of {out_of}" if out_of else ""
    mark = status_tag("Met" if is_met else "Missed", "good" if is_met else "bad")
    return format_html("{}{} {}", amount(kpi, value), of, mark)
