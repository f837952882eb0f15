"""The alarm over an emergency that nobody ratified by the next working day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import Role
from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.locking import lock_all
from placements.choices import RequestState
from placements.models import PlacementRequest

ALARMED = (Role.HEAD_OF_SERVICE, Role.DCS)


@transaction.atomic
def alarm_unratified(*, by: Actor, at: datetime) -> int:
    """Write once to the approver and those above about each emergency whose day has passed; how many."""
    overdue = PlacementRequest.objects.filter(
        authority_id=by.council_id,
        is_emergency=True,
        ratified_at=None,
        ratify_by__lt=timezone.localdate(at),
        alarmed_at=None,
    ).exclude(state=RequestState.WITHDRAWN)
    late = lock_all(overdue)
    for request in late:
        write_to_staff(
            roles=ALARMED,
            people=[request.verbal_approver_id] if request.verbal_approver_id else [],
            template="emergency_unratified",
            subject=f"Emergency {request.reference} was not ratified in time",
            context={"reference": request.reference},
            by=by,
            at=at,
        )
        request.alarmed_at = at
        request.save(update_fields=["alarmed_at"])
    return len(late)
