"""Block or spot: appraisals kept, a new one, and one with its curve."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.selectors.blocks import access_block, blocks_visible_to
from core import formats
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from sufficiency.choices import PLAN_READERS, PLANNERS, Counted
from sufficiency.exporters import appraisal_csv
from sufficiency.forecast import Category
from sufficiency.forms import BlockForm
from sufficiency.plan_charts import occupancy_curve
from sufficiency.plan_tables import appraisal_rows, sensitivity_rows, size_rows
from sufficiency.policies import can_plan
from sufficiency.presentation import appraisal_facts, appraisal_words
from sufficiency.selectors.appraisals import access_appraisal, appraisals_visible_to, own_records
from sufficiency.selectors.scenarios import futures_as_things_are
from sufficiency.services.appraisals import keep_appraisal

SHOWN = 50


@require_safe
@open_to(*PLAN_READERS)
def appraisal_list(request: ActorRequest) -> HttpResponse:
    found = appraisals_visible_to(request.actor).order_by("-made_at")[:SHOWN]
    context = {
        "here": {"blocks": True},
        "planner": True,
        "may_plan": bool(can_plan(request.actor)),
        "has_futures": futures_as_things_are(request.actor) is not None,
        "table": appraisal_rows(list(found)),
    }
    return render(request, "sufficiency/appraisals.html", context)


@open_to(*PLANNERS)
def appraisal_new(request: ActorRequest) -> HttpResponse:
    """A form that starts from the council's own records."""
    futures = futures_as_things_are(request.actor)
    if futures is None:
        return redirect("appraisals")
    contracts = list(blocks_visible_to(request.actor).order_by("name"))
    form = BlockForm(request.POST or None, contracts=contracts, initial=_from_records(request))
    if request.method == "POST" and form.is_valid():
        contract = form.cleaned_data["block_contract"]
        with reporting_to(form):
            found = keep_appraisal(
                name=form.cleaned_data["name"],
                category=Category(form.cleaned_data["category"]),
                terms=form.terms(),
                futures=futures,
                block_contract=access_block(request.actor, contract) if contract else None,
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("appraisal_detail", found.reference)
    context = {
        "title": "Weigh a block against spot",
        "caption": "Sufficiency",
        "lead": f"On the forecast as at {formats.day(futures.run.as_at)} and its own uncertainty.",
        "form": form,
        "submit": "Weigh it",
        "back": reverse("appraisals"),
    }
    return render(request, "layouts/form.html", context)


def _from_records(request: ActorRequest) -> dict[str, object]:
    """What the records say of residential care; a box they say nothing about stays empty."""
    kind = Category.SUPPORTED if request.GET.get("kind") == Category.SUPPORTED else Category.RESIDENTIAL
    own = own_records(request.actor, kind, timezone.localdate())
    spot = {} if own.spot is None else {"spot_weekly": Decimal(f"{own.spot.mean:.2f}")}
    error = {} if own.spot is None else {"spot_standard_error": Decimal(f"{own.spot.standard_error:.2f}")}
    return {
        "category": kind.value,
        "guaranteed_percent": 100,
        "indexation_percent": 0,
        "spot_growth_percent": 0,
        "first_month": 6,
        "beds_a_month": 5,
        "term_months": 60,
        "suitable_percent": own.bought_percent,
        "matching_percent": own.empty_percent,
        "turnover_percent": own.turnover_percent,
        **spot,
        **error,
    }


@require_safe
@open_to(*PLAN_READERS)
def appraisal_detail(request: ActorRequest, reference: str) -> HttpResponse:
    found = access_appraisal(request.actor, reference)
    context = {
        "appraisal": found,
        "kind": Counted(found.category).label,
        "verdict": appraisal_words(found),
        "facts": appraisal_facts(found),
        "curve": occupancy_curve(found),
        "sizes": size_rows(found),
        "sensitivity": sensitivity_rows(found),
        "chosen": found.result["chosen"],
        "made": f"Made by {found.made_by.name} on {formats.moment(found.made_at)}.",
    }
    return render(request, "sufficiency/appraisal.html", context)


@require_safe
@open_to(*PLAN_READERS)
def appraisal_download(request: ActorRequest, reference: str) -> HttpResponse:
    """Every size tried, and the curve of the one asked about, as a file."""
    found = access_appraisal(request.actor, reference)
    response = HttpResponse(appraisal_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.reference.lower()}.csv"'
    return response
