"""Market figures: one kind of care by authority and year."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from core import formats
from core.http import ActorRequest
from core.views import open_to
from placements.selectors.area_counts import counting_days
from sufficiency.choices import PLAN_READERS
from sufficiency.market_kinds import MARKET_KINDS, kind_called
from sufficiency.market_tables import (
    area_table,
    crossing_table,
    market_csv,
    places_map,
    places_title,
    unknowns,
    year_table,
    years_chart,
)
from sufficiency.selectors.market import REPORT_DAYS, market_on, own_area_by_year, places_by_area


@require_safe
@open_to(*PLAN_READERS)
def market(request: ActorRequest) -> HttpResponse:
    """One day's market by authority, and the council's own area through the years."""
    actor, days = request.actor, counting_days(timezone.localdate())
    day, kind = _day(request.GET.get("on", ""), days), kind_called(request.GET.get("kind", ""))
    areas, years = market_on(actor, on=day, kind=kind), own_area_by_year(actor, days, kind=kind)
    context = {
        "here": {"market": True},
        "planner": True,
        "day": day,
        "days": [(each, formats.day(each), each == day) for each in days],
        "kind": kind,
        "kinds": [(each.code, each.label, each == kind) for each in MARKET_KINDS],
        "crossings": crossing_table(areas),
        "crossings_caption": f"Children placed in and out on {formats.day(day)}: "
        f"{kind.category.label.lower()}",
        "areas": area_table(areas, kind),
        "areas_caption": f"By authority on {formats.day(day)}",
        "years": year_table(years, kind),
        "years_chart": years_chart(years),
        "map": places_map(places_by_area(on=day, kind=kind), kind, own=actor.council_id, on=day),
        "map_title": places_title(kind),
        "map_note": f"Registered places on {formats.day(day)}; our own area is outlined",
        "notes": unknowns(areas, kind, report_days=REPORT_DAYS),
    }
    return render(request, "sufficiency/market.html", context)


@require_safe
@open_to(*PLAN_READERS)
def market_download(request: ActorRequest) -> HttpResponse:
    """Every authority of the page on every day of it."""
    today = timezone.localdate()
    kind = kind_called(request.GET.get("kind", ""))
    content = market_csv([(day, market_on(request.actor, on=day, kind=kind)) for day in counting_days(today)])
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="market-{kind.code}-{today:%Y-%m-%d}.csv"'},
    )


def _day(asked: str, days: list[date]) -> date:
    """The day asked for where it is one of the page's, else the last."""
    try:
        found = parse_date(asked)
    except ValueError:
        found = None
    return found if found in days else days[-1]
