"""Supply as it is and as it was kept, need that was not met, and charts as files."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import SettingKey
from authorities.selectors.outlines import map_areas
from authorities.selectors.settings import setting_value
from contracts.selectors.ledger import year_to
from core import formats
from core.actor import Actor
from core.charts import Chart
from core.exports import csv_bytes
from core.http import ActorRequest
from core.views import open_to
from providers.choices import Need
from sufficiency.choices import PLAN_READERS, Counted, Reach
from sufficiency.evidence_tables import decline_rows, evidence_words, not_fit_rows
from sufficiency.exporters import ledger_csv
from sufficiency.forms import GapForm, SupplyForm
from sufficiency.plan_charts import flows_chart, host_figures, hosts_chart, mix_chart, supply_chart
from sufficiency.plan_tables import LEDGER_SHOWN, beds_words, gap_rows, host_rows, ledger_rows
from sufficiency.planning.unmet import beds_here
from sufficiency.selectors.evidence import search_evidence
from sufficiency.selectors.flows import flows_between
from sufficiency.selectors.forecasts import latest_run
from sufficiency.selectors.supply import PLACES, host_areas, supply_as_kept, supply_by_month, supply_in
from sufficiency.selectors.unmet import unmet_ledger
from sufficiency.tables import supply_rows

USUAL_BEDS = 2


@require_safe
@open_to(*PLAN_READERS)
def supply_page(request: ActorRequest) -> HttpResponse:
    """Places in the area or within reach, now or as kept on a day; who hosts our children."""
    now = timezone.now()
    form = SupplyForm(request.GET or None)
    cleaned = form.cleaned_data if form.is_valid() else {}
    reach, on = cleaned.get("reach") or Reach.AREA, cleaned.get("on")
    kept = supply_as_kept(request.actor, on, reach) if on else None
    supplies = (kept[1] if kept else []) if on else supply_in(request.actor, now, reach)
    history = [
        (category, supply_chart(supply_by_month(request.actor, category, reach), Counted(category).label))
        for category in PLACES
    ]
    today = timezone.localdate(now)
    hosts = host_areas(request.actor, today)
    areas = map_areas(host_figures(hosts, _level(request)), on=today, picked={request.actor.council_id})
    context = {
        "here": {"supply": True},
        "planner": True,
        "form": form,
        "lead": _supply_lead(on, kept[0] if kept else None, now),
        "table": supply_rows(supplies, where=Reach(reach).label) if supplies else None,
        "hosts": host_rows(hosts, [c.value for c in Counted]),
        "map": hosts_chart(areas) if any(area.told for area in areas) else None,
        "charts": [
            (chart, f"{Counted(category).label}, as kept at the end of each month", f"supply-{category}")
            for category, chart in history
            if chart
        ],
    }
    return render(request, "sufficiency/supply.html", context)


def _level(request: ActorRequest) -> int:
    return setting_value(request.actor.council_id, SettingKey.SUPPRESS_UNDER, on=timezone.localdate())


def _supply_lead(on: date | None, kept_on: date | None, now: datetime) -> str:
    if on is None:
        return f"Places on {formats.day(timezone.localdate(now))}, from the register and providers’ own word."
    if kept_on is None:
        return f"Supply was not kept yet on {formats.day(on)}."
    return f"Places as they were known on {formats.day(kept_on)}."


@require_safe
@open_to(*PLAN_READERS)
def unmet_need(request: ActorRequest) -> HttpResponse:
    """What was wanted, what was got, what it cost, and what more beds here would have changed."""
    ledger = unmet_ledger(request.actor, year_to(timezone.localdate()))
    asked = request.GET.get("kind", "")
    kind = Counted(asked) if asked in Counted.values else Counted.RESIDENTIAL
    needs = [(need, f"{Need(need).label} ({n:,})") for need, n in ledger.needs_of(kind).most_common()]
    form = GapForm(request.GET or None, needs=needs, initial={"kind": kind, "beds": USUAL_BEDS})
    cleaned = form.cleaned_data if form.is_valid() else {}
    need, beds = cleaned.get("need", ""), cleaned.get("beds") or USUAL_BEDS
    lines = ledger.of(kind, need)
    price = ledger.local_prices.get(kind)  # type: ignore[call-overload]
    found = beds_here([line.as_need() for line in lines], beds, ledger.window, price)
    evidence = search_evidence(request.actor, ledger.window, kind)
    assert ledger.window.end is not None
    context = {
        "here": {"unmet": True},
        "planner": True,
        "form": form,
        "lead": f"The {ledger.window.nights} nights to {formats.day(ledger.window.end - timedelta(days=1))}.",
        "finding": beds_words(found, kind.label, need)
        if lines
        else "No such need went unmet in these nights.",
        "summary": gap_rows(ledger),
        "table": ledger_rows(lines[:LEDGER_SHOWN]),
        "shown": f"The newest {LEDGER_SHOWN} of {len(lines):,}; the file has all."
        if len(lines) > LEDGER_SHOWN
        else "",
        "evidence": evidence_words(evidence),
        "declines": decline_rows(evidence),
        "not_fit": not_fit_rows(evidence),
        "without_request": sum(1 for line in lines if not line.has_request),
    }
    return render(request, "sufficiency/unmet.html", context)


@require_safe
@open_to(*PLAN_READERS)
def unmet_download(request: ActorRequest) -> HttpResponse:
    ledger = unmet_ledger(request.actor, year_to(timezone.localdate()))
    response = HttpResponse(ledger_csv(ledger.lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="unmet-need.csv"'
    return response


def _mix(actor: Actor, today: date) -> Chart | None:
    run = latest_run(actor)
    return mix_chart(run) if run else None


def _flows(actor: Actor, today: date) -> Chart | None:
    return flows_chart(flows_between(actor, year_to(today)))


def _supply(category: str) -> Callable[[Actor, date], Chart | None]:
    def draw(actor: Actor, today: date) -> Chart | None:
        return supply_chart(supply_by_month(actor, category, Reach.AREA), Counted(category).label)

    return draw


def _children(actor: Actor, today: date) -> Chart | None:
    level = setting_value(actor.council_id, SettingKey.SUPPRESS_UNDER, on=today)
    areas = map_areas(host_figures(host_areas(actor, today), level), on=today)
    return hosts_chart(areas) if any(area.told for area in areas) else None


CHARTS: dict[str, Callable[[Actor, date], Chart | None]] = {
    "mix": _mix,
    "flows": _flows,
    "children": _children,
    **{f"supply-{category}": _supply(category) for category in PLACES},
}


@require_safe
@open_to(*PLAN_READERS)
def chart_download(request: ActorRequest, chart: str) -> HttpResponse:
    """The figures of one chart of this room."""
    drawn = CHARTS[chart](request.actor, timezone.localdate()) if chart in CHARTS else None
    if drawn is None:
        raise Http404
    body = csv_bytes([column.text for column in drawn.table.columns], drawn.table.for_export())
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart}.csv"'
    return response
