"""Who may clear the text of a referral."""

from core.actor import Actor
from core.policies import Decision, allow, deny
from placements.models import Referral


def can_clear(actor: Actor, referral: Referral) -> Decision:
    if referral.summary and actor.person_id == referral.drafted_by_id:
        return deny("You wrote this text, so somebody else must clear it.")
    return allow()
