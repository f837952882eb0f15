"""The approver's queue, and one approval on one screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from authorities.selectors.standing_in import STANDING_IN_READERS
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.views import open_to
from placements.approvals import end_of_childhood, key_stage_4
from placements.checks import Check, statutory_checks
from placements.choices import ApprovalKind, ApprovalState
from placements.forms.awards import ConsultForm, DecisionForm
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
from placements.selectors.direct_awards import direct_award_of
from placements.selectors.limits import lent_role
from placements.services.approvals import decide, record_consultation
from placements.side_by_side import (
    CANDIDATE_COLUMNS,
    candidate_rows,
    columns_of,
    fact_rows,
    price_facts,
    score_rows,
)
from placements.tables import ApprovalTable, in_brief
from placements.views.noting import note_case
from placements.workflows import SOURCING_ROLES

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
        "may_see_stand_ins": request.actor.has_role(*STANDING_IN_READERS),
    }
    return render(request, "placements/approval_queue.html", context)


@open_to(*APPROVAL_READERS)
def approval_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What is asked, what it costs, what else was offered, and the decision."""
    approval = access_approval(request.actor, reference)
    under = lent_role(request.actor, approval, on=timezone.localdate())
    decision = can_decide(request.actor, approval, under)
    waits = approval.state == ApprovalState.AWAITING
    # A decision that was on its way when the case moved on is answered too, with what was typed.
    form = DecisionForm(request.POST or None) if (waits and decision) or request.POST else None
    if form is not None and form.is_valid():
        verb, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        with reporting_to(form):
            decide(approval=approval, verb=verb, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, DONE[verb])
            return redirect("approval_queue")
    context = {
        "approval": approval,
        "title": APPROVAL_TITLES[ApprovalKind(approval.kind)],
        "kind": APPROVAL_KINDS[ApprovalState(approval.state)],
        "round": [(each, APPROVAL_KINDS[ApprovalState(each.state)]) for each in round_of(approval)],
        "form": form,
        "under": under if form is not None else None,
        "refusal": decision.reason if waits and form is None else "",
        "may_consult": waits and approval.must_consult and request.actor.has_role(*SOURCING_ROLES),
    }
    if approval.request is None:
        return render(request, "placements/approval_change.html", context | _change_facts(approval))
    note_case(request, approval.request)
    return render(request, "placements/approval_detail.html", context | _facts(approval))


@open_to(*SOURCING_ROLES)
def approval_consult(request: ActorRequest, reference: str) -> HttpResponse:
    """Record that a distant area's council was consulted with the care plan."""
    approval = access_approval(request.actor, reference)
    if not approval.must_consult:
        messages.error(request, "No council needs to be consulted about this placement.")
        return redirect("approval_detail", reference)
    form = ConsultForm(request.POST or None, initial={"consulted_on": timezone.localdate()})
    return save_or_show(
        request,
        form,
        lambda: record_consultation(
            approval=approval, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        back=reverse("approval_detail", args=[reference]),
        done="Consultation recorded. The approval can be decided.",
        title="Consult the area’s council",
        caption=f"{reference}, {approval.consulted_council}",
        lead="A distant area's council is consulted and sent the care plan before the director decides.",
        submit="Record the consultation",
    )


def _change_facts(approval: ApprovalRequest) -> dict[str, Any]:
    assert approval.variation is not None
    variation = approval.variation
    return {"variation": variation, "agreement": variation.agreement}


def _facts(approval: ApprovalRequest) -> dict[str, Any]:
    wanted = approval.request
    assert wanted is not None and approval.offer is not None
    today = timezone.localdate()
    comparison = comparison_of(wanted, on=today)
    row = comparison.row_of(approval.offer)
    award = direct_award_of(wanted)
    return {
        "wanted": wanted,
        "brief": in_brief(wanted),
        "comparison": comparison,
        "award": award if award and award.offer_id == approval.offer_id else None,
        "candidates": candidate_rows(award) if award else [],
        "candidate_columns": CANDIDATE_COLUMNS,
        **price_facts(comparison, on=today),
        "row": row,
        "planned_end": wanted.planned_end_on or end_of_childhood(wanted.child.birth_month),
        "columns": columns_of(comparison),
        "facts": fact_rows(comparison),
        "scores": score_rows(comparison),
        "checks": _checks(approval, row) if row else [],
    }


def _checks(approval: ApprovalRequest, row: ComparedOffer) -> list[Check]:
    wanted, home = approval.request, row.setting
    assert wanted is not None
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
        in_key_stage_4=key_stage_4(wanted.child.birth_month, wanted.needed_on or timezone.localdate()),
        changes_school=approval.changes_school,
    )
