"""Drawing up a block contract, and changing the draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from contracts.block_forms import NEW_TERMS, DraftForm, draft_as_typed
from contracts.block_policies import can_keep
from contracts.block_workflows import BLOCK, BLOCK_KEEPERS
from contracts.selectors.blocks import access_block
from contracts.services.block_drafts import draft_block, redraft_block
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.policies import require
from core.views import open_to
from core.workflow import require_open


@open_to(*BLOCK_KEEPERS)
def contract_new(request: ActorRequest) -> HttpResponse:
    initial = {**NEW_TERMS, "provider": request.GET.get("provider", "")[:200]}
    form = DraftForm(request.POST or None, actor=request.actor, on=timezone.localdate(), initial=initial)
    if form.is_valid():
        with reporting_to(form):
            made = draft_block(draft=form.draft(), by=request.actor, at=timezone.now())
            messages.success(request, "The contract is drawn up. Share it if others take part, then sign it.")
            return redirect("contract_detail", made.reference)
    context = {
        "form": form,
        "title": "Draw up a block contract",
        "lead": "Nothing here binds anybody until the signing is recorded.",
        "submit": "Keep the draft",
        "back": reverse("block_list"),
    }
    return render(request, "layouts/form.html", context)


@open_to(*BLOCK_KEEPERS)
def contract_edit(request: ActorRequest, reference: str) -> HttpResponse:
    contract = access_block(request.actor, reference)
    require(can_keep(request.actor, contract))
    require_open(contract, BLOCK, "sign")
    initial = draft_as_typed(contract)
    form = DraftForm(request.POST or None, actor=request.actor, on=timezone.localdate(), initial=initial)
    return save_or_show(
        request,
        form,
        lambda: redraft_block(contract=contract, draft=form.draft(), by=request.actor, at=timezone.now()),
        back=reverse("contract_detail", args=[reference]),
        done="The draft is changed.",
        title="Change the draft",
        caption=contract.name,
        submit="Keep the draft",
    )
