"""Children in care, beds against need, and the forecast."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.selectors.ledger import year_to
from core import formats
from core.charts import Level
from core.forms import reporting_to
from core.http import ActorRequest
from core.jobs.pages import access_job, progress_page
from core.tables import Rows
from core.views import open_to
from sufficiency.charts import children_chart, fan_chart, fan_rows
from sufficiency.choices import PLAN_READERS, PLANNERS, SUMMARY_READERS, Counted
from sufficiency.exporters import forecast_csv
from sufficiency.forms import HorizonForm
from sufficiency.grade_tables import grade_rows, horizon_rows, outturn_rows, why
from sufficiency.models import ForecastRun
from sufficiency.plan_charts import flows_chart, mix_chart
from sufficiency.policies import can_forecast
from sufficiency.selectors.flows import flows_between
from sufficiency.selectors.forecasts import (
    ALL,
    Outlook,
    access_run,
    latest_of_any,
    latest_run,
    outlook,
    recorded_last,
    without_small,
)
from sufficiency.selectors.outturn import outturn
from sufficiency.selectors.spells import children_on, counted_on
from sufficiency.selectors.supply import Supply, supply_in_area
from sufficiency.services.forecasts import ask_for_forecast
from sufficiency.tables import children_rows, need_rows, supply_rows

FOSTERING_PLACES = (
    "Fostering: places are where an agency is registered, and its carers may live elsewhere; relatives and "
    "friends who foster have none here."
)
TILES = (Counted.FOSTERING, Counted.RESIDENTIAL, Counted.SUPPORTED)


@require_safe
@open_to(*SUMMARY_READERS)
def children_in_care(request: ActorRequest) -> HttpResponse:
    """Children by kind of placement and age: today, or for members as the last forecast counted them."""
    planner = request.actor.has_role(*PLAN_READERS)
    today, run = timezone.localdate(), None if planner else latest_run(request.actor)
    counts: Mapping[tuple[str, str], int] = (
        children_on(request.actor, today) if planner else recorded_last(run) if run else {}
    )
    known = sum(counts.values())
    context = {
        "here": {"children": True},
        "planner": planner,
        "lead": f"Counted on {formats.day(counted_on(request.actor, today))}, each child once."
        if planner
        else _members_lead(run),
        "nothing": "There is no care history yet." if planner else "No forecast has been kept yet.",
        "table": children_rows(counts, hidden_under=0 if planner else _hidden_under(request)),
        "chart": children_chart(counts) if planner and known else None,
        **(_over_time(request) if planner else {}),
        "known": known,
        "tiles": [
            ("All children", f"{known:,}"),
            *((kind.label, f"{_of_kind(counts, kind):,}") for kind in TILES),
        ],
    }
    return render(request, "sufficiency/children.html", context)


@require_safe
@open_to(*PLAN_READERS)
def beds_and_need(request: ActorRequest) -> HttpResponse:
    now, run = timezone.now(), latest_run(request.actor)
    supplies = supply_in_area(request.actor, now)
    counts = children_on(request.actor, timezone.localdate(now))
    ahead: dict[str, Outlook] = {s.category: outlook(run, s.category) for s in supplies} if run else {}
    context = {
        "here": {"beds": True},
        "planner": True,
        "lead": f"Places in our area on {formats.day(timezone.localdate(now))}, and who needs them.",
        "run": run,
        "notes": [note for s in supplies for note in _left_out(s)],
        "supply": supply_rows(supplies),
        "need": need_rows(supplies, {str(s.category): _of_kind(counts, s.category) for s in supplies}, ahead),
        "charts": [
            (fan_chart(ahead[s.category], title, [Level(s.operational, f"{s.operational:,} places")]), title)
            for s in supplies
            if s.category in ahead
            for title in [f"{Counted(s.category).label}: our children, and places in the area"]
        ],
    }
    return render(request, "sufficiency/beds.html", context)


@require_safe
@open_to(*SUMMARY_READERS)
def forecast_latest(request: ActorRequest) -> HttpResponse:
    """The newest forecast, its grade first. Members see the council as a whole."""
    planner, run = request.actor.has_role(*PLAN_READERS), latest_of_any(request.actor)
    by_month = run is None or run.step_months == 1
    ends = "Month ends" if by_month else "Ends of March"
    kinds = {ALL: "All children", **dict(Counted.choices)} if planner and by_month else {ALL: "All children"}
    kind = request.GET.get("of", ALL) if request.GET.get("of", ALL) in kinds else ALL
    context = {
        "here": {"forecast": True},
        "planner": planner,
        "may_forecast": bool(can_forecast(request.actor)),
        "run": run,
        "kinds": [(value, label, value == kind) for value, label in kinds.items()],
    }
    if run:
        shown = outlook(run, kind) if planner else without_small(outlook(run), _hidden_under(request))
        context |= {
            "chart": fan_chart(shown, kinds[kind]),
            "title": kinds[kind],
            "numbers": Rows(*fan_rows(shown, with_history=False)),
            "grade": grade_rows(run),
            "grade_caption": f"Tested from {run.grade['origins']} past {ends.lower()}: error of each method",
            "by_horizon": horizon_rows(run),
            "chart_note": f"{ends}, recorded and forecast. Half of futures lie in the darkest range.",
            "numbers_caption": f"The forecast in numbers, every {'third month' if by_month else 'year'}",
            "lead": f"As at {formats.day(run.as_at)}, {run.horizon_months} months ahead.",
        }
    since = outturn(request.actor, run) if planner else None
    if since:
        context |= {"since": outturn_rows(since), "why": why(since)}
    return render(request, "sufficiency/forecast.html", context)


@open_to(*PLANNERS)
def forecast_new(request: ActorRequest) -> HttpResponse:
    """Ask how far ahead, then follow the making on its own page."""
    form = HorizonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            job = ask_for_forecast(
                by=request.actor,
                at=timezone.now(),
                on=timezone.localdate(),
                horizon_months=form.cleaned_data["months"],
            )
            return redirect("forecast_progress", job.reference)
    context = {
        "title": "Make a new forecast",
        "caption": "Sufficiency",
        "form": form,
        "submit": "Make the forecast",
        "back": reverse("forecast"),
    }
    return render(request, "layouts/form.html", context)


@require_safe
@open_to(*PLAN_READERS)
def forecast_progress(request: ActorRequest, job: str) -> HttpResponse:
    found, again = access_job(request.actor, job), reverse("forecast")
    return progress_page(request, found, "sufficiency/progress.html", {}, again=again)


@require_safe
@open_to(*SUMMARY_READERS)
def forecast_download(request: ActorRequest, reference: str) -> HttpResponse:
    run = access_run(request.actor, reference)
    only_total = not request.actor.has_role(*PLAN_READERS)
    response = HttpResponse(forecast_csv(run, only_total=only_total), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{run.reference.lower()}.csv"'
    return response


def _over_time(request: ActorRequest) -> dict[str, object]:
    """The mix of care over the years and who came, moved and left in the last one."""
    run, year = latest_run(request.actor), year_to(timezone.localdate())
    return {
        "mix": mix_chart(run) if run else None,
        "mix_note": f"Forecast as at {formats.day(run.as_at)}" if run else "",
        "flows": flows_chart(flows_between(request.actor, year)),
        "flows_note": f"Children, {year.nights} days from {formats.day(year.start)}",
    }


def _of_kind(counts: Mapping[tuple[str, str], int], kind: str) -> int:
    return sum(number for (category, _), number in counts.items() if category == kind)


def _members_lead(run: ForecastRun | None) -> str:
    if run is None:
        return ""
    last = outlook(run).recorded[-1][0]
    return f"Counted at {formats.day(last)} for the last forecast. Small numbers are hidden."


def _left_out(supply: Supply) -> list[str]:
    """What a reader must know of the counts of one kind of care."""
    kind = Counted(supply.category).label
    return [
        f"{kind}: {supply.without_capacity:,} of {supply.settings:,} have no capacity on record.",
        f"{kind}: {supply.without_report:,} of {supply.settings:,} have never reported vacancies.",
        *([FOSTERING_PLACES] if supply.category == Counted.FOSTERING else []),
        f"{kind}: other councils' children hold places too; Hearth does not know how many.",
    ]


def _hidden_under(request: ActorRequest) -> int:
    return setting_value(request.actor.council_id, SettingKey.SUPPRESS_UNDER, on=timezone.localdate())
