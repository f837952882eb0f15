"""Holding a home's free place for a child until a moment, or waiting for one in order of need."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import moment
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from placements.choices import ClaimState, RequestState
from placements.models import PlacementRequest, Reservation, VacancyClaim
from placements.policies.awards import can_place_at
from placements.policies.sourcing import SEARCHING, can_search
from placements.selectors.claims import Standing, standing_of
from placements.workflows import SOURCING_ROLES
from providers.models import Setting
from providers.selectors.register import with_register_facts

# While a home is looked for, and until the agreement has taken the place.
MAY_HOLD = (
    *SEARCHING,
    RequestState.AWAITING_APPROVAL,
    RequestState.APPROVED,
    RequestState.AGREEMENT_ISSUED,
)
LONGEST = timedelta(days=14)


@transaction.atomic
def hold_place(
    *, request: PlacementRequest, setting: Setting, until: datetime, by: Actor, at: datetime
) -> Reservation:
    """Hold the first free place until a moment, after which it is free again by itself.

    ``Conflict`` when none is free, when children in greater need wait for all that are, or when somebody
    else takes the place at the same moment: the exclusion constraint decides between two.
    """
    if not at < until <= at + LONGEST:
        raise DomainError(f"Choose a moment after now and before {moment(at + LONGEST)}", field="until")
    request, standing = _open(request, setting, by=by, at=at)
    claim = _own(request, setting, at) or _claim(request, setting, at)
    if claim.state == ClaimState.HELD:
        raise Conflict(f"A place at {setting.name} is held for this child already.")
    _check_turn(standing, claim, setting)
    claim.state, claim.place = ClaimState.HELD, standing.open_places[0]
    claim.held_from, claim.held_until = at, until
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        raise Conflict(f"Somebody else has just held this place at {setting.name}.") from error
    return _reserve(claim, request, by)


@transaction.atomic
def join_line(*, request: PlacementRequest, setting: Setting, by: Actor, at: datetime) -> Reservation:
    """Wait for a place of a home that is full or held; the most urgent come first."""
    request, _ = _open(request, setting, by=by, at=at)
    if _own(request, setting, at) is not None:
        raise Conflict(f"This child has a place held, or waits already, at {setting.name}.")
    claim = _claim(request, setting, at)
    claim.save()
    return _reserve(claim, request, by)


@transaction.atomic
def give_up_place(*, reservation: Reservation, reason: str, by: Actor, at: datetime) -> Reservation:
    """Let a held place go, or leave the line."""
    if not reason.strip():
        raise DomainError("Say why the place is not needed", field="reason")
    require(can_search(by))
    return _end(lock(reservation), reason.strip(), at)


def end_claims(*, request: PlacementRequest, because: str, at: datetime) -> int:
    """Give up everything a request holds or waits for, in the caller's transaction; how many there were."""
    live = Reservation.objects.filter(request=request).exclude(claim__state=ClaimState.LEFT)
    return len([_end(reservation, because, at) for reservation in lock_all(live)])


@transaction.atomic
def tell_of_free_places(*, by: Actor, at: datetime) -> int:
    """Tell the council's people whose turn it is of places that have become free; how many were told."""
    waiting = Reservation.objects.filter(
        authority_id=by.council_id, claim__state=ClaimState.WAITING, claim__next_told_at=None
    ).select_related("claim__setting", "request")
    told = 0
    for reservation in lock_all(waiting):
        claim = reservation.claim
        standing = standing_of(claim.setting, at=at)
        if standing.ahead_of(claim) >= standing.free:
            continue
        owner = reservation.request.owner_id
        write_to_staff(
            roles=() if owner else SOURCING_ROLES,
            people=[owner] if owner else [],
            template="place_free",
            subject=f"A place is free for {reservation.request.reference}",
            context={"reference": reservation.request.reference, "home": claim.setting.name},
            by=by,
            at=at,
        )
        claim.next_told_at = at
        claim.save(update_fields=["next_told_at"])
        told += 1
    return told


def _open(
    request: PlacementRequest, setting: Setting, *, by: Actor, at: datetime
) -> tuple[PlacementRequest, Standing]:
    require(can_search(by))
    request = lock(request)
    if request.state not in MAY_HOLD:
        raise Conflict("Nobody is looking for a home for this child now, so no place can be held.")
    home = with_register_facts(
        Setting.objects.filter(pk=setting.pk), authority_id=request.authority_id, on=timezone.localdate(at)
    ).get()
    require(can_place_at(home))
    standing = standing_of(setting, at=at)
    if standing.told is None:
        raise DomainError(f"{setting.name} has not told us of any place. Ask it to report one first.")
    return request, standing


def _check_turn(standing: Standing, claim: VacancyClaim, setting: Setting) -> None:
    if not standing.free:
        raise Conflict(f"No place at {setting.name} is free now. You can wait in line for one.")
    ahead = standing.ahead_of(claim)
    if ahead >= standing.free:
        raise Conflict(
            f"{ahead} {'child' if ahead == 1 else 'children'} in greater need or longer in line"
            f" {'waits' if ahead == 1 else 'wait'} for {setting.name}. You can wait in line too."
        )


def _own(request: PlacementRequest, setting: Setting, at: datetime) -> VacancyClaim | None:
    """The request's own claim on the home; one that ran out is over."""
    claims = VacancyClaim.objects.filter(reservation__request=request, setting=setting)
    live = claims.exclude(state=ClaimState.LEFT).exclude(state=ClaimState.HELD, held_until__lte=at)
    claim = live.first()
    return lock(claim) if claim is not None else None


def _claim(request: PlacementRequest, setting: Setting, at: datetime) -> VacancyClaim:
    return VacancyClaim(
        authority_id=request.authority_id,
        setting=setting,
        reference=new_reference("HLD"),
        urgency=request.urgency,
        joined_at=at,
    )


def _reserve(claim: VacancyClaim, request: PlacementRequest, by: Actor) -> Reservation:
    made, _ = Reservation.objects.get_or_create(
        claim=claim,
        authority_id=request.authority_id,
        request=request,
        defaults={"made_by_id": by.member_id},
    )
    return made


def _end(reservation: Reservation, because: str, at: datetime) -> Reservation:
    claim = lock(reservation.claim)
    if claim.held_until is not None and claim.held_from is not None:
        claim.held_until = max(min(claim.held_until, at), claim.held_from)
    claim.state = ClaimState.LEFT
    claim.save(update_fields=["state", "held_until"])
    reservation.ended_because = because
    reservation.save(update_fields=["ended_because"])
    return reservation
