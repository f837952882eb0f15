"""The three approvals of one chosen offer: raised together, decided apart, and void when anything changes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contracts.choices import Route
from core.actor import Actor
from core.errors import Conflict, DomainError, NotPermitted
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.approvals import (
    Area,
    Rule,
    Values,
    care_rule,
    contract_rule,
    is_on_contract,
    key_stage_4,
)
from placements.choices import (
    ApprovalKind,
    ApprovalState,
    OfferState,
    StepOutcome,
    StepState,
)
from placements.models import (
    AgreementVariation,
    ApprovalRequest,
    Offer,
    PlacementAgreement,
    PlacementRequest,
    SourcingStep,
)
from placements.policies.awards import can_decide
from placements.selectors.comparison import ComparedOffer, Comparison
from placements.selectors.limits import agreed_before, fingerprint_of, ladder_rule, lent_role
from placements.services.approval_guards import guard_consulted, guard_unchanged
from placements.workflows import AGREEMENT, APPROVAL, OFFER, REQUEST, SOURCING_ROLES, UNSIGNED, VARIATION

LIVE = (ApprovalState.AWAITING, ApprovalState.APPROVED)
DECISIONS = ("approve", "return", "refuse")


def raise_approvals(
    *,
    comparison: Comparison,
    row: ComparedOffer,
    recommendation: str,
    changes_school: bool = False,
    by: Actor,
    at: datetime,
) -> list[ApprovalRequest]:
    """Ask for care, financial and contract approval of a chosen offer. Runs inside the choice of it.

    A home at a distance names the council that must be consulted first; the financial limit is that of the
    whole bought for this child from this provider.
    """
    request, route, on = comparison.request, Route(row.step.route), timezone.localdate(at)
    before = agreed_before(request.child_id, row.offer.provider_id, offer=row.offer.pk, at=at)
    in_key_stage_4 = key_stage_4(request.child.birth_month, request.needed_on or on)
    is_registered = route != Route.EXCEPTION and row.setting.is_active  # type: ignore[attr-defined]
    rules = {
        ApprovalKind.CARE: care_rule(
            row.area,
            is_registered=is_registered,
            disrupts_key_stage_4=changes_school and in_key_stage_4,
        ),
        ApprovalKind.FINANCIAL: ladder_rule(
            request.authority_id,
            Values(row.values.weekly, row.values.annual, row.values.whole_life + before),
            grades_up=0 if is_on_contract(route) else 1,
            counted_with=before,
            on=on,
        ),
        ApprovalKind.CONTRACT: contract_rule(),
    }
    area_id = row.setting.authority_id
    consults = {"consults_id": area_id, "consults_unlisted": area_id is None}
    return [
        ask_approval(
            kind=kind,
            rule=rule,
            values=row.values,
            recommendation=recommendation,
            by=by,
            at=at,
            request=request,
            offer=row.offer,
            changes_school=changes_school,
            counted_with=before,
            fingerprint=fingerprint_of(row.offer, request),
            **(consults if kind is ApprovalKind.CARE and row.area is Area.DISTANT else {}),
        )
        for kind, rule in rules.items()
    ]


def ask_approval(
    *,
    kind: ApprovalKind,
    rule: Rule,
    values: Values,
    recommendation: str,
    by: Actor,
    at: datetime,
    **about: Any,
) -> ApprovalRequest:
    """Record that one approval is asked for, of those who may give it."""
    return ApprovalRequest.objects.create(
        authority_id=by.council_id,
        reference=new_reference("APR"),
        kind=kind,
        state=ApprovalState.AWAITING,
        state_at=at,
        roles_able=list(rule.roles),
        grounds=rule.grounds,
        recommendation=recommendation,
        weekly_value=values.weekly,
        annual_value=values.annual,
        whole_life_value=values.whole_life,
        raised_by_id=by.member_id,
        raised_at=at,
        **about,
    )


@transaction.atomic
def decide(
    *, approval: ApprovalRequest, verb: str, reason: str = "", by: Actor, at: datetime
) -> ApprovalRequest:
    """Approve, return or refuse one approval; ``verb`` is one of ``DECISIONS``.

    The last yes approves the request, or the change to an agreement. A return or a refusal, which need a
    reason, take a request back to comparing, where the offer is put back, and end a change; the other
    approvals fall with it. Somebody who stands in for another is recorded as deciding for them.
    """
    case = lock(approval.request) if approval.request is not None else lock(_change_of(approval))
    siblings = lock_all(
        ApprovalRequest.objects.filter(
            Q(state__in=LIVE) | Q(pk=approval.pk), offer=approval.offer_id, variation=approval.variation_id
        )
    )
    approval = next(a for a in siblings if a.pk == approval.pk)
    under = lent_role(by, approval, on=timezone.localdate(at))
    require(can_decide(by, approval, under))
    if verb != "approve" and not reason.strip():
        raise DomainError("Say why, so that the person who asked knows what to do.", field="reason")
    if verb == "approve":
        guard_unchanged(approval)
        guard_consulted(approval)
    approval.decided_by_id, approval.decided_at, approval.decided_under = by.person_id, at, under
    kept = ("decided_by", "decided_at", "decided_under")
    move(approval, APPROVAL, verb, by=by, at=at, reason=reason, save_fields=kept)
    if isinstance(case, AgreementVariation):
        _settle_change(case, siblings, verb, reason=reason, by=by, at=at)
    elif verb != "approve":
        reconsider(request=case, reason=reason, by=by, at=at)
    elif {a.kind for a in siblings if a.state == ApprovalState.APPROVED} == set(ApprovalKind):
        move(case, REQUEST, "approve", by=by, at=at)
    return approval


@transaction.atomic
def record_consultation(
    *, approval: ApprovalRequest, consulted_on: date, consultation: str, by: Actor, at: datetime
) -> ApprovalRequest:
    """Record that the area's council was consulted and sent the care plan, before a placement at a distance
    is approved (Care Planning Regulations 2010, reg. 11)."""
    approval = lock(approval)
    if not approval.must_consult:
        raise DomainError("No council needs to be consulted about this placement.")
    if approval.state != ApprovalState.AWAITING:
        raise Conflict(f"This approval is {approval.get_state_display().lower()} already.")
    if not by.has_role(*SOURCING_ROLES):
        raise NotPermitted("Whoever runs the search records the consultation.")
    if consulted_on > timezone.localdate(at):
        raise DomainError("The day must be today or earlier", field="consulted_on")
    if not consultation.strip():
        raise DomainError("Say who was sent the care plan and what they said", field="consultation")
    approval.consulted_on, approval.consultation = consulted_on, consultation.strip()
    approval.save(update_fields=["consulted_on", "consultation"])
    return approval


@transaction.atomic
def reconsider(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Take a case back to comparing: its live approvals and unsigned agreement fall, the offer is released
    and the step it was chosen at opens again."""
    request = lock(request)
    if not reason.strip():
        raise DomainError("Say why the case goes back to comparing.", field="reason")
    move(request, REQUEST, "reconsider", by=by, at=at, reason=reason)
    for approval in lock_all(ApprovalRequest.objects.filter(request=request, state__in=LIVE)):
        move(approval, APPROVAL, "withdraw", by=by, at=at, reason=reason)
    offers = Offer.objects.filter(recipient__referral__request=request, state=OfferState.PREFERRED)
    for agreement in lock_all(PlacementAgreement.objects.filter(offer__in=offers, state__in=UNSIGNED)):
        move(agreement, AGREEMENT, "cancel", by=by, at=at)
    for offer in lock_all(offers):
        move(offer, OFFER, "release", by=by, at=at)
    SourcingStep.objects.filter(request=request, outcome=StepOutcome.OFFER_CHOSEN).update(
        state=StepState.OPEN, outcome="", note="", closed_at=None, closed_by=None
    )
    return request


def _change_of(approval: ApprovalRequest) -> AgreementVariation:
    assert approval.variation is not None
    return approval.variation


def _settle_change(
    variation: AgreementVariation,
    siblings: list[ApprovalRequest],
    verb: str,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    if verb == "approve":
        if all(each.state == ApprovalState.APPROVED for each in siblings):
            move(variation, VARIATION, "approve", by=by, at=at)
        return
    move(variation, VARIATION, "refuse", by=by, at=at, reason=reason)
    for other in siblings:
        if other.state in LIVE:
            move(other, APPROVAL, "withdraw", by=by, at=at, reason=reason)
