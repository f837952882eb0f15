"""One commercial tool: its lots, who is on them, who may use it, and what was charged under it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.policies import CONTRACT_READERS
from contracts.selectors.tool_rules import access_history, contingencies_of, life_of
from contracts.selectors.tools import access_tool, memberships_in_force
from contracts.tables import lots_with_members
from contracts.terms import last_day, option_terms
from contracts.tool_policies import can_run_tool
from contracts.tool_tables import access_matrix
from core.http import ActorRequest
from core.views import open_to
from placements.selectors.placements import charged_under


@open_to(*CONTRACT_READERS)
@require_safe
def tool_detail(request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    tool = access_tool(actor, reference, on=today)
    members = memberships_in_force(actor, on=today).filter(tool=tool)
    terms = option_terms(tool.period, tool.options.all(), governance_weeks=tool.governance_lead_weeks)
    context = {
        "tool": tool,
        "last_day": last_day(tool.period),
        "lots": lots_with_members(tool.lots.all(), members.order_by("tier", "provider__name")),
        "life": life_of(tool, at=timezone.now(), on=today),
        "may_run": bool(can_run_tool(actor, tool)),
        "decide_by": next((term.decide_by for term in terms if term.decide_by), None),
        "access": access_matrix(access_history(tool)),
        "outward": contingencies_of(tool),
        "charged": charged_under(tool, actor),
    }
    return render(request, "placements/tool_detail.html", context)
