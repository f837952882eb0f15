"""Comparing a request's offers, marking them and putting one forward."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import DomainError, NotFound
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import RequestState
from placements.forms.awards import ChooseForm, MarkForm
from placements.forms.requests import ReasonForm
from placements.presentation import REQUEST_KINDS
from placements.selectors.comparison import Comparison, comparison_of
from placements.selectors.requests import SEES_ALL, access_offer, access_request
from placements.services.approvals import reconsider
from placements.services.evaluation import choose_offer, open_evaluation, resume_search, score_offer
from placements.side_by_side import columns_of, fact_rows, price_facts, score_rows
from placements.tables import in_brief
from placements.views.competition import blind_mark, marking_tasks
from placements.views.noting import note_case
from placements.workflows import SOURCING_ROLES

SETTLED = (RequestState.AWAITING_APPROVAL, RequestState.APPROVED, RequestState.AGREEMENT_ISSUED)


@open_to(*SEES_ALL)
def request_offers(request: ActorRequest, reference: str) -> HttpResponse:
    """Every offer side by side with the child's own views; posting the form puts one forward."""
    wanted = access_request(request.actor, reference)
    comparison = comparison_of(wanted, on=timezone.localdate())
    may_act = request.actor.has_role(*SOURCING_ROLES)
    comparing = wanted.state == RequestState.EVALUATING
    # A choice on its way while somebody else made theirs is answered, with what was typed.
    asked = (comparing and comparison.is_marked) or request.method == "POST"
    form = _choose_form(request, comparison) if may_act and asked and comparison.offers else None
    if form is not None and form.is_bound and form.is_valid():
        row = next(row for row in comparison.offers if row.offer.reference == form.cleaned_data["offer"])
        typed = {name: form.cleaned_data[name] for name in ("reasons", "changes_school")}
        with reporting_to(form):
            choose_offer(offer=row.offer, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"{row.setting.name} put forward. Three approvals are asked for.")
            return redirect("request_detail", reference)
    note_case(request, wanted)
    context = {
        "wanted": wanted,
        "brief": in_brief(wanted),
        "kind": REQUEST_KINDS[RequestState(wanted.state)],
        "comparison": comparison,
        "columns": columns_of(comparison),
        "facts": fact_rows(comparison),
        "scores": score_rows(comparison),
        "form": form,
        "tasks": marking_tasks(comparison, request.actor) if comparing else None,
        **price_facts(comparison, on=timezone.localdate()),
        "shows_offers": True,
        "may_open": may_act and wanted.state == RequestState.SOURCING,
        "may_mark": may_act and comparing,
        "may_award": may_act and comparing and not comparison.owes_marks,
        "may_reconsider": may_act and wanted.state in SETTLED,
    }
    return render(request, "placements/offers_compare.html", context)


@open_to(*SOURCING_ROLES)
@require_POST
def request_offers_open(request: ActorRequest, reference: str) -> HttpResponse:
    """Stop searching at this step and compare what has come."""
    wanted = access_request(request.actor, reference)
    try:
        open_evaluation(request=wanted, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("sourcing", reference)
    return redirect("request_offers", reference)


@open_to(*SOURCING_ROLES)
def offer_mark(request: ActorRequest, reference: str) -> HttpResponse:
    """Mark one offer beside what the child says and what the home says of the match."""
    offer = access_offer(request.actor, reference)
    wanted = offer.recipient.referral.request
    comparison = comparison_of(wanted, on=timezone.localdate())
    row = comparison.row_of(offer)
    if row is None:
        raise NotFound
    back = reverse("request_offers", args=[wanted.reference])
    if comparison.is_competition:
        return blind_mark(request, comparison, row, back)
    form = MarkForm(request.POST or None, initial={f"{kind}_mark": mark for kind, mark in row.marks.items()})
    if form.is_valid():
        with reporting_to(form):
            score_offer(offer=row.offer, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect(back)
    note_case(request, wanted)
    context = {"form": form, "wanted": wanted, "row": row, "back": back}
    return render(request, "placements/offer_mark.html", context)


@open_to(*SOURCING_ROLES)
def request_offers_back(request: ActorRequest, reference: str) -> HttpResponse:
    """Go back a step with a reason: from comparing to the search, or from approval to comparing."""
    wanted = access_request(request.actor, reference)
    settled = wanted.state in SETTLED
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        go_back = reconsider if settled else resume_search
        with reporting_to(form):
            go_back(request=wanted, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("request_offers" if settled else "sourcing", reference)
    context = {
        "form": form,
        "title": "Go back to comparing" if settled else "Go back to searching",
        "caption": reference,
        "lead": "Approvals given so far fall, and any unsigned agreement is cancelled." if settled else "",
        "submit": "Go back",
        "back": reverse("request_offers", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


def _choose_form(request: ActorRequest, comparison: Comparison) -> ChooseForm:
    offers = [
        (row.offer.reference, f"{row.setting.name}, {row.offer.provider.name}") for row in comparison.offers
    ]
    return ChooseForm(request.POST or None, offers=offers)
