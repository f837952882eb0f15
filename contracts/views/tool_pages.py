"""A tool's law and notices, and how it admits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.admission_tables import (
    addition_rows,
    application_rows,
    item_rows,
    maximum_rows,
    question_rows,
    round_rows,
)
from contracts.choices import Regime, ToolType
from contracts.policies import CONTRACT_READERS
from contracts.regimes import opening_due_by, rules_of
from contracts.selectors.admission import application_queue, rounds_of
from contracts.selectors.members import additions_waiting
from contracts.selectors.tool_rules import life_of, maximums_of, notice_standings
from contracts.selectors.tools import access_tool
from contracts.tables import option_rows
from contracts.terms import option_terms
from contracts.tool_policies import can_run_tool
from contracts.tool_tables import notice_rows
from core.http import ActorRequest
from core.views import open_to


@open_to(*CONTRACT_READERS)
@require_safe
def tool_rules(request: ActorRequest, reference: str) -> HttpResponse:
    """The law it stands under, its options and its notices."""
    today = timezone.localdate()
    tool = access_tool(request.actor, reference, on=today)
    terms = option_terms(tool.period, list(tool.options.all()), governance_weeks=tool.governance_lead_weeks)
    opened = [timezone.localdate(each.opens_at) for each in rounds_of(tool)]
    context = {
        "tool": tool,
        "may_run": bool(can_run_tool(request.actor, tool)),
        "began_on": tool.began_on or tool.starts_on,
        "rules": rules_of(ToolType(tool.tool_type), Regime(tool.regime), tool.starts_on),
        "reopen_by": opening_due_by(ToolType(tool.tool_type), tool.starts_on, tuple(opened)),
        "notices": notice_rows(notice_standings(tool, on=today)),
        "options": option_rows(terms, on=today),
        "may_use_option": any(term.exercised_on is None for term in terms),
    }
    return render(request, "contracts/tool_rules.html", context)


@open_to(*CONTRACT_READERS)
@require_safe
def tool_admission(request: ActorRequest, reference: str) -> HttpResponse:
    """Rounds, what applicants are asked, and, for the council that runs it, who applied."""
    now, today = timezone.now(), timezone.localdate()
    tool = access_tool(request.actor, reference, on=today)
    may_run = bool(can_run_tool(request.actor, tool))
    waiting = additions_waiting(request.actor).filter(tool=tool) if may_run else []
    questions = tool.questions.filter(retired_at=None).order_by("position")
    items = tool.items.filter(retired_at=None).order_by("position")
    applications = application_queue(request.actor).filter(tool=tool)
    context = {
        "tool": tool,
        "life": life_of(tool, at=now, on=today),
        "may_run": may_run,
        "rounds": round_rows(rounds_of(tool), at=now),
        "questions": question_rows(questions),
        "items": item_rows(items),
        "maximums": maximum_rows(maximums_of(tool, on=today)),
        "applications": application_rows(applications, route="application_detail"),
        "additions": addition_rows(waiting),
    }
    return render(request, "contracts/tool_admission.html", context)
