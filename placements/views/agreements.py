"""The agreement's pages: drafting, issuing with progress, signing for the council."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.policies import CONTRACT_READERS
from contracts.services.ceilings import escalating
from core.actor import Actor
from core.components import render_component
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.models import Job
from core.views import open_to
from placements.choices import AgreementState, SigningSide
from placements.forms.awards import SignForm, StartForm
from placements.forms.living import PlanForm
from placements.forms.requests import ReasonForm
from placements.models import Placement, PlacementAgreement
from placements.models.variation import UNDER_WAY
from placements.policies.awards import can_issue
from placements.policies.living import KEEPERS
from placements.presentation import AGREEMENT_KINDS, VARIATION_KINDS, document_facts
from placements.selectors.agreements import (
    AGREEMENT_READERS,
    access_agreement,
    chosen_offer_of,
    issue_job_of,
    live_agreement_of,
    plan_of,
    request_of,
    terms_of,
)
from placements.selectors.comparison import first_day
from placements.selectors.continuing import agreements_behind
from placements.selectors.headroom import headroom_for
from placements.selectors.requests import READERS, access_request
from placements.selectors.variations import variations_visible_to
from placements.services.agreements import draft_agreement, issue_agreement, sign_agreement
from placements.services.keeping import write_plan
from placements.services.starting import start_unsigned
from placements.tables import fee_lines, in_brief
from placements.views.noting import CASE_LEVEL
from placements.workflows import AGREEMENT_OVER, BEING_SIGNED, SIGNING_ROLES, SOURCING_ROLES

# Who writes the plan among those who read agreements.
AGREEMENT_KEEPERS = tuple(role for role in KEEPERS if role in AGREEMENT_READERS)


@open_to(*SOURCING_ROLES)
def request_agreement(request: ActorRequest, reference: str) -> HttpResponse:
    """Write the terms down, or go to the agreement that is there."""
    wanted = access_request(request.actor, reference)
    existing = live_agreement_of(wanted)
    if existing is not None:
        return redirect("agreement_detail", existing.reference)
    offer = chosen_offer_of(wanted)
    form = StartForm(request.POST or None, starts_on=first_day(wanted, offer))
    if form.is_valid():
        with reporting_to(form):
            starts_on = form.cleaned_data["starts_on"]
            made = draft_agreement(request=wanted, starts_on=starts_on, by=request.actor, at=timezone.now())
            return redirect("agreement_detail", made.reference)
    context = {
        "form": form,
        "title": "Draft the agreement",
        "caption": in_brief(wanted),
        "lead": f"{offer.setting.name}. Fees and terms are taken from the approved offer.",
        "submit": "Draft",
        "back": reverse("request_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*AGREEMENT_READERS)
def agreement_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """Terms, document, signatures, and what is to be done next by whom."""
    agreement = access_agreement(request.actor, reference)
    terms, actor = terms_of(agreement), request.actor
    drafted = agreement.state == AgreementState.DRAFTED
    job = issue_job_of(agreement) if drafted else None
    placement = getattr(agreement, "placement", None)
    context = {
        "agreement": agreement,
        "kind": AGREEMENT_KINDS[AgreementState(agreement.state)],
        "wanted": request_of(agreement) if agreement.offer_id and actor.has_role(*READERS) else None,
        "terms": terms,
        "lines": fee_lines(terms),
        "followed": agreements_behind(agreement)[1:],
        "is_over_or_running": agreement.state in (AgreementState.ACTIVE, *AGREEMENT_OVER),
        **document_facts(agreement.document),
        "job": job,
        "may_issue": drafted
        and bool(can_issue(actor, agreement))
        and (job is None or job.state == Job.State.FAILED),
        "may_sign": agreement.state == AgreementState.PROVIDER_SIGNED and actor.has_role(*SIGNING_ROLES),
        "placement": placement,
        "headroom": headroom_for(agreement, actor, on=timezone.localdate()),
        "reads_contracts": actor.has_role(*CONTRACT_READERS),
        **_life_of(agreement, placement, actor),
    }
    return render(request, "placements/agreement_detail.html", context)


def _life_of(agreement: PlacementAgreement, placement: Placement | None, actor: Actor) -> dict[str, Any]:
    """The plan, the changes and what may be done with either."""
    sources = actor.has_role(*SOURCING_ROLES)
    being_signed = agreement.state in BEING_SIGNED
    has_come = agreement.starts_on <= timezone.localdate()
    changes = list(variations_visible_to(actor).filter(agreement=agreement))
    under_way = any(each.state in UNDER_WAY for each in changes)
    return {
        "plan": plan_of(agreement) if actor.clearance >= CASE_LEVEL else None,
        "may_plan": actor.has_role(*AGREEMENT_KEEPERS) and agreement.state not in AGREEMENT_OVER,
        "may_start": placement is None and being_signed and has_come and sources,
        "may_change": agreement.state == AgreementState.ACTIVE and sources and not under_way,
        "changes": [(each, VARIATION_KINDS[each.state]) for each in changes],
    }


@open_to(*AGREEMENT_KEEPERS)
def agreement_plan(request: ActorRequest, reference: str) -> HttpResponse:
    """A new version of the placement plan, begun from the newest."""
    agreement = access_agreement(request.actor, reference)
    newest = plan_of(agreement)
    initial = {"made_on": timezone.localdate()}
    if newest is not None:
        initial |= {name: getattr(newest, name) for name in PlanForm.base_fields if name != "made_on"}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid():
        with reporting_to(form):
            plan = write_plan(
                agreement=agreement,
                made_on=form.cleaned_data["made_on"],
                text=form.plan,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Version {plan.version} of the placement plan is kept.")
            return redirect("agreement_detail", reference)
    context = {
        "form": form,
        "title": "The placement plan",
        "caption": f"{reference}, {agreement.setting.name}",
        "lead": "It is set in the agreement's next document, which both sides sign. Name nobody.",
        "submit": "Keep this version",
        "back": reverse("agreement_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*SOURCING_ROLES)
def agreement_start(request: ActorRequest, reference: str) -> HttpResponse:
    """Start the placement before both sides have signed, with a reason."""
    agreement = access_agreement(request.actor, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actor, now = request.actor, timezone.now()
        with reporting_to(form), escalating(by=actor, at=now):
            reason = form.cleaned_data["reason"]
            placement = start_unsigned(agreement=agreement, reason=reason, by=actor, at=now)
            messages.success(request, "Started. It is flagged until both sides have signed.")
            return redirect("placement_detail", placement.reference)
    context = {
        "form": form,
        "title": "Start before it is signed",
        "caption": f"{reference}, {agreement.setting.name}",
        "lead": "The child moves in and the identity is released to the home. Every list says that the"
        " placement started unsigned until both sides have signed.",
        "submit": "Start unsigned",
        "back": reverse("agreement_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*SOURCING_ROLES)
@require_POST
def agreement_issue(request: ActorRequest, reference: str) -> HttpResponse:
    """Ask for the document; it is issued to the provider as soon as it is made."""
    agreement = access_agreement(request.actor, reference)
    try:
        issue_agreement(agreement=agreement, by=request.actor, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("agreement_detail", reference)


@open_to(*AGREEMENT_READERS)
def agreement_progress(request: ActorRequest, reference: str) -> HttpResponse:
    """How far the document is; when it is finished the page is fetched anew."""
    agreement = access_agreement(request.actor, reference)
    job = issue_job_of(agreement)
    finished = job is None or job.is_finished
    content = (
        ""
        if job is None
        else render_component(
            "progress",
            label="The document",
            percent=job.percent,
            poll="" if finished else request.path,
            state=job.get_state_display(),
            note=job.stage,
        )
    )
    return HttpResponse(content, headers={"HX-Refresh": "true"} if finished else {})


@open_to(*SIGNING_ROLES)
def agreement_sign(request: ActorRequest, reference: str) -> HttpResponse:
    """The council's signature: it makes the agreement active and starts the placement."""
    agreement = access_agreement(request.actor, reference)
    form = SignForm(request.POST or None)
    if form.is_valid():
        at = timezone.now()
        with reporting_to(form), escalating(by=request.actor, at=at):
            placement = sign_agreement(
                agreement=agreement, side=SigningSide.AUTHORITY, by=request.actor, at=at
            )
            assert placement is not None
            messages.success(request, "Signed by both sides. The placement is recorded.")
            return redirect("placement_detail", placement.reference)
    context = {"form": form, "agreement": agreement, "terms": terms_of(agreement)}
    return render(request, "placements/agreement_sign.html", context)
