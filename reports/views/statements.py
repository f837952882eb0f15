"""Statements of sufficiency and of the market: those made, asking for one, following its making."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import reporting_to
from core.http import ActorRequest
from core.jobs.pages import access_job, progress_page
from core.views import open_to
from reports.choices import StatementKind
from reports.forms import StatementForm
from reports.selectors.statements import statements_visible_to
from reports.services.statements import ask_for_statement
from reports.tables import statement_rows
from sufficiency.choices import PLAN_READERS, PLANNERS, SUMMARY_READERS
from sufficiency.policies import can_plan

SHOWN = 50


@require_safe
@open_to(*SUMMARY_READERS)
def statement_list(request: ActorRequest) -> HttpResponse:
    found = statements_visible_to(request.actor).annotate(file=F("document__reference"))
    context = {
        "here": {"statements": True},
        "planner": request.actor.has_role(*PLAN_READERS),
        "may_plan": bool(can_plan(request.actor)),
        "table": statement_rows(list(found.order_by("-made_at")[:SHOWN])),
    }
    return render(request, "reports/statements.html", context)


@open_to(*PLANNERS)
def statement_new(request: ActorRequest) -> HttpResponse:
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            job = ask_for_statement(
                kind=StatementKind(form.cleaned_data["kind"]),
                introduction=form.cleaned_data["introduction"],
                commitments=form.cleaned_data["commitments"],
                by=request.actor,
                at=timezone.now(),
                on=timezone.localdate(),
            )
            return redirect("statement_progress", job.reference)
    context = {
        "title": "Make a statement",
        "caption": "Sufficiency",
        "lead": "Its figures are read from the records as they stand today; small numbers are hidden.",
        "form": form,
        "submit": "Make the statement",
        "back": reverse("statements"),
    }
    return render(request, "layouts/form.html", context)


@require_safe
@open_to(*PLAN_READERS)
def statement_progress(request: ActorRequest, job: str) -> HttpResponse:
    found, again = access_job(request.actor, job), reverse("statements")
    return progress_page(request, found, "reports/statement_progress.html", {}, again=again)
