"""Placing a child: what happens the moment both sides have signed, and the day the child arrives."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import ServiceCategory
from authorities.selectors.places import adjoining_ids
from contracts.choices import PurchaseBasis
from contracts.models import BedBooking
from contracts.services.beds import book_bed
from core.actor import Actor
from core.errors import DomainError
from core.formats import day
from core.locking import lock, lock_all
from core.references import new_reference
from core.workflow import move
from placements.approvals import Area
from placements.choices import OfferState, PlacementState, ReferralState, ReleaseReason
from placements.models import (
    IdentityRelease,
    Offer,
    Placement,
    PlacementAgreement,
    PlacementRequest,
    Referral,
)
from placements.selectors.comparison import area_of, miles_from_home
from placements.services.headroom import draw_award
from placements.services.referrals import close_referral
from placements.services.search_ends import stop_searching
from placements.services.search_records import record_search
from placements.services.together import agreements_of_siblings
from placements.workflows import OFFER, PLACEMENT, RECIPIENT, REQUEST
from providers.services.letters import write_to_providers


def start_placement(
    *, agreement: PlacementAgreement, request: PlacementRequest, by: Actor, at: datetime
) -> Placement:
    """Everything that follows from the second signature, in its transaction.

    The placement is recorded (active at once when its first night has come, else planned), a block bed is
    booked, the approved ceiling is drawn on, the identity is released to this provider alone, the other
    providers are told and lose access, and the search is over. Brothers and sisters who are to live together
    are placed in the same transaction: all of them or none. Raises Conflict when the last bed has been taken,
    CeilingReached when the award does not fit.
    """
    request = lock(request)
    placement = _place(agreement, request, by=by, at=at)
    for together in agreements_of_siblings(agreement, request, at=at):
        _place(together, request, by=by, at=at)
    _settle_offers(agreement, request, by=by, at=at)
    move(request, REQUEST, "place", by=by, at=at)
    stop_searching(request=request, because="The child was placed.", by=by, at=at)
    record_search(request, placement=placement, at=at)
    write_to_providers(
        [agreement.provider_id],
        template="placement_agreed",
        subject=f"Agreement {agreement.reference} is signed by both sides",
        context={"council": agreement.authority.name, "reference": agreement.reference},
        by=by,
        at=at,
    )
    return placement


def _place(agreement: PlacementAgreement, request: PlacementRequest, *, by: Actor, at: datetime) -> Placement:
    """One child under one agreement."""
    on = timezone.localdate(at)
    booking = _book_bed(agreement, by)
    area = area_of(agreement.setting, agreement.authority_id, adjoining_ids(agreement.authority_id, on=on))
    placement = Placement.objects.create(
        authority_id=agreement.authority_id,
        provider_id=agreement.provider_id,
        reference=new_reference("PLC"),
        child=agreement.child,
        agreement=agreement,
        setting=agreement.setting,
        bed_booking=booking,
        state=PlacementState.PLANNED,
        state_at=at,
        placement_type=agreement.placement_type,
        category=ServiceCategory(agreement.placement_type),
        route=agreement.route,
        purchase_basis=agreement.purchase_basis,
        is_on_contract=agreement.is_on_contract,
        area_authority_id=agreement.setting.authority_id,
        distance_miles=miles_from_home(request, agreement.setting),
        is_distant=area is Area.DISTANT,
        starts_on=agreement.starts_on,
        recorded_at=at,
    )
    draw_award(placement=placement, by=by, at=at)
    if agreement.starts_on <= on:
        move(placement, PLACEMENT, "start", by=by, at=at)
    release_identity(agreement, by=by, at=at)
    return placement


@transaction.atomic
def record_arrival(*, placement: Placement, arrived_on: date, by: Actor, at: datetime) -> Placement:
    """The child has moved in; ``arrived_on`` is the first night, from which the home is paid."""
    placement = lock(placement)
    if arrived_on > timezone.localdate(at):
        raise DomainError("An arrival is recorded on the day or after it.", field="arrived_on")
    if arrived_on < placement.agreement.starts_on:
        raise DomainError(
            f"The agreement starts on {day(placement.agreement.starts_on)}. An earlier arrival needs a new"
            " agreement.",
            field="arrived_on",
        )
    placement.starts_on = arrived_on
    move(placement, PLACEMENT, "start", by=by, at=at, save_fields=("starts_on",))
    return placement


def _book_bed(agreement: PlacementAgreement, by: Actor) -> BedBooking | None:
    if agreement.purchase_basis != PurchaseBasis.BLOCK:
        return None
    return book_bed(
        setting_id=agreement.setting_id,
        category=ServiceCategory(agreement.placement_type),
        starts_on=agreement.starts_on,
        ends_on=agreement.planned_end_on,
        by=by,
    )


def release_identity(agreement: PlacementAgreement, *, by: Actor, at: datetime) -> None:
    """Open the child's identity to the agreement's provider; it may be open from an earlier placement.

    What an emergency opened ends, as it hangs on one referral.
    """
    IdentityRelease.objects.filter(
        provider=agreement.provider_id,
        child=agreement.child_id,
        reason=ReleaseReason.EMERGENCY,
        revoked_at=None,
    ).update(revoked_at=at)
    IdentityRelease.objects.get_or_create(
        authority_id=agreement.authority_id,
        provider_id=agreement.provider_id,
        child=agreement.child,
        revoked_at=None,
        defaults={
            "reason": ReleaseReason.PREFERRED_OFFER,
            "released_at": at,
            "released_by_id": by.person_id,
        },
    )


def _settle_offers(
    agreement: PlacementAgreement, request: PlacementRequest, *, by: Actor, at: datetime
) -> None:
    """Accept the one, then close every referral of the search: the others are told and lose access."""
    assert agreement.offer is not None
    chosen = lock(agreement.offer)
    move(chosen, OFFER, "accept", by=by, at=at)
    move(lock(chosen.recipient), RECIPIENT, "choose", by=by, at=at)
    others = Offer.objects.filter(recipient__referral__request=request, state=OfferState.SUBMITTED)
    for offer in lock_all(others):
        move(offer, OFFER, "not_select", by=by, at=at)
    for referral in lock_all(Referral.objects.filter(request=request).exclude(state=ReferralState.CLOSED)):
        close_referral(referral=referral, reason="A home was agreed.", by=by, at=at)
