"""One home: what the register knows of it, how it can be bought, and the council's own children there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from contracts.selectors.reach import covers_of_home
from contracts.tables import cover_rows
from core.http import ActorRequest
from core.views import open_to
from placements.selectors.placements import PLACEMENT_READERS, placements_in
from providers.choices import Need
from providers.freshness import freshness_of
from providers.policies import SUSPENSION_READERS
from providers.selectors.directory import access_home, suspensions_of
from providers.selectors.history import history_of
from providers.selectors.stops import notices_of
from providers.tables import INSPECTION_COLUMNS, REPORT_COLUMNS, inspection_rows, report_rows
from providers.timelines import own_of, timeline_of


@open_to(*Role.values)
@require_safe
def home_detail(request: ActorRequest, urn: str) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    actor = request.actor
    home = access_home(actor, urn, at=now)
    history = history_of(home)
    context = {
        "home": home,
        "history": history,
        "freshness": freshness_of(home.reported_at, at=now, fresh_days=home.fresh_days),
        "newest_report": history.reports[0] if history.reports else None,
        "needs": [Need(need).label for need in home.needs],
        "inspection_columns": INSPECTION_COLUMNS,
        "report_columns": REPORT_COLUMNS,
        "inspections": inspection_rows(own_of(history.inspections, home.pk)),
        "timeline": timeline_of(history),
        "usable": next((p.operational for p in history.capacities if p.setting_id == home.pk), None),
        "other_numbers": [each for each in history.chain if each.pk != home.pk],
        "reports": report_rows(history.reports),
        "suspensions": list(suspensions_of(home, actor, on=today)),
        "notices": list(notices_of(home, on=today)),
        "may_read_reasons": actor.has_role(*SUSPENSION_READERS),
        "covers": cover_rows(covers_of_home(actor, home, on=today)),
        "reads_children": actor.clearance >= 1,
        "own_children": list(placements_in(home, actor)) if actor.clearance >= 1 else [],
        "may_open_placement": actor.has_role(*PLACEMENT_READERS),
    }
    return render(request, "placements/home_detail.html", context)
