"""The three approvals of one chosen offer: raised together, decided apart, and void when anything changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from authorities.selectors.delegation import grades_able_to_approve
from contracts.choices import Route
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.approvals import (
    Rule,
    Values,
    care_rule,
    contract_rule,
    financial_rule,
    is_on_contract,
)
from placements.choices import (
    AgreementState,
    ApprovalKind,
    ApprovalState,
    OfferState,
    StepOutcome,
    StepState,
)
from placements.models import ApprovalRequest, Offer, PlacementAgreement, PlacementRequest, SourcingStep
from placements.policies.awards import can_decide
from placements.selectors.comparison import ComparedOffer, Comparison
from placements.workflows import AGREEMENT, APPROVAL, OFFER, REQUEST

LIVE = (ApprovalState.AWAITING, ApprovalState.APPROVED)
UNSIGNED = (AgreementState.DRAFTED, AgreementState.ISSUED, AgreementState.PROVIDER_SIGNED)
DECISIONS = ("approve", "return", "refuse")


def raise_approvals(
    *, comparison: Comparison, row: ComparedOffer, recommendation: str, by: Actor, at: datetime
) -> list[ApprovalRequest]:
    """Ask for care, financial and contract approval of a chosen offer. Runs inside ``choose_offer``."""
    assert comparison.step is not None and by.person_id is not None
    rules = {
        ApprovalKind.CARE: care_rule(row.area),
        ApprovalKind.FINANCIAL: _financial_rule(comparison.request, row, Route(comparison.step.route), at),
        ApprovalKind.CONTRACT: contract_rule(),
    }
    return [
        ApprovalRequest.objects.create(
            authority_id=row.offer.authority_id,
            reference=new_reference("APR"),
            request=comparison.request,
            offer=row.offer,
            kind=kind,
            state=ApprovalState.AWAITING,
            state_at=at,
            roles_able=list(rule.roles),
            grounds=rule.grounds,
            recommendation=recommendation,
            weekly_value=row.values.weekly,
            annual_value=row.values.annual,
            whole_life_value=row.values.whole_life,
            raised_by_id=by.person_id,
            raised_at=at,
        )
        for kind, rule in rules.items()
    ]


@transaction.atomic
def decide(
    *, approval: ApprovalRequest, verb: str, reason: str = "", by: Actor, at: datetime
) -> ApprovalRequest:
    """Approve, return or refuse one approval; ``verb`` is one of ``DECISIONS``.

    The third yes approves the request. A return or a refusal, which need a reason, take the case back to
    comparing: the offer is put back and the other approvals fall with it.
    """
    request = lock(approval.request)
    siblings = lock_all(
        ApprovalRequest.objects.filter(Q(state__in=LIVE) | Q(pk=approval.pk), offer=approval.offer_id)
    )
    approval = next(a for a in siblings if a.pk == approval.pk)
    require(can_decide(by, approval))
    if verb != "approve" and not reason.strip():
        raise DomainError("Say why, so that the person who asked knows what to do.", field="reason")
    if verb == "approve":
        guard_unchanged(approval)
    approval.decided_by_id, approval.decided_at = by.person_id, at
    move(approval, APPROVAL, verb, by=by, at=at, reason=reason, save_fields=("decided_by", "decided_at"))
    if verb != "approve":
        reconsider(request=request, reason=reason, by=by, at=at)
    elif {a.kind for a in siblings if a.state == ApprovalState.APPROVED} == set(ApprovalKind):
        move(request, REQUEST, "approve", by=by, at=at)
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


def guard_unchanged(approval: ApprovalRequest) -> None:
    """Refuse to go on when the offer is no longer what was put forward: an approval is of one price only."""
    offer = Offer.objects.get(pk=approval.offer_id)
    fees = sum(fee.weekly_rate for fee in offer.fees.all())
    if not offer.weekly_total == fees == approval.weekly_value:
        raise Conflict(
            "The offer has changed since it was put forward, so its approvals no longer count."
            " Go back to comparing and choose again."
        )


def _financial_rule(request: PlacementRequest, row: ComparedOffer, route: Route, at: datetime) -> Rule:
    values: Values = row.values
    grades_up = 0 if is_on_contract(route) else 1
    able = grades_able_to_approve(
        request.authority_id,
        weekly=values.weekly,
        annual=values.annual,
        whole_life=values.whole_life,
        on=timezone.localdate(at),
        grades_up=grades_up,
    )
    if not able:
        raise DomainError(
            f"No grade's limits cover £{values.weekly:,} a week and £{values.whole_life:,} in all."
            " Ask an administrator to record the delegation, or take it to members."
        )
    return financial_rule(able, values, grades_up=grades_up)
