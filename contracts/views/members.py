"""One member of a tool: its prices and homes, and what the council does about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.admission_forms import AdditionForm, MemberForm, MemberPriceForm, TierForm, steps_open
from contracts.policies import CONTRACT_READERS
from contracts.selectors.admission import council_running
from contracts.selectors.members import access_addition, access_member, findings_of
from contracts.services.members import change_member, change_tier, decide_addition, set_price
from contracts.tables import MEMBER_KINDS
from contracts.terms import last_day
from contracts.tool_choices import AdditionState
from contracts.tool_policies import TOOL_KEEPERS, can_keep_member
from contracts.tool_tables import covered_rows, price_rows
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.views import open_to


@open_to(*CONTRACT_READERS)
@require_safe
def member_detail(request: ActorRequest, reference: str) -> HttpResponse:
    today = timezone.localdate()
    member = access_member(request.actor, reference)
    runs = council_running(member.tool, member.lot.category, on=today)
    context = {
        "member": member,
        "kind": MEMBER_KINDS[member.state],
        "last_day": last_day(member.period),
        "prices": price_rows(member.prices.all()),
        "covered": covered_rows(member.covered.all(), route="home_detail"),
        "changes": member.changes.all(),
        "may_keep": bool(can_keep_member(request.actor, member, runs=runs)),
        "steps": steps_open(member, request.actor),
    }
    return render(request, "contracts/member_detail.html", context)


@open_to(*TOOL_KEEPERS)
def member_change(request: ActorRequest, reference: str) -> HttpResponse:
    """Suspend, reinstate or remove."""
    member = access_member(request.actor, reference)
    form = MemberForm(request.POST or None, steps=steps_open(member, request.actor))
    return save_or_show(
        request,
        form,
        lambda: change_member(member=member, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("member_detail", args=[reference]),
        done="Recorded. The provider is told.",
        title="Change the membership",
        caption=f"{member.provider.name}, {member.lot}",
        lead="Children already placed stay. From today no placement is new while it is suspended or over.",
        submit="Record",
    )


@open_to(*TOOL_KEEPERS)
def member_tier(request: ActorRequest, reference: str) -> HttpResponse:
    """Up or down the order in which the lot is approached."""
    member = access_member(request.actor, reference)
    form = TierForm(request.POST or None)
    return save_or_show(
        request,
        form,
        lambda: change_tier(member=member, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("member_detail", args=[reference]),
        done="The tier is changed. The provider is told.",
        title="Change the tier",
        caption=f"{member.provider.name}, {member.lot}, tier {member.tier}",
        lead="Searches approach it in its new tier from now on. Agreements it has run on.",
        submit="Change",
    )


@open_to(*TOOL_KEEPERS)
def member_price(request: ActorRequest, reference: str) -> HttpResponse:
    member = access_member(request.actor, reference)
    form = MemberPriceForm(request.POST or None, member=member)
    return save_or_show(
        request,
        form,
        lambda: set_price(member=member, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("member_detail", args=[reference]),
        done="The price is set. The one before it ends the day before.",
        title="Set a price",
        caption=f"{member.provider.name}, {member.lot}",
        submit="Set",
    )


@open_to(*TOOL_KEEPERS)
def addition_decide(request: ActorRequest, reference: str) -> HttpResponse:
    """A home that a member asks to add, with the light check."""
    addition = access_addition(request.actor, reference)
    form = AdditionForm(request.POST or None)
    if form.is_valid():
        with reporting_to(form):
            accept, reason = form.cleaned_data["decision"] == "add", form.cleaned_data["reason"]
            decide_addition(
                addition=addition, accept=accept, reason=reason, by=request.actor, at=timezone.now()
            )
            messages.success(request, "The home is covered." if accept else "Not added.")
            return redirect("member_detail", addition.membership.reference)
    context = {
        "form": form,
        "addition": addition,
        "is_open": addition.state == AdditionState.ASKED,
        "findings": findings_of(addition, on=timezone.localdate()),
        "back": reverse("member_detail", args=[addition.membership.reference]),
    }
    return render(request, "contracts/addition_decide.html", context)
