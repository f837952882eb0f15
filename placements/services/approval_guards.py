"""What must still hold when an approval is given or used."""

from core.errors import Conflict, DomainError
from placements.choices import Urgency
from placements.models import ApprovalRequest, Offer, PlacementRequest
from placements.selectors.limits import fingerprint_of


def guard_unchanged(approval: ApprovalRequest) -> None:
    """Refuse to go on when the offer or what was asked for is no longer what was put forward: an approval is
    of one price, home, child and stay only. A change to an agreement cannot be edited at all."""
    if approval.offer_id is None or approval.request_id is None:
        return
    offer = Offer.objects.get(pk=approval.offer_id)
    fees = sum(fee.weekly_rate for fee in offer.fees.all())
    same_price = offer.weekly_total == fees == approval.weekly_value
    now = fingerprint_of(offer, PlacementRequest.objects.get(pk=approval.request_id))
    if not same_price or approval.fingerprint not in ("", now):
        raise Conflict(
            "The offer has changed since it was put forward, so its approvals no longer count."
            " Go back to comparing and choose again."
        )


def guard_consulted(approval: ApprovalRequest) -> None:
    """The council of a distant area has been consulted; in an emergency it is told within five working days
    instead, which the placement's clocks hold."""
    if not approval.must_consult or approval.consulted_on is not None:
        return
    if approval.request is not None and approval.request.urgency == Urgency.SAME_DAY:
        return
    raise DomainError(
        "The home is at a distance. Record first that its area's council was consulted with the care plan.",
        field="decision",
    )
