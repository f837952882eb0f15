"""Who may clear the text of a referral, and open who the child is before anything is signed."""

from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.choices import RecipientState
from placements.models import PlacementRequest, Referral, ReferralRecipient
from placements.workflows import SOURCING_ROLES

IDENTITY = 3


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
