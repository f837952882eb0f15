"""Scenarios: the list side by side, one and its changes, and the working out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core import formats
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.jobs.pages import access_job, progress_page
from core.views import open_to
from sufficiency.choices import PLAN_READERS, PLANNERS, Counted
from sufficiency.exporters import comparison_csv
from sufficiency.forms import CHANGE_FORMS, ScenarioForm
from sufficiency.plan_charts import effects_chart, scenario_chart
from sufficiency.plan_tables import change_words, comparison_rows, cost_rows
from sufficiency.planning.changes import KINDS
from sufficiency.policies import can_plan
from sufficiency.selectors.scenarios import (
    access_scenario,
    comparison,
    futures_as_things_are,
    futures_of,
    outcome_beside,
)
from sufficiency.services.futures import ask_for_futures
from sufficiency.services.scenarios import add_change, create_scenario, remove_change, retire_scenario


@require_safe
@open_to(*PLAN_READERS)
def scenario_list(request: ActorRequest) -> HttpResponse:
    """Every scenario beside the forecast as things are."""
    found = comparison(request.actor)
    context = {
        "here": {"scenarios": True},
        "planner": True,
        "may_plan": bool(can_plan(request.actor)),
        "found": found,
    }
    if found:
        context |= {
            "lead": f"On {found.run.reference}, as at {formats.day(found.run.as_at)}.",
            "table": comparison_rows(found),
            "costs": cost_rows(found.outcomes),
            "chart": effects_chart(found.outcomes),
            "unpriced": [Counted(kind).label for kind in found.unpriced],
        }
    return render(request, "sufficiency/scenarios.html", context)


@open_to(*PLANNERS)
def scenario_new(request: ActorRequest) -> HttpResponse:
    form = ScenarioForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            scenario = create_scenario(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("scenario_detail", scenario.reference)
    context = {"title": "New scenario", "caption": "Sufficiency", "form": form, "back": reverse("scenarios")}
    return render(request, "layouts/form.html", context)


@require_safe
@open_to(*PLAN_READERS)
def scenario_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One scenario: its changes, and what it comes to beside the forecast as things are."""
    scenario = access_scenario(request.actor, reference)
    base, futures = futures_as_things_are(request.actor), futures_of(request.actor, scenario)
    context = {
        "scenario": scenario,
        "may_plan": bool(can_plan(request.actor)) and scenario.retired_at is None,
        "changes": [
            (number, *change_words(change)) for number, change in enumerate(scenario.changes, start=1)
        ],
        "kinds": [(kind, change.title) for kind, change in KINDS.items()],
        "made": f"By {scenario.made_by.name} on {formats.day(timezone.localdate(scenario.made_at))}.",
        "stale": futures is not None and futures.changes != scenario.changes,
        "base": base,
    }
    if base and futures:
        outcomes = list(outcome_beside(futures, base))
        context |= {
            "outcome": outcomes[1],
            "costs": cost_rows(outcomes),
            "chart": scenario_chart(outcomes),
            "worked_out": f"Worked out on {formats.moment(futures.made_at)} from {futures.run.reference}.",
        }
    return render(request, "sufficiency/scenario.html", context)


@open_to(*PLANNERS)
def scenario_change(request: ActorRequest, reference: str, change: str) -> HttpResponse:
    """Add one kind of change."""
    scenario = access_scenario(request.actor, reference)
    if change not in CHANGE_FORMS or scenario.retired_at is not None:
        raise Http404
    form = CHANGE_FORMS[change](request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            add_change(scenario=scenario, change=form.change(), by=request.actor, at=timezone.now())
            return redirect("scenario_detail", reference)
    context = {
        "title": KINDS[change].title,
        "caption": scenario.name,
        "form": form,
        "submit": "Add this change",
        "back": reverse("scenario_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@require_POST
@open_to(*PLANNERS)
def scenario_remove(request: ActorRequest, reference: str) -> HttpResponse:
    """Take out one change."""
    scenario = access_scenario(request.actor, reference)
    position = request.POST.get("position", "")
    try:
        number = int(position) if position.isascii() and position.isdigit() and len(position) < 4 else 0
        remove_change(scenario=scenario, position=number, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("scenario_detail", reference)


@require_POST
@open_to(*PLANNERS)
def scenario_retire(request: ActorRequest, reference: str) -> HttpResponse:
    scenario = access_scenario(request.actor, reference)
    try:
        retire_scenario(scenario=scenario, by=request.actor, at=timezone.now())
        messages.success(request, f"“{scenario.name}” is retired.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("scenarios")


@require_POST
@open_to(*PLANNERS)
def scenario_run(request: ActorRequest, reference: str) -> HttpResponse:
    """Have it simulated; the making is followed on its own page."""
    scenario = access_scenario(request.actor, reference)
    try:
        job = ask_for_futures(
            by=request.actor, at=timezone.now(), scenario=scenario, base=futures_as_things_are(request.actor)
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("scenario_detail", reference)
    return redirect("scenario_progress", reference, job.reference)


@require_safe
@open_to(*PLAN_READERS)
def scenario_progress(request: ActorRequest, reference: str, job: str) -> HttpResponse:
    scenario = access_scenario(request.actor, reference)
    return progress_page(
        request,
        access_job(request.actor, job),
        "sufficiency/scenario_progress.html",
        {"scenario": scenario},
        again=reverse("scenario_detail", args=[reference]),
    )


@require_safe
@open_to(*PLAN_READERS)
def scenarios_download(request: ActorRequest) -> HttpResponse:
    """Children and pounds of every scenario worked out, month by month."""
    found = comparison(request.actor)
    if found is None:
        raise Http404
    response = HttpResponse(comparison_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="scenarios.csv"'
    return response
