"""Homes found: the list, the areas they lie in, and up to four of them side by side."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.selectors.finding import AreaCount
from core import formats
from core.components import render_component
from core.tables import Column, ComparisonRow, Heading, NumberColumn, link_to, two_lines
from providers.choices import Accepts, Need, Outcome
from providers.freshness import freshness_of
from providers.tables import NOT_KNOWN, HomeTable, free_tag, home_link

COMPARED = 4
AREA_COLUMNS = (Heading("Area"), Heading("Homes", True), Heading("Beds reported free", True))


class FoundHomeTable(HomeTable):
    """``HomeTable`` with the tool that reaches each home and a box to compare it; needs ``homes_to_find``."""

    caption = "Homes found"
    folded = (*HomeTable.folded, "tier")

    tool = Column(verbose_name="Reached by", empty_values=())
    tier = NumberColumn(verbose_name="Tier")
    compare = Column(verbose_name="Compare", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        sequence = ("...", "tool", "tier", "distance_miles", "is_by_area", "compare")

    def render_tool(self, value: str | None, record: Any) -> Any:
        return two_lines(value, f"Tier {record.tier}") if value else "No tool"

    def value_tool(self, value: str | None) -> str:
        return value or ""

    def render_compare(self, record: Any) -> SafeString:
        ticked = record.urn in self.request.GET.getlist("home") if self.request else False
        return render_component(
            "row_tick",
            name="home",
            value=record.urn,
            label=f"Compare {record.name}",
            form="compare",
            checked=ticked,
        )


def area_rows(areas: Sequence[AreaCount], search: QueryDict) -> list[tuple[Any, str, str]]:
    """Each area with a link that narrows the search to it."""
    return [(_area_link(area, search), formats.count(area.homes), formats.count(area.free)) for area in areas]


def _area_link(area: AreaCount, search: QueryDict) -> SafeString | str:
    if not area.code:
        return area.name
    narrowed = search.copy()
    for gone in ("show", "adjoining", "page", "home"):
        narrowed.pop(gone, None)
    narrowed["area"] = area.code
    address = f"{reverse('home_list')}?{narrowed.urlencode()}"
    return link_to(address, area.name)


def comparison_rows(homes: Sequence[Any], *, measured: bool) -> list[ComparisonRow]:
    """What one weighs, a line each; ``measured`` when the homes have a distance."""
    rows = [
        ComparisonRow("Provider", [home.provider.name for home in homes]),
        ComparisonRow("Type", [home.get_registration_type_display() for home in homes]),
        ComparisonRow("Area", [home.authority.name if home.authority else "Withheld" for home in homes]),
    ]
    if measured:
        rows.append(
            ComparisonRow("Miles", [_miles(home) for home in homes], numeric=True, best=_nearest(homes))
        )
    return [
        *rows,
        ComparisonRow("Grade", [_grade(home) for home in homes]),
        ComparisonRow("Ages", [f"{home.age_from} to {home.age_to}" for home in homes]),
        ComparisonRow("Takes", [Accepts(home.accepts).label for home in homes]),
        ComparisonRow("Needs met", [_needs(home) for home in homes]),
        ComparisonRow(
            "Places", [NOT_KNOWN if h.places is None else str(h.places) for h in homes], numeric=True
        ),
        ComparisonRow("Vacancy", [_vacancy(home) for home in homes]),
        ComparisonRow("Reached by", [f"{h.tool}, tier {h.tier}" if h.tool else "No tool" for h in homes]),
        ComparisonRow("Suspended", [_suspended(home) for home in homes]),
        ComparisonRow("Registered today", ["Yes" if home.is_active else "No" for home in homes]),
    ]


def compared_columns(homes: Sequence[Any]) -> list[SafeString]:
    return [home_link(home) for home in homes]


def _suspended(home: Any) -> str:
    if home.is_suspended:
        return "Yes"
    return f"Not for us; by {home.suspended_by}" if home.suspended_by else "No"


def _miles(home: Any) -> str:
    if home.distance_miles is None:
        return NOT_KNOWN
    return f"About {home.distance_miles:.0f}, by area" if home.is_by_area else f"{home.distance_miles:.1f}"


def _nearest(homes: Sequence[Any]) -> int | None:
    known = [(home.distance_miles, at) for at, home in enumerate(homes) if home.distance_miles is not None]
    return min(known)[1] if len(known) > 1 else None


def _grade(home: Any) -> str:
    grade = Outcome(home.outcome).label
    return f"{grade}, {formats.short_day(home.inspected_on)}" if home.inspected_on else grade


def _needs(home: Any) -> SafeString | str:
    if not home.needs:
        return "None stated"
    return ", ".join(Need(need).label for need in home.needs)


def _vacancy(home: Any) -> SafeString | str:
    fresh = freshness_of(home.reported_at, at=home.asked_at, fresh_days=home.fresh_days)
    if home.vacancy is None:
        return fresh.value
    told = free_tag(home.vacancy["beds_free"], home.vacancy["is_admitting"])
    return two_lines(told, f"{fresh.value}, {formats.short_day(home.reported_at)}")
