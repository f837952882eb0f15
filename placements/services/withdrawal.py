"""Withdrawing a request and everything that falls with it."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.errors import DomainError
from core.locking import lock, lock_all
from core.workflow import move
from placements.choices import ApprovalState, ReferralState
from placements.models import (
    ApprovalRequest,
    PlacementAgreement,
    PlacementRequest,
    Referral,
)
from placements.services.escalations import close_escalation
from placements.services.pauses import HOLD, leave_hold
from placements.services.referrals import close_referral
from placements.services.search_ends import stop_searching
from placements.services.search_records import record_search
from placements.workflows import AGREEMENT, APPROVAL, REQUEST, UNSIGNED


@transaction.atomic
def withdraw_request(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Stop the search: referrals close and their providers are told and lose access, approvals and unsigned
    agreements fall, the open step ends. ``selectors.falling.falls_with`` says beforehand what that will be.
    """
    if not reason.strip():
        raise DomainError("Say why the child no longer needs this home", field="reason")
    request = lock(request)
    leave_hold(request)
    move(request, REQUEST, "withdraw", by=by, at=at, reason=reason.strip(), save_fields=HOLD)
    close_escalation(request, "The request was withdrawn.", by=by, at=at)
    for approval in lock_all(
        ApprovalRequest.objects.filter(
            request=request, state__in=(ApprovalState.AWAITING, ApprovalState.APPROVED)
        )
    ):
        move(approval, APPROVAL, "withdraw", by=by, at=at, reason=reason.strip())
    for agreement in lock_all(
        PlacementAgreement.objects.filter(offer__recipient__referral__request=request, state__in=UNSIGNED)
    ):
        move(agreement, AGREEMENT, "cancel", by=by, at=at)
    for referral in lock_all(Referral.objects.filter(request=request).exclude(state=ReferralState.CLOSED)):
        close_referral(referral=referral, reason="The request was withdrawn.", by=by, at=at)
    stop_searching(request=request, because="The request was withdrawn.", by=by, at=at)
    record_search(request, at=at)
    return request
