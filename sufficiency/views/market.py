"""Market figures: residential care by authority and year."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from core import formats
from core.http import ActorRequest
from core.views import open_to
from sufficiency.choices import PLAN_READERS
from sufficiency.market_tables import area_table, market_csv, places_map, unknowns, year_table, years_chart
from sufficiency.selectors.market import REPORT_DAYS, market_days, market_on, own_area_by_year, places_by_area


@require_safe
@open_to(*PLAN_READERS)
def market(request: ActorRequest) -> HttpResponse:
    """One day's market by authority, and the council's own area through the years."""
    actor, days = request.actor, market_days(timezone.localdate())
    day = _day(request.GET.get("on", ""), days)
    areas, years = market_on(actor, on=day), own_area_by_year(actor, days)
    context = {
        "here": {"market": True},
        "planner": True,
        "day": day,
        "days": [(each, formats.day(each), each == day) for each in days],
        "areas": area_table(areas),
        "areas_caption": f"By authority on {formats.day(day)}",
        "years": year_table(years),
        "years_chart": years_chart(years),
        "map": places_map(places_by_area(on=day), own=actor.council_id, on=day),
        "map_note": f"Registered places on {formats.day(day)}; our own area is outlined",
        "notes": unknowns(areas, report_days=REPORT_DAYS),
    }
    return render(request, "sufficiency/market.html", context)


@require_safe
@open_to(*PLAN_READERS)
def market_download(request: ActorRequest) -> HttpResponse:
    """Every authority of the page on every day of it."""
    today = timezone.localdate()
    content = market_csv([(day, market_on(request.actor, on=day)) for day in market_days(today)])
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="market-{today:%Y-%m-%d}.csv"'},
    )


def _day(asked: str, days: list[date]) -> date:
    """The day asked for where it is one of the page's, else the last."""
    try:
        found = parse_date(asked)
    except ValueError:
        found = None
    return found if found in days else days[-1]
