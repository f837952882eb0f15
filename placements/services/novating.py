"""A home under a new registration or owner: the same child, room and carers; the contract passes on."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts.keeping_choices import DrawKind
from contracts.models import BedBooking
from contracts.selectors.ceilings import draws_of_source
from contracts.services.beds import book_bed
from contracts.services.ceilings import Want, draw_from, release
from core.actor import Actor
from core.documents.store import store_upload
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock, lock_all
from core.models import Document
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.choices import AgreementState
from placements.life_choices import EndReason
from placements.models import (
    Absence,
    AgreementVariation,
    Continuation,
    JointFunding,
    Placement,
    PlacementAgreement,
    PlacementNotice,
)
from placements.models.variation import UNDER_WAY
from placements.policies.living import can_novate
from placements.selectors.variations import fees_of
from placements.services.continuing import carry_plan, copy_agreement, write_fees
from placements.services.ending import take_identity_back
from placements.services.headroom import AWARD, award_value
from placements.services.placing import release_identity
from placements.workflows import AGREEMENT, LIVING, PLACEMENT
from providers.models import Setting
from providers.selectors.register import with_register_facts
from providers.services.letters import write_to_providers

KEPT = (
    *("authority_id", "child_id", "placement_type", "category", "route", "purchase_basis"),
    *("is_on_contract", "area_authority_id", "distance_miles", "is_distant"),
)
NOTICE_TERMS = (
    *("authority_id", "side", "given_by", "given_on", "notice_days", "leaves_on", "paid_until"),
    *("reason", "recorded_at", "told_at"),
)


@transaction.atomic
def novate(
    *, placement: Placement, urn: str, on: date, deed: Upload | None = None, by: Actor, at: datetime
) -> Placement:
    """The home goes on under another registration from ``on``, its first night under it: the terms pass as
    they are and the child has not moved. Returns the placement that continues this one, no night between.

    Fees, notice given, funders' shares, the block bed and what was drawn on a ceiling pass with it. Another
    owner needs the signed ``deed`` of novation, which is the new agreement's document. DomainError on a home
    or a day that cannot be; Conflict while the child is away or a change of the terms is under way.
    """
    placement = lock(placement)
    require(can_novate(by))
    to = _new_registration(placement, urn, on)
    if to.provider_id != placement.provider_id and deed is None:
        raise DomainError("Upload the deed of novation that the three sides signed", field="deed")
    _check_day(placement, on, at)
    old = lock(placement.agreement)
    _check_settled(placement, old, on)
    terms = [(f.kind, f.weekly, max(f.period.start, on), f.period.end) for f in fees_of(old)]
    made = copy_agreement(old, starts_on=on, provider_id=to.provider_id, setting=to, at=at)
    if deed is not None:
        made.document = _keep_deed(made, deed, at)
        made.save(update_fields=["document"])
    write_fees(made, terms, on)
    carry_plan(old, made)
    after = _pass_on(placement, made, on, by=by, at=at)
    _end_here(placement, old, on, by=by, at=at)
    _pass_draw(placement, after, by=by, at=at)
    release_identity(made, by=by, at=at)
    take_identity_back(placement, at=at)
    _tell(placement, after, by=by, at=at)
    return after


def _new_registration(placement: Placement, urn: str, on: date) -> Setting:
    homes = Setting.objects.filter(urn__iexact=urn.strip())
    to = with_register_facts(homes, authority_id=placement.authority_id, on=on).first()
    if to is None:
        raise DomainError("No home in the register has this number", field="urn")
    if to.pk == placement.setting_id:
        raise DomainError("That is the number the home has now", field="urn")
    if to.registration_type != placement.setting.registration_type:
        raise DomainError(f"{to.name} is registered as another kind of home", field="urn")
    if not to.is_active:  # type: ignore[attr-defined]
        raise DomainError(f"{to.name} was not registered on {day(on)}", field="urn")
    return to


def _check_day(placement: Placement, on: date, at: datetime) -> None:
    if placement.state not in LIVING:
        raise Conflict(f"This placement is {placement.get_state_display().lower()}.")
    if on > timezone.localdate(at):
        raise DomainError("It is recorded on the day it takes effect or after it", field="on")
    if on <= placement.starts_on:
        raise DomainError(
            f"The child moved in on {day(placement.starts_on)}. Choose a later day.", field="on"
        )
    until = placement.ends_on or placement.agreement.planned_end_on
    if on >= until:
        raise DomainError(f"The placement ends on {day(until)}. Choose an earlier day.", field="on")


def _check_settled(placement: Placement, old: PlacementAgreement, on: date) -> None:
    """Nothing is half-way between the two owners."""
    if old.state != AgreementState.ACTIVE:
        raise Conflict("Both sides sign the agreement before it can pass to another owner.")
    if AgreementVariation.objects.filter(agreement=old, state__in=UNDER_WAY).exists():
        raise Conflict("A change of the terms is under way. Finish or withdraw it first.")
    away = Absence.objects.filter(Q(back_on=None) | Q(back_on__gt=on), placement=placement)
    if away.exists():
        raise Conflict("The child is away, or was on that day. Record the return, or choose a day after it.")


def _keep_deed(made: PlacementAgreement, deed: Upload, at: datetime) -> Document:
    return store_upload(
        deed,
        title=f"Deed of novation, {made.reference}",
        classification=Document.Classification.CHILD,
        authority_id=made.authority_id,
        provider_id=made.provider_id,
        at=at,
    )


def _pass_on(
    placement: Placement, made: PlacementAgreement, on: date, *, by: Actor, at: datetime
) -> Placement:
    """The placement that goes on, with what was agreed beside the fees."""
    booking = _pass_bed(placement, made, on, by)
    after = Placement.objects.create(
        **{name: getattr(placement, name) for name in KEPT},
        provider_id=made.provider_id,
        reference=new_reference("PLC"),
        agreement=made,
        setting_id=made.setting_id,
        bed_booking=booking,
        state=placement.state,
        state_at=at,
        starts_on=on,
        ends_on=placement.ends_on,
        paid_until=placement.paid_until,
        recorded_at=at,
    )
    Continuation.objects.create(authority_id=after.authority_id, earlier=placement, later=after)
    for notice in PlacementNotice.objects.filter(placement=placement, withdrawn_on=None):
        PlacementNotice.objects.create(
            **{name: getattr(notice, name) for name in NOTICE_TERMS},
            provider_id=after.provider_id,
            placement=after,
        )
    shared = JointFunding.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), placement=placement)
    for share in lock_all(shared):
        JointFunding.objects.create(
            authority_id=share.authority_id,
            placement=after,
            fee_kind=share.fee_kind,
            health_percent=share.health_percent,
            education_percent=share.education_percent,
            starts_on=max(share.starts_on, on),
            ends_on=share.ends_on,
            agreed_reference=share.agreed_reference,
            recorded_at=at,
        )
        if share.starts_on < on:
            share.ends_on = on
            share.save(update_fields=["ends_on"])
    return after


def _pass_bed(placement: Placement, made: PlacementAgreement, on: date, by: Actor) -> BedBooking | None:
    booking = placement.bed_booking
    if booking is None:
        return None
    booking = lock(booking)
    until, booking.ends_on = booking.ends_on, on
    booking.save(update_fields=["ends_on"])
    try:
        return book_bed(
            setting_id=made.setting_id,
            category=ServiceCategory(made.placement_type),
            starts_on=on,
            ends_on=until,
            contract=booking.contract,
            by=by,
        )
    except Conflict as error:
        raise DomainError(
            f"{booking.contract.name} has no free bed under the new number on that day. The block contract"
            " passes to the new owner first.",
            field="urn",
        ) from error


def _end_here(placement: Placement, old: PlacementAgreement, on: date, *, by: Actor, at: datetime) -> None:
    placement.ends_on, placement.paid_until, placement.end_reason = on, None, EndReason.NOVATED
    kept = ("ends_on", "paid_until", "end_reason")
    move(placement, PLACEMENT, "end", by=by, at=at, save_fields=kept)
    move(old, AGREEMENT, "end", by=by, at=at)


def _pass_draw(placement: Placement, after: Placement, *, by: Actor, at: datetime) -> None:
    """What the nights still to come had drawn is drawn for what goes on, on the same ceiling."""
    draws = draws_of_source(by, placement.reference)
    first = draws.first()
    if first is None:
        return
    drawn = draws.order_by().aggregate(total=Sum("amount"))["total"] or Decimal(0)
    amount = min(award_value(after), drawn)
    if amount <= 0:
        return
    release(source_reference=placement.reference, amount=amount, key="novated", by=by, at=at)
    want = Want(DrawKind.AWARD, AWARD, {after.reference: amount}, f"Placement {after.reference}")
    draw_from(ceiling=first.ceiling, want=want, by=by, at=at)


def _tell(placement: Placement, after: Placement, *, by: Actor, at: datetime) -> None:
    for provider_id in {placement.provider_id, after.provider_id}:
        write_to_providers(
            [provider_id],
            template="placement_novated",
            subject=f"Placement {placement.reference} goes on under the home’s new registration",
            context={
                "council": placement.authority.name,
                "earlier": placement.reference,
                "home": after.setting,
                "on": after.starts_on,
                "later": after.reference if provider_id == after.provider_id else "",
            },
            by=by,
            at=at,
        )
