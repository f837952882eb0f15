"""Doors to approvals: what waits for a person, and one case whole."""

from django.db.models import QuerySet

from authorities.choices import APPROVING_ROLES, Role
from core.actor import Actor
from core.errors import NotFound
from placements.choices import ApprovalKind, ApprovalState
from placements.models import AgreementVariation, ApprovalRequest
from placements.workflows import SOURCING_ROLES

APPROVAL_READERS = (*SOURCING_ROLES, *APPROVING_ROLES, Role.AUDITOR)
KINDS = list(ApprovalKind)


def approvals_visible_to(actor: Actor) -> QuerySet[ApprovalRequest]:
    """The council's approvals; an approver sees those of the roles held, others see all."""
    approvals = ApprovalRequest.objects.select_related(
        *("request__child", "offer__setting", "offer__provider", "raised_by", "decided_by"),
        *("variation__agreement__child", "variation__agreement__setting", "variation__provider"),
        *("consults", "decided_under__holder"),
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


def access_approval(actor: Actor, reference: str) -> ApprovalRequest:
    """One approval; NotFound when the actor may not see it."""
    found = approvals_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def round_of(approval: ApprovalRequest) -> list[ApprovalRequest]:
    """The approvals that were asked for together, in order: care, financial, contract."""
    together = ApprovalRequest.objects.select_related("decided_by", "decided_under__holder").filter(
        offer=approval.offer_id, variation=approval.variation_id, raised_at=approval.raised_at
    )
    return sorted(together, key=lambda each: KINDS.index(ApprovalKind(each.kind)))


def approvals_of_change(variation: AgreementVariation) -> list[ApprovalRequest]:
    """The approvals of one change to an agreement, in the order of their kinds."""
    found = ApprovalRequest.objects.filter(variation=variation).select_related("decided_by")
    return sorted(found, key=lambda each: KINDS.index(ApprovalKind(each.kind)))
