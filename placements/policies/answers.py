"""When a provider may still answer a referral."""

from datetime import datetime

from core.formats import moment
from core.policies import Decision, allow, deny
from placements.choices import ReferralState
from placements.models import ReferralRecipient


def can_answer(recipient: ReferralRecipient, *, at: datetime) -> Decision:
    """The referral is open and its clock has not run out."""
    # Once revoked, the provider cannot read the referral at all.
    if recipient.revoked_at is not None or recipient.referral.state != ReferralState.SENT:
        return deny("The council has closed this referral, so it can no longer be answered.")
    clock = recipient.referral.answer_by
    if at > clock:
        return deny(f"Answers closed on {moment(clock)}. It is now {moment(at)}.")
    return allow()
