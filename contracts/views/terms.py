"""Contract documents: versions of block and call-off terms, issued and signed by both sides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.block_choices import BLOCK_KINDS
from contracts.keeping_choices import TermsState
from contracts.keeping_forms import SignTermsForm
from contracts.keeping_tables import TERMS_KINDS, terms_status
from contracts.keeping_workflows import SIGNING_ROLES
from contracts.models import BlockContract, Membership
from contracts.policies import CONTRACT_READERS, can_issue_terms
from contracts.selectors.blocks import access_block, own_blocks
from contracts.selectors.terms import access_terms, job_of, members_to_issue, of_contract, terms_visible_to
from contracts.selectors.tools import access_tool
from contracts.services.terms import issue_terms, key_of, sign_terms
from core.errors import DomainError
from core.forms import reporting_to
from core.http import ActorRequest
from core.jobs.pages import progress_page
from core.models import Job
from core.views import open_to
from providers.choices import ProviderRole


@open_to(*CONTRACT_READERS)
def contract_terms(request: ActorRequest, reference: str) -> HttpResponse:
    """A block contract's documents; a POST asks for the next version."""
    block = access_block(request.actor, reference)
    return _terms_page(request, block, block.name, reverse("contract_detail", args=[reference]), request.path)


@open_to(*CONTRACT_READERS)
@require_safe
def tool_terms(request: ActorRequest, reference: str) -> HttpResponse:
    """The members of a tool, each with the documents of its call-off terms."""
    today = timezone.localdate()
    tool = access_tool(request.actor, reference, on=today)
    page = Paginator(members_to_issue(tool, on=today), 50).get_page(request.GET.get("page"))
    newest = {
        terms.membership_id: terms
        for terms in terms_visible_to(request.actor)
        .filter(membership__in=[member.pk for member in page])
        .order_by("version")
    }
    context = {
        "tool": tool,
        "page": page,
        "lines": [
            (
                member,
                reverse("tool_terms_member", args=[reference, member.pk]),
                newest[member.pk].get_state_display() if member.pk in newest else "Not issued",
                TERMS_KINDS[newest[member.pk].state] if member.pk in newest else "draft",
            )
            for member in page
        ],
    }
    return render(request, "contracts/tool_terms.html", context)


@open_to(*CONTRACT_READERS)
def tool_terms_member(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """One member's call-off terms; a POST asks for the next version."""
    tool = access_tool(request.actor, reference, on=timezone.localdate())
    member = members_to_issue(tool, on=timezone.localdate()).filter(pk=number).first()
    if member is None:
        return redirect("tool_terms", reference)
    member.tool = tool
    title = f"{member.provider.name}, {member.lot}"
    return _terms_page(request, member, title, reverse("tool_terms", args=[reference]), request.path)


def _terms_page(
    request: ActorRequest, about: BlockContract | Membership, title: str, back: str, here: str
) -> HttpResponse:
    lead = about.lead_authority_id if isinstance(about, BlockContract) else about.tool.lead_authority_id
    if request.method == "POST":
        try:
            issue_terms(about=about, by=request.actor, at=timezone.now())
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(here)
    versions = terms_visible_to(request.actor).filter(**of_contract(about))
    job = job_of(key_of(about))
    running = job if job and not job.is_finished else None
    context = {
        "title": title,
        "back": back,
        "here": here,
        "versions": [(terms, TERMS_KINDS[terms.state]) for terms in versions],
        "may_issue": can_issue_terms(request.actor, lead) and running is None,
        "failed": job.error if job and job.state == Job.State.FAILED else "",
    }
    if request.headers.get("HX-Request") and job:
        return progress_page(request, job, "contracts/contract_terms.html", context)
    return render(request, "contracts/contract_terms.html", {**context, "job": running})


@open_to(*CONTRACT_READERS)
def terms_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """One version with its file and signatures; a POST is the council's signature."""
    terms = access_terms(request.actor, reference)
    may_sign = terms.state == TermsState.PROVIDER_SIGNED and request.actor.has_role(*SIGNING_ROLES)
    back = (
        reverse("contract_terms", args=[terms.block.reference])
        if terms.block
        else reverse("tool_terms", args=[terms.membership.tool.reference])
        if terms.membership
        else ""
    )
    return _one(request, reference, may_sign=may_sign, back=back, route="terms_detail")


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_contracts(request: ActorRequest) -> HttpResponse:
    """The provider's block contracts, and its contract documents."""
    page = Paginator(terms_visible_to(request.actor), 25).get_page(request.GET.get("page"))
    context = {
        "blocks": [
            (block, reverse("portal_block", args=[block.reference]), BLOCK_KINDS[block.state])
            for block in own_blocks(request.actor)
        ],
        "page": page,
        "lines": [
            (terms, reverse("portal_terms", args=[terms.reference]), *terms_status(terms, request.actor))
            for terms in page
        ],
    }
    return render(request, "contracts/portal_contracts.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_terms(request: ActorRequest, reference: str) -> HttpResponse:
    """One version; a POST is the provider's signature."""
    terms = access_terms(request.actor, reference)
    return _one(
        request,
        reference,
        may_sign=terms.state == TermsState.ISSUED,
        back=reverse("portal_contracts"),
        route="portal_terms",
    )


def _one(request: ActorRequest, reference: str, *, may_sign: bool, back: str, route: str) -> HttpResponse:
    terms = access_terms(request.actor, reference)
    form = SignTermsForm(request.POST or None) if may_sign else None
    if request.method == "POST" and form is None:
        messages.error(request, "There is nothing for you to sign here now.")
        return redirect(route, reference)
    if form and form.is_valid():
        with reporting_to(form):
            sign_terms(terms=terms, by=request.actor, at=timezone.now())
            messages.success(request, "You have signed.")
            return redirect(route, reference)
    words, kind = terms_status(terms, request.actor)
    context = {
        "terms": terms,
        "words": words,
        "kind": kind,
        "signatures": list(terms.signatures.all()),
        "form": form,
        "back": back,
    }
    return render(request, "contracts/terms_detail.html", context)
