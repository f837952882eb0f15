"""One commercial tool: its lots, who is on them, who may use it, and what was charged under it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.policies import CONTRACT_READERS
from contracts.selectors.tools import access_tool, memberships_in_force
from contracts.tables import access_rows, lots_with_members
from contracts.terms import last_day
from core.http import ActorRequest
from core.views import open_to
from placements.selectors.placements import charged_under


@open_to(*CONTRACT_READERS)
@require_safe
def tool_detail(request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    tool = access_tool(actor, reference, on=today)
    members = memberships_in_force(actor, on=today).filter(tool=tool)
    context = {
        "tool": tool,
        "last_day": last_day(tool.period),
        "lots": lots_with_members(tool.lots.all(), members.order_by("tier", "provider__name")),
        "access": access_rows(tool.access.all()),
        "charged": charged_under(tool, actor),
    }
    return render(request, "placements/tool_detail.html", context)
