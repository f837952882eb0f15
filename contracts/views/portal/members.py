"""A provider's membership of a tool: its prices and homes, one more home, and leaving."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.admission_forms import HomeForm, ReasonForm
from contracts.selectors.members import access_member, additions_of, homes_to_add
from contracts.services.members import ask_to_add_home, leave_tool
from contracts.tables import MEMBER_KINDS
from contracts.terms import last_day
from contracts.tool_choices import LIVE_MEMBERS
from contracts.tool_tables import covered_rows, price_rows
from core.forms import save_or_show
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_member(request: ActorRequest, reference: str) -> HttpResponse:
    member = access_member(request.actor, reference)
    context = {
        "member": member,
        "kind": MEMBER_KINDS[member.state],
        "last_day": last_day(member.period),
        "prices": price_rows(member.prices.all()),
        "covered": covered_rows(member.covered.all(), route=None),
        "changes": member.changes.all(),
        "additions": list(additions_of(request.actor, member)),
        "is_live": member.state in LIVE_MEMBERS,
    }
    return render(request, "contracts/portal/member.html", context)


@open_to(ProviderRole.PROVIDER)
def portal_member_home(request: ActorRequest, reference: str) -> HttpResponse:
    """Ask for one more home to be covered."""
    now = timezone.now()
    member = access_member(request.actor, reference)
    form = HomeForm(request.POST or None, homes=homes_to_add(member, on=timezone.localdate(now)))
    return save_or_show(
        request,
        form,
        lambda: ask_to_add_home(member=member, **form.cleaned_data, by=request.actor, at=now),
        back=reverse("portal_member", args=[reference]),
        done="Asked. The council makes a light check of registration and grade.",
        title="Add a home",
        caption=f"{member.tool.name}, {member.lot}",
        submit="Ask",
    )


@open_to(ProviderRole.PROVIDER)
def portal_member_leave(request: ActorRequest, reference: str) -> HttpResponse:
    member = access_member(request.actor, reference)
    form = ReasonForm(request.POST or None, label="Why do you leave?", required=False)
    return save_or_show(
        request,
        form,
        lambda: leave_tool(member=member, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("portal_member", args=[reference]),
        done="You have left. Agreements under the tool run on.",
        title="Leave the tool",
        caption=f"{member.tool.name}, {member.lot}",
        lead="From today you get no new placement under it. Children already with you stay.",
        submit="Leave",
    )
