"""Doors to approvals: what waits for a person, and one case whole."""

from dataclasses import dataclass

from django.db.models import QuerySet

from authorities.choices import APPROVING_ROLES, Role
from core.actor import Actor
from core.errors import NotFound
from core.policies import Decision
from placements.choices import ApprovalKind, ApprovalState
from placements.models import ApprovalRequest
from placements.policies.awards import can_decide
from placements.workflows import SOURCING_ROLES

APPROVAL_READERS = (*SOURCING_ROLES, *APPROVING_ROLES, Role.AUDITOR)
KINDS = list(ApprovalKind)


@dataclass(frozen=True)
class ApprovalCase:
    """One approval, the other two of its offer, and whether this actor may decide."""

    approval: ApprovalRequest
    siblings: list[ApprovalRequest]
    decision: Decision


def approvals_visible_to(actor: Actor) -> QuerySet[ApprovalRequest]:
    """The council's approvals; an approver sees those of the roles held, others see all."""
    approvals = ApprovalRequest.objects.select_related(
        "request__child", "offer__setting", "offer__provider", "raised_by", "decided_by"
    )
    if actor.has_role(*SOURCING_ROLES, Role.AUDITOR):
        return approvals
    return approvals.filter(roles_able__overlap=sorted(actor.roles))


def awaiting(actor: Actor) -> QuerySet[ApprovalRequest]:
    """What this actor may have to decide, longest waiting first; what the actor asked for is left out."""
    return (
        approvals_visible_to(actor)
        .filter(state=ApprovalState.AWAITING, roles_able__overlap=sorted(actor.roles))
        .exclude(raised_by=actor.person_id)
        .order_by("raised_at", "pk")
    )


def asked_for(actor: Actor) -> QuerySet[ApprovalRequest]:
    """What this actor asked others to approve and is still waiting for."""
    return (
        approvals_visible_to(actor)
        .filter(state=ApprovalState.AWAITING, raised_by=actor.person_id)
        .order_by("raised_at", "pk")
    )


def access_approval(actor: Actor, reference: str) -> ApprovalCase:
    """One approval with its siblings of the same round; NotFound when the actor may not see it."""
    approval = approvals_visible_to(actor).filter(reference=reference).first()
    if approval is None:
        raise NotFound
    of_round = ApprovalRequest.objects.select_related("decided_by").filter(
        offer=approval.offer_id, raised_at=approval.raised_at
    )
    siblings = sorted(of_round, key=lambda each: KINDS.index(ApprovalKind(each.kind)))
    return ApprovalCase(approval, siblings, can_decide(actor, approval))
