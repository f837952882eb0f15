"""The child stays, and what is around them changes: how the bed is bought, or who owns the home."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from authorities.choices import ServiceCategory
from contracts.choices import PurchaseBasis, Route
from contracts.models import BedBooking
from contracts.services.beds import book_bed
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.choices import AgreementState, PlacementState, ReleaseReason
from placements.fees import NewFee, changed
from placements.life_choices import EndReason
from placements.models import (
    AgreementFee,
    AgreementVariation,
    Continuation,
    IdentityRelease,
    Placement,
    PlacementAgreement,
)
from placements.policies.awards import can_draft
from placements.selectors.variations import fees_of
from placements.workflows import AGREEMENT, PLACEMENT
from providers.models import Setting

ROUTE_OF_BASIS = {PurchaseBasis.BLOCK: Route.BLOCK, PurchaseBasis.SPOT: Route.SPOT}
LIVING = (PlacementState.ACTIVE, PlacementState.NOTICE)


def continue_on_basis(
    *, variation: AgreementVariation, new: Sequence[NewFee], by: Actor, at: datetime
) -> PlacementAgreement:
    """A new agreement for the same child in the same home, bought another way from the day of the change: the
    placement goes on, with no move. The nights before stay under the agreement they were bought by."""
    on, basis = variation.effective_on, PurchaseBasis(variation.new_basis)
    old = lock(variation.agreement)
    placement = lock(Placement.objects.get(agreement=old))
    fees = changed(fees_of(old), new, on)
    made = _copy(
        old,
        starts_on=on,
        route=ROUTE_OF_BASIS.get(basis, Route(old.route)),
        purchase_basis=basis,
        is_on_contract=basis is not PurchaseBasis.SPOT,
        tool=None if basis in ROUTE_OF_BASIS else old.tool,
        document=variation.document,
        at=at,
    )
    for fee in lock_all(old.fees.all()):
        if fee.ends_on is None or fee.ends_on > on:
            fee.ends_on = on
            fee.save(update_fields=["ends_on"])
    _write_fees(
        made, [(f.kind, f.weekly, max(f.period.start, on), f.period.end) for f in fees], on, variation
    )
    if placement.bed_booking_id is not None:
        BedBooking.objects.filter(pk=placement.bed_booking_id).update(ends_on=on)
    booking = None
    if basis is PurchaseBasis.BLOCK:
        booking = book_bed(
            setting_id=old.setting_id,
            category=ServiceCategory(old.placement_type),
            starts_on=on,
            ends_on=old.planned_end_on,
            by=by,
        )
    placement.agreement, placement.bed_booking = made, booking
    placement.route, placement.purchase_basis = made.route, made.purchase_basis
    placement.is_on_contract = made.is_on_contract
    placement.save(update_fields=["agreement", "bed_booking", "route", "purchase_basis", "is_on_contract"])
    old.earlier_of = placement
    move(old, AGREEMENT, "end", by=by, at=at, save_fields=("earlier_of",))
    return made


@transaction.atomic
def novate(*, placement: Placement, to: Setting, on: date, by: Actor, at: datetime) -> Placement:
    """The same home and carers under a new registration or owner from a day: the terms pass to it as they
    are, and the child has not moved. A new placement continues the old one without a night between.

    DomainError for the home itself, one of another kind, or a day outside the placement.
    """
    placement = lock(placement)
    require(can_draft(by))
    if to.pk == placement.setting_id or to.registration_type != placement.setting.registration_type:
        raise DomainError("Choose the home's new registration, of the same kind", field="to")
    if placement.state not in LIVING or on <= placement.starts_on:
        raise DomainError("The day must lie within the placement", field="on")
    old = lock(placement.agreement)
    terms = [(f.kind, f.weekly, max(f.period.start, on), f.period.end) for f in fees_of(old)]
    made = _copy(old, starts_on=on, provider_id=to.provider_id, setting=to, offer=None, at=at)
    _write_fees(made, terms, on)
    placement.ends_on, placement.end_reason = on, EndReason.NOVATED
    move(placement, PLACEMENT, "end", by=by, at=at, save_fields=("ends_on", "end_reason"))
    move(old, AGREEMENT, "end", by=by, at=at)
    same = {name: getattr(placement, name) for name in _KEPT}
    after = Placement.objects.create(
        **same,
        provider_id=to.provider_id,
        reference=new_reference("PLC"),
        agreement=made,
        setting=to,
        state=PlacementState.ACTIVE,
        state_at=at,
        starts_on=on,
        recorded_at=at,
    )
    Continuation.objects.create(authority_id=after.authority_id, earlier=placement, later=after)
    if after.provider_id != placement.provider_id:
        IdentityRelease.objects.filter(
            child=placement.child_id, provider=placement.provider_id, revoked_at=None
        ).update(revoked_at=at)
    IdentityRelease.objects.get_or_create(
        authority_id=after.authority_id,
        provider_id=after.provider_id,
        child_id=after.child_id,
        revoked_at=None,
        defaults={
            "reason": ReleaseReason.PREFERRED_OFFER,
            "released_at": at,
            "released_by_id": by.person_id,
        },
    )
    return after


_KEPT = (
    *("authority_id", "child_id", "placement_type", "category", "route", "purchase_basis"),
    *("is_on_contract", "area_authority_id", "distance_miles", "is_distant"),
)
_TERMS = (
    *("authority_id", "provider_id", "child_id", "setting_id", "placement_type", "route", "offer_id"),
    *("purchase_basis", "is_on_contract", "tool_id", "planned_end_on", "notice_days", "document_id"),
)


def _copy(old: PlacementAgreement, *, at: datetime, **differs: object) -> PlacementAgreement:
    made = PlacementAgreement(
        **{name: getattr(old, name) for name in _TERMS},
        reference=new_reference("IPA"),
        state=AgreementState.ACTIVE,
        state_at=at,
    )
    # One live agreement holds an offer: the one the offer first led to.
    made.offer_id = None
    for name, value in differs.items():
        setattr(made, name, value)
    made.save()
    return made


def _write_fees(
    agreement: PlacementAgreement,
    terms: Sequence[tuple],
    on: date,
    variation: AgreementVariation | None = None,
) -> None:
    AgreementFee.objects.bulk_create(
        AgreementFee(
            authority_id=agreement.authority_id,
            provider_id=agreement.provider_id,
            agreement=agreement,
            kind=kind,
            weekly_rate=weekly,
            starts_on=starts_on,
            ends_on=ends_on,
            variation=variation,
        )
        for kind, weekly, starts_on, ends_on in terms
        if ends_on is None or ends_on > on
    )
