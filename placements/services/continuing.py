"""The child stays, and the agreement is replaced: the home is bought another way."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from authorities.choices import ServiceCategory
from contracts.choices import PurchaseBasis, Route
from contracts.models import BedBooking
from contracts.services.beds import book_bed
from core.actor import Actor
from core.errors import Conflict
from core.locking import lock, lock_all
from core.references import new_reference
from core.workflow import move
from placements.choices import AgreementState
from placements.fees import NewFee, changed
from placements.models import (
    Absence,
    AgreementFee,
    AgreementVariation,
    Placement,
    PlacementAgreement,
    PlacementPlan,
)
from placements.selectors.variations import fees_of
from placements.workflows import AGREEMENT

ROUTE_OF_BASIS = {PurchaseBasis.BLOCK: Route.BLOCK, PurchaseBasis.SPOT: Route.SPOT}


def continue_on_basis(
    *, variation: AgreementVariation, new: Sequence[NewFee], by: Actor, at: datetime
) -> PlacementAgreement:
    """A new agreement for the same child in the same home, bought another way from the day of the change: the
    placement goes on, with no move. The nights before stay under the agreement they were bought by."""
    on, basis = variation.effective_on, PurchaseBasis(variation.new_basis)
    old = lock(variation.agreement)
    placement = lock(Placement.objects.get(agreement=old))
    fees = changed(fees_of(old), new, on)
    made = copy_agreement(
        old,
        starts_on=on,
        route=ROUTE_OF_BASIS.get(basis, Route(old.route)),
        purchase_basis=basis,
        is_on_contract=basis is not PurchaseBasis.SPOT,
        tool=None if basis in ROUTE_OF_BASIS else old.tool,
        document=variation.document,
        planned_end_on=variation.new_end_on or old.planned_end_on,
        at=at,
    )
    for fee in lock_all(old.fees.all()):
        if fee.ends_on is None or fee.ends_on > on:
            fee.ends_on = on
            fee.save(update_fields=["ends_on"])
    write_fees(made, [(f.kind, f.weekly, max(f.period.start, on), f.period.end) for f in fees], on, variation)
    carry_plan(old, made)
    if placement.bed_booking_id is not None:
        BedBooking.objects.filter(pk=placement.bed_booking_id).update(ends_on=on)
    booking = None
    if basis is PurchaseBasis.BLOCK:
        booking = book_bed(
            setting_id=old.setting_id,
            category=ServiceCategory(old.placement_type),
            starts_on=on,
            ends_on=made.planned_end_on,
            by=by,
        )
    placement.agreement, placement.bed_booking = made, booking
    placement.route, placement.purchase_basis = made.route, made.purchase_basis
    placement.is_on_contract = made.is_on_contract
    placement.save(update_fields=["agreement", "bed_booking", "route", "purchase_basis", "is_on_contract"])
    old.earlier_of = placement
    move(old, AGREEMENT, "end", by=by, at=at, save_fields=("earlier_of",))
    return made


_TERMS = (
    *("authority_id", "provider_id", "child_id", "setting_id", "placement_type", "route", "offer_id"),
    *("purchase_basis", "is_on_contract", "tool_id", "planned_end_on", "notice_days", "document_id"),
)


def refuse_while_retained(placement: Placement, on: date) -> None:
    """Conflict where an absence makes the fee a retainer on ``on`` or may yet: it would be copied as the
    price, and the return could not give the full fee back."""
    still_away = Q(back_on=None) | Q(back_on__gt=on)
    retained = Absence.objects.filter(still_away, placement=placement, retainer_from__isnull=False)
    if retained.exists():
        raise Conflict("The child is away on a retainer. Record the return first.")


def copy_agreement(old: PlacementAgreement, *, at: datetime, **differs: object) -> PlacementAgreement:
    """A new agreement in force on the terms of the old one, but for what differs; without fees."""
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


def carry_plan(old: PlacementAgreement, made: PlacementAgreement) -> None:
    """The newest placement plan goes on under the new agreement, as it was made."""
    newest = PlacementPlan.objects.filter(agreement=old).order_by("-version").first()
    if newest is None:
        return
    newest.pk, newest.version = None, 1
    newest.agreement, newest.provider_id = made, made.provider_id
    newest.save(force_insert=True)


def write_fees(
    agreement: PlacementAgreement,
    terms: Sequence[tuple],
    on: date,
    variation: AgreementVariation | None = None,
) -> None:
    """The components (kind, £ a week, first and last days) that still count on ``on``."""
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
