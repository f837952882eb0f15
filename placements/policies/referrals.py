"""Who may clear the text of a referral, and open who the child is before anything is signed."""

from authorities.choices import CASE_ROLES
from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.choices import RecipientState, RequestState
from placements.models import PlacementRequest, Referral, ReferralRecipient
from placements.policies.sourcing import SEARCHING
from placements.workflows import SOURCING_ROLES

DETAIL, IDENTITY = 2, 3
DETAILED_IN = (RequestState.NEED_AGREED, *SEARCHING, RequestState.AWAITING_APPROVAL, RequestState.APPROVED)
SHORTLISTED = (RecipientState.READ, RecipientState.OFFERED, RecipientState.CHOSEN)


def can_clear(actor: Actor, referral: Referral) -> Decision:
    """Free text is cleared by a second person."""
    if referral.summary and actor.person_id == referral.drafted_by_id:
        return deny("You wrote this text, so somebody else must clear it.")
    return allow()


def can_release_early(actor: Actor, recipient: ReferralRecipient, request: PlacementRequest) -> Decision:
    """Only in an emergency, and only to a provider that has offered a place and still holds the referral."""
    if not actor.has_role(*SOURCING_ROLES) or actor.clearance < IDENTITY:
        return deny("Only placements officers and commissioners can open who the child is.")
    if not request.is_emergency:
        return deny("Who the child is opens to the chosen provider once both sides have signed.")
    if recipient.state != RecipientState.OFFERED or recipient.revoked_at is not None:
        return deny("This provider has not offered a place, or no longer holds the referral.")
    return allow()


def can_write_detail(actor: Actor, request: PlacementRequest) -> Decision:
    """People who work on the case, while a home is looked for or agreed."""
    if not actor.has_role(*CASE_ROLES) or actor.clearance < DETAIL:
        return deny("Only people who work on the case can write the detailed profile.")
    if request.state not in DETAILED_IN:
        return deny("The detailed profile is for a search that is under way.")
    return allow()


def may_read_detail(recipient: ReferralRecipient) -> bool:
    """While it weighs an offer, offers or was chosen, and holds the referral."""
    return recipient.state in SHORTLISTED and recipient.revoked_at is None


def can_open_detail(actor: Actor, recipient: ReferralRecipient) -> Decision:
    """Only to a provider that has opened the referral, has not declined it and still holds it."""
    if not actor.has_role(*SOURCING_ROLES) or actor.clearance < DETAIL:
        return deny("Only placements officers and commissioners can shortlist a provider.")
    if not may_read_detail(recipient):
        return deny("This provider has not opened the referral, has declined it or no longer holds it.")
    return allow()
