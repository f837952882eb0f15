"""A block contract as its provider reads it: terms, beds and nights; new terms to answer; notice to leave."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.block_choices import BLOCK_KINDS, ProposalState
from contracts.block_step_forms import AnswerTermsForm, LeaveForm
from contracts.block_tables import compared_with, month_rows, notice_rows, stage_rows, stop_rows, terms_rows
from contracts.block_workflows import BLOCK
from contracts.keeping_tables import terms_status
from contracts.selectors.block_life import homes_stopped, open_proposal, terms_in_force
from contracts.selectors.block_use import total_use, use_by_month
from contracts.selectors.blocks import access_own_block, own_block_in_full
from contracts.selectors.terms import terms_visible_to
from contracts.services.block_endings import earliest_last_day
from contracts.services.block_leaving import leave_block
from contracts.services.block_proposals import answer_proposal
from contracts.tables import in_use, own_bed_rows
from contracts.terms import last_day
from contracts.views.block_use import chosen_year, year_links
from core.errors import NotFound
from core.forms import save_or_show
from core.http import ActorRequest
from core.periods import add_months
from core.views import open_to
from core.workflow import require_open
from providers.choices import ProviderRole


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_block(request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    contract = own_block_in_full(access_own_block(actor, reference), on=today)
    beds, proposal = list(contract.beds.all()), open_proposal(contract)
    price = terms_in_force(contract, on=today)
    year = chosen_year(contract, request.GET.get("year", ""), today)
    months = use_by_month(contract, year)
    total = total_use(months.values())
    context = {
        "contract": contract,
        "kind": BLOCK_KINDS[contract.state],
        "last_day": last_day(contract.period),
        "price": price,
        "beds": own_bed_rows(beds, homes_stopped(contract, on=today), on=today),
        "stages": stage_rows(beds),
        "in_use": in_use(beds),
        "terms": terms_rows(contract, until=contract.ends_on or add_months(contract.starts_on, 120)),
        "stops": stop_rows(contract.stops.all()),
        "notices": notice_rows(contract.notices.all()),
        "proposal": proposal,
        "to_answer": proposal is not None and proposal.state == ProposalState.PROPOSED,
        "may_leave": BLOCK.find("give_notice", contract.state) is not None,
        "documents": [
            (terms, reverse("portal_terms", args=[terms.reference]), *terms_status(terms, actor))
            for terms in terms_visible_to(actor).filter(block=contract)
        ],
        "years": year_links(contract, year, today),
        "months": month_rows(months, total),
        "total": total,
    }
    return render(request, "contracts/portal/block.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_block_leave(request: ActorRequest, reference: str) -> HttpResponse:
    """Give notice without fault."""
    actor, now = request.actor, timezone.now()
    today = timezone.localdate(now)
    contract = access_own_block(actor, reference)
    require_open(contract, BLOCK, "give_notice")
    form = LeaveForm(request.POST or None, initial={"last_day": earliest_last_day(contract, today)})
    return save_or_show(
        request,
        form,
        lambda: leave_block(contract=contract, **form.cleaned_data, by=actor, at=now, on=today),
        back=reverse("portal_block", args=[reference]),
        done="Notice is given, and the council is told.",
        title="Give notice",
        caption=contract.name,
        lead=f"Either side may leave without a reason, by {contract.no_fault_months} months of notice. It"
        " counts from today.",
        submit="Give notice",
    )


@open_to(ProviderRole.PROVIDER)
def portal_block_terms(request: ActorRequest, reference: str) -> HttpResponse:
    """New terms beside those in force, to agree to or to decline."""
    actor, now = request.actor, timezone.now()
    contract = own_block_in_full(access_own_block(actor, reference), on=timezone.localdate(now))
    proposal = open_proposal(contract)
    if proposal is None or proposal.state != ProposalState.PROPOSED:
        raise NotFound
    form = AnswerTermsForm(request.POST or None)

    def save() -> None:
        agrees = form.cleaned_data["answer"] == AnswerTermsForm.AGREE
        answer_proposal(proposal=proposal, agrees=agrees, words=form.cleaned_data["words"], by=actor, at=now)

    return save_or_show(
        request,
        form,
        save,
        back=reverse("portal_block", args=[reference]),
        done="Your answer is with the council.",
        template="contracts/portal/block_terms.html",
        title="New terms to answer",
        caption=contract.name,
        submit="Send the answer",
        proposal=proposal,
        compared=compared_with(contract, proposal),
    )
