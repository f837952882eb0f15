"""What a request says beside its columns: areas to avoid, brothers and sisters, orders of a court."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.geography import normalise_postcode
from authorities.selectors.places import find_postcode
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock, lock_all
from core.periods import age_on
from core.policies import require
from core.workflow import move
from placements.choices import OfferState, ReferralState
from placements.models import (
    AvoidedArea,
    Child,
    ChildIdentity,
    DolOrder,
    Offer,
    PlacementRequest,
    Referral,
    RequestSibling,
)
from placements.policies.requests import can_add_to_need, can_raise_request, can_split
from placements.policies.sourcing import SEARCHING
from placements.selectors.need import areas_avoided
from placements.services.facts import RequestFacts
from placements.services.referrals import close_referral
from placements.services.requests import raise_request
from placements.services.sourcing import ALL_ROUTES, lay_route
from placements.workflows import REQUEST

GOES_WITH_A_SIBLING = (
    *("owner_id", "raised_by_id", "profile"),
    *("is_emergency", "verbal_approver_id", "verbally_agreed_at", "ratify_by"),
    *("ratified_at", "ratified_by_id", "ratification_note", "alarmed_at"),
)


@transaction.atomic
def avoid_area(
    *,
    request: PlacementRequest,
    postcode: str,
    place: str,
    miles: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> AvoidedArea:
    """Keep homes within so many miles of a postcode out of the search from now on.

    Providers read ``place`` and ``miles``, never the postcode or the reason.
    """
    request = lock(request)
    require(can_add_to_need(by, request))
    if not reason.strip():
        raise DomainError("Say why, for your council only", field="reason")
    found = find_postcode(postcode)
    if normalise_postcode(postcode).split()[0].lower() in place.lower().split():
        raise DomainError("Name a town or district: a postcode could tell who the child is", field="place")
    return AvoidedArea.objects.create(
        authority_id=request.authority_id,
        request=request,
        place=place.strip(),
        easting=found.easting,
        northing=found.northing,
        miles=miles,
        reason=reason.strip(),
        recorded_at=at,
    )


@transaction.atomic
def lift_area(*, area: AvoidedArea, by: Actor, at: datetime) -> AvoidedArea:
    """The child may live there after all; the record stays."""
    require(can_add_to_need(by, lock(area.request)))
    area = lock(area)
    area.lifted_at = area.lifted_at or at
    area.save(update_fields=["lifted_at"])
    return area


@transaction.atomic
def add_sibling(*, request: PlacementRequest, child: Child, by: Actor, at: datetime) -> RequestSibling:
    """Look for a home for a brother or sister too, on the same request."""
    request = lock(request)
    require(can_add_to_need(by, request))
    if child.pk == request.child_id or request.siblings.filter(child=child).exists():
        raise Conflict("This child is on the request already.", field="text")
    identity = ChildIdentity.objects.get(child=child)
    return RequestSibling.objects.create(
        authority_id=request.authority_id,
        request=request,
        child=child,
        age=age_on(identity.date_of_birth, timezone.localdate(at)),
    )


@transaction.atomic
def split_sibling(*, sibling: RequestSibling, reason: str, by: Actor, at: datetime) -> PlacementRequest:
    """Look for one brother or sister apart: a request of their own with the same need, at the same stage.

    The coded profile, the areas to avoid and the word given in an emergency go with them. The reason is kept
    on both. Referrals that asked for a home for them all close, to be asked anew for those who stay together.
    Refused once an offer for them all has been chosen.
    """
    if not reason.strip():
        raise DomainError("Say why they cannot live together", field="reason")
    request = lock(sibling.request)
    sibling = lock(sibling)
    require(can_split(by, request))
    if sibling.own_request_id is not None:
        raise Conflict("This child has a request of their own already.")
    chosen = Offer.objects.filter(recipient__referral__request=request, state=OfferState.PREFERRED)
    if chosen.exists():
        raise Conflict("An offer for them together has been chosen. Go back to comparing first.")
    own = raise_request(child=sibling.child, facts=_same_need(request), by=by, at=at)
    for name in GOES_WITH_A_SIBLING:
        setattr(own, name, getattr(request, name))
    own.save(update_fields=[name.removesuffix("_id") for name in GOES_WITH_A_SIBLING])
    _avoid_the_same(own, request)
    _take_as_far(own, request, reason.strip(), by=by, at=at)
    for referral in lock_all(Referral.objects.filter(request=request).exclude(state=ReferralState.CLOSED)):
        close_referral(referral=referral, reason="It asked for a home for them together.", by=by, at=at)
    sibling.own_request, sibling.split_reason = own, reason.strip()
    sibling.split_at, sibling.split_by_id = at, by.person_id
    sibling.save(update_fields=["own_request", "split_reason", "split_at", "split_by"])
    return own


@transaction.atomic
def record_dol_order(
    *, child: Child, starts_on: date, ends_on: date, restrictions: str, by: Actor, at: datetime
) -> DolOrder:
    """Write down a court's order over the dates it holds. Orders of one child do not overlap."""
    require(can_raise_request(by))
    if ends_on <= starts_on:
        raise DomainError("The order must end after it starts", field="ends_on")
    if not restrictions.strip():
        raise DomainError("Say what the order allows at most", field="restrictions")
    lock(child)
    if clash := DolOrder.objects.filter(child=child).overlapping(starts_on, ends_on).first():
        raise DomainError(
            f"An order from {day(clash.starts_on)} until {day(clash.ends_on)} is recorded already",
            field="starts_on",
        )
    return DolOrder.objects.create(
        authority_id=child.authority_id,
        child=child,
        starts_on=starts_on,
        ends_on=ends_on,
        restrictions=restrictions.strip(),
        recorded_by_id=by.member_id,
        recorded_at=at,
    )


def _same_need(request: PlacementRequest) -> RequestFacts:
    return RequestFacts(**{name: getattr(request, name) for name in RequestFacts.__dataclass_fields__})


def _take_as_far(
    own: PlacementRequest, request: PlacementRequest, reason: str, *, by: Actor, at: datetime
) -> None:
    """The need was agreed for all of them together, so it is agreed for each."""
    if request.state not in SEARCHING:
        return
    move(own, REQUEST, "split_off", by=by, at=at, reason=reason)
    lay_route(own, open_first=ALL_ROUTES if own.is_emergency else 1, at=at)


def _avoid_the_same(own: PlacementRequest, request: PlacementRequest) -> None:
    """What endangers one of them there endangers the other; each record says when it was first known."""
    for area in areas_avoided(request):
        area.pk, area.request = None, own
        area.save(force_insert=True)
