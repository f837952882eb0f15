"""Putting a request on hold until a day to look at it again, and taking it off."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock, lock_all
from core.workflow import move
from placements.choices import RequestState, WaveState
from placements.models import PlacementRequest, PlannedWave
from placements.workflows import REQUEST

HOLD = ("held_from", "look_again_on", "look_again_told_at")


@transaction.atomic
def put_on_hold(
    *, request: PlacementRequest, reason: str, look_again_on: date, by: Actor, at: datetime
) -> PlacementRequest:
    """Let it rest where it stands. Nothing opens by itself meanwhile; what was sent may still be answered.

    DomainError without a reason, or when the day to look again is not to come.
    """
    if not reason.strip():
        raise DomainError("Say why it has to wait", field="reason")
    if look_again_on <= timezone.localdate(at):
        raise DomainError("The day to look again must be after today", field="look_again_on")
    request = lock(request)
    request.held_from, request.look_again_on, request.look_again_told_at = request.state, look_again_on, None
    move(request, REQUEST, "hold", by=by, at=at, reason=reason.strip(), save_fields=HOLD)
    PlannedWave.objects.filter(step__request=request, state=WaveState.PLANNED).update(
        state=WaveState.STOPPED, settled_at=at, result="The request was put on hold."
    )
    return request


@transaction.atomic
def take_off_hold(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Go on where it stood. Waves that were stopped are planned anew by a person."""
    request = lock(request)
    if request.state != RequestState.ON_HOLD:
        raise Conflict(f"This request is not on hold: it is {request.get_state_display().lower()}.")
    verb = f"off_hold_to_{request.held_from}"
    leave_hold(request)
    move(request, REQUEST, verb, by=by, at=at, reason=reason.strip(), save_fields=HOLD)
    return request


def leave_hold(request: PlacementRequest) -> None:
    """Forget the hold, on a row that the caller saves with ``HOLD``."""
    request.held_from, request.look_again_on, request.look_again_told_at = "", None, None


@transaction.atomic
def alarm_pauses(*, by: Actor, at: datetime) -> int:
    """Write once to whoever leads and whoever asked, when the day to look again has come; how many."""
    due = PlacementRequest.objects.filter(
        authority_id=by.council_id,
        state=RequestState.ON_HOLD,
        look_again_on__lte=timezone.localdate(at),
        look_again_told_at=None,
    )
    waiting = lock_all(due)
    for request in waiting:
        write_to_staff(
            roles=(),
            people=[person for person in (request.owner_id, request.raised_by_id) if person],
            template="look_again",
            subject=f"Look again at {request.reference}: it is on hold",
            context={"reference": request.reference, "since": day(timezone.localdate(request.state_at))},
            by=by,
            at=at,
        )
        request.look_again_told_at = at
        request.save(update_fields=["look_again_told_at"])
    return len(waiting)
