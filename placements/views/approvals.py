"""The approver's queue, and one approval on one screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.approvals import end_of_childhood
from placements.checks import Check, statutory_checks
from placements.choices import ApprovalKind, ApprovalState
from placements.forms.awards import DecisionForm
from placements.models import ApprovalRequest
from placements.policies.awards import can_decide
from placements.presentation import APPROVAL_KINDS, APPROVAL_TITLES
from placements.selectors.agreements import agreements_to_sign
from placements.selectors.approvals import (
    APPROVAL_READERS,
    access_approval,
    asked_for,
    awaiting,
    round_of,
)
from placements.selectors.comparison import ComparedOffer, comparison_of
from placements.services.approvals import decide
from placements.side_by_side import columns_of, fact_rows, score_rows
from placements.tables import ApprovalTable, in_brief
from placements.views.noting import note_case

DONE = {
    "approve": "Approved",
    "return": "Returned. The case is back with the person who asked.",
    "refuse": "Refused. The case is back with the person who asked.",
}


@open_to(*APPROVAL_READERS)
def approval_queue(request: ActorRequest) -> HttpResponse:
    """What waits for this person: approvals to decide, agreements to sign, and what they asked others for."""
    to_decide, asked = list(awaiting(request.actor)), list(asked_for(request.actor))
    context = {
        "title": "Approvals",
        "to_decide": ApprovalTable(to_decide),
        "asked": ApprovalTable(asked) if asked else None,
        "to_sign": list(agreements_to_sign(request.actor)),
    }
    return render(request, "placements/approval_queue.html", context)


@open_to(*APPROVAL_READERS)
def approval_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What is asked, what it costs, what else was offered, and the decision."""
    approval = access_approval(request.actor, reference)
    decision = can_decide(request.actor, approval)
    waits = approval.state == ApprovalState.AWAITING
    # A decision that was on its way when the case moved on is answered too, with what was typed.
    form = DecisionForm(request.POST or None) if (waits and decision) or request.POST else None
    if form is not None and form.is_valid():
        verb, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        with reporting_to(form):
            decide(approval=approval, verb=verb, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, DONE[verb])
            return redirect("approval_queue")
    note_case(request, approval.request)
    return render(request, "placements/approval_detail.html", _facts(approval, form, decision.reason))


def _facts(approval: ApprovalRequest, form: DecisionForm | None, refusal: str) -> dict[str, Any]:
    comparison = comparison_of(approval.request, on=timezone.localdate())
    row = comparison.row_of(approval.offer)
    wanted = approval.request
    return {
        "approval": approval,
        "wanted": wanted,
        "brief": in_brief(wanted),
        "title": APPROVAL_TITLES[ApprovalKind(approval.kind)],
        "kind": APPROVAL_KINDS[ApprovalState(approval.state)],
        "round": [(each, APPROVAL_KINDS[ApprovalState(each.state)]) for each in round_of(approval)],
        "comparison": comparison,
        "row": row,
        "planned_end": wanted.planned_end_on or end_of_childhood(wanted.child.birth_month),
        "columns": columns_of(comparison),
        "facts": fact_rows(comparison),
        "scores": score_rows(comparison),
        "checks": _checks(approval, row) if row else [],
        "form": form,
        "refusal": refusal if approval.state == ApprovalState.AWAITING and form is None else "",
    }


def _checks(approval: ApprovalRequest, row: ComparedOffer) -> list[Check]:
    wanted, home = approval.request, row.setting
    return statutory_checks(
        age=wanted.age,
        placement_type=wanted.placement_type,
        area=row.area,
        area_name=home.authority.name if home.authority else "Area not known",
        miles=row.miles,
        outcome=row.outcome,
        is_active=home.is_active,  # type: ignore[attr-defined]
        is_suspended=row.is_suspended,
        has_views=bool(wanted.child_views.strip()),
        needs_met=set(home.needs) & set(wanted.needs),
        needs=wanted.needs,
    )
