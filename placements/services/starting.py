"""A child who moves in before both sides have signed: allowed with a reason, flagged until they have."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock
from core.policies import require
from placements.models import Placement, PlacementAgreement
from placements.policies.awards import can_draft, can_start_unsigned
from placements.selectors.agreements import request_of
from placements.services.agreements import guard_approved, guard_home
from placements.services.placing import start_placement


@transaction.atomic
def start_unsigned(*, agreement: PlacementAgreement, reason: str, by: Actor, at: datetime) -> Placement:
    """Start the placement of an issued agreement that is not signed by both sides yet.

    The three approvals must stand. The signatures follow, and until then every list says that it started
    unsigned. Raises NotPermitted before the agreement is issued, Conflict when it has started.
    """
    agreement = lock(agreement)
    require(can_draft(by))
    require(can_start_unsigned(agreement))
    if not reason.strip():
        raise DomainError("Say why the child moves in before the agreement is signed", field="reason")
    if Placement.objects.filter(agreement=agreement).exists():
        raise Conflict("This placement has started already.")
    today: date = timezone.localdate(at)
    if agreement.starts_on > today:
        raise DomainError(
            f"The first night is {day(agreement.starts_on)}. Until then there is time to sign.",
            field="reason",
        )
    assert agreement.offer is not None
    guard_approved(agreement.offer)
    guard_home(agreement.offer, at)
    placement = start_placement(agreement=agreement, request=request_of(agreement), by=by, at=at)
    placement.unsigned_reason = reason.strip()
    placement.save(update_fields=["unsigned_reason"])
    return placement
