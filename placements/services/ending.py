"""Notice given and withdrawn, and the end of a placement."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from contracts.models import BedBooking
from contracts.services.entries import owe
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.jobs import ring
from core.locking import lock, lock_all
from core.policies import require
from core.workflow import move
from placements.choices import AgreementState, SigningSide
from placements.life_choices import HOME_REASONS, EndReason
from placements.models import Absence, IdentityRelease, Placement, PlacementNotice
from placements.notice import paid_until
from placements.policies.living import can_give_notice, can_withdraw_notice
from placements.services.messages import WATCH
from placements.workflows import AGREEMENT, NOT_OVER, PLACEMENT
from providers.services.letters import write_to_providers

# Reasons for which the council asks a child to leave without any day agreed before: it owes the notice.
COUNCIL_ASKS = (EndReason.LAREQ, EndReason.STAND, EndReason.E4B, EndReason.OTHER)


@transaction.atomic
def give_notice(
    *, placement: Placement, given_on: date, leaves_on: date, reason: EndReason, by: Actor, at: datetime
) -> PlacementNotice:
    """Give notice for ``by``'s side: the child leaves on ``leaves_on``, which may be sooner than was agreed.

    Raises Conflict when notice was given already, DomainError on days that cannot be. The other side is told.
    """
    placement = lock(placement)
    require(can_give_notice(by, placement))
    side = SigningSide.PROVIDER if by.is_provider else SigningSide.AUTHORITY
    if given_on > timezone.localdate(at):
        raise DomainError("Notice is recorded on the day it was given or after it", field="given_on")
    if given_on < placement.starts_on:
        raise DomainError("The child had not moved in yet on that day", field="given_on")
    if leaves_on < given_on or leaves_on <= placement.starts_on:
        raise DomainError(
            "The day of leaving must be after the first night, and not before the notice", field="leaves_on"
        )
    if by.is_provider and reason not in HOME_REASONS:
        raise DomainError("Choose a reason that is the home's to give", field="reason")
    days = placement.agreement.notice_days
    until = paid_until(side=side, given_on=given_on, leaves_on=leaves_on, notice_days=days)
    placement.ends_on, placement.paid_until = leaves_on, until if until > leaves_on else None
    move(placement, PLACEMENT, "give_notice", by=by, at=at, save_fields=("ends_on", "paid_until"))
    notice = PlacementNotice.objects.create(
        authority_id=placement.authority_id,
        provider_id=placement.provider_id,
        placement=placement,
        side=side,
        given_by=by.name,
        given_on=given_on,
        notice_days=days,
        leaves_on=leaves_on,
        paid_until=until,
        reason=reason,
        recorded_at=at,
    )
    _tell_other_side(placement, f"Notice on placement {placement.reference}", notice, by=by, at=at)
    return notice


@transaction.atomic
def withdraw_notice(*, notice: PlacementNotice, reason: str, by: Actor, at: datetime) -> PlacementNotice:
    """Take a notice back before the child has left: the placement goes on as if it had not been given, and
    the notice stays in the record."""
    require(can_withdraw_notice(by, notice))
    notice = lock(notice)
    placement = lock(notice.placement)
    if not reason.strip():
        raise DomainError("Say why the notice is withdrawn", field="reason")
    if notice.withdrawn_on is not None:
        raise Conflict(f"This notice was withdrawn on {day(notice.withdrawn_on)}.")
    placement.ends_on = placement.paid_until = None
    kept = ("ends_on", "paid_until")
    move(placement, PLACEMENT, "withdraw_notice", by=by, at=at, reason=reason.strip(), save_fields=kept)
    notice.withdrawn_on, notice.withdrawn_reason = timezone.localdate(at), reason.strip()
    notice.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    _tell_other_side(
        placement, f"Notice on placement {placement.reference} is withdrawn", notice, by=by, at=at
    )
    return notice


@transaction.atomic
def end_placement(
    *, placement: Placement, left_on: date, reason: EndReason, by: Actor, at: datetime
) -> Placement:
    """The child has left: ``left_on`` is the day of leaving, a night not paid but for notice that was short.

    The agreement ends, the bed is free, the home loses the child's identity and is told. DomainError on a day
    that cannot be; a stay of no nights is cancelled, not ended.
    """
    placement = lock(placement)
    if left_on > timezone.localdate(at):
        raise DomainError("An end is recorded on the day the child leaves or after it", field="left_on")
    if left_on <= placement.starts_on:
        raise DomainError(
            f"The first night was {day(placement.starts_on)}. The day of leaving must be later.",
            field="left_on",
        )
    placement.ends_on, placement.end_reason = left_on, reason
    until = _owed_until(placement, left_on, reason)
    placement.paid_until = until if until > left_on else None
    kept = ("ends_on", "end_reason", "paid_until")
    move(placement, PLACEMENT, "end", by=by, at=at, save_fields=kept)
    Absence.objects.filter(placement=placement, back_on=None).update(back_on=left_on)
    _close_all(placement, left_on, by=by, at=at)
    return placement


@transaction.atomic
def cancel_placement(
    *, placement: Placement, reason: str, fee: Decimal = Decimal(0), by: Actor, at: datetime
) -> Placement:
    """The placement will not begin: no nights, the bed is free, and a cancellation fee where one is due.

    The fee is a one-off of the day it was cancelled, charged by the next night's run.
    """
    placement = lock(placement)
    if not reason.strip():
        raise DomainError("Say why the placement will not begin", field="reason")
    placement.ends_on = placement.starts_on
    move(placement, PLACEMENT, "cancel", by=by, at=at, reason=reason.strip(), save_fields=("ends_on",))
    if placement.bed_booking_id is not None:
        BedBooking.objects.filter(pk=placement.bed_booking_id).update(cancelled_at=at)
    _close_all(placement, None, by=by, at=at)
    if fee > 0:
        owe(
            source_reference=placement.reference,
            provider=placement.provider,
            setting=placement.setting,
            category=placement.category,
            route=placement.route,
            on=timezone.localdate(at),
            amount=fee,
            reason="Cancellation fee: the placement did not begin",
            by=by,
            at=at,
        )
    return placement


def _owed_until(placement: Placement, left_on: date, reason: EndReason) -> date:
    """The first night not paid: by the notice given, or by the agreed days where the council gave none."""
    notice = PlacementNotice.objects.filter(placement=placement, withdrawn_on=None).first()
    if notice is not None:
        return paid_until(
            side=SigningSide(notice.side),
            given_on=notice.given_on,
            leaves_on=left_on,
            notice_days=notice.notice_days,
        )
    planned = left_on >= placement.agreement.planned_end_on
    if planned or reason not in COUNCIL_ASKS:
        return left_on
    return left_on + timedelta(days=placement.agreement.notice_days)


def take_identity_back(placement: Placement, *, at: datetime) -> None:
    """The provider no longer reads who the child is, unless the child lives in another home of theirs."""
    same = {"child": placement.child_id, "provider": placement.provider_id}
    if Placement.objects.filter(**same, state__in=NOT_OVER).exclude(pk=placement.pk).exists():
        return
    for release in lock_all(IdentityRelease.objects.filter(**same, revoked_at=None)):
        release.revoked_at = at
        release.save(update_fields=["revoked_at"])


def _close_all(placement: Placement, left_on: date | None, *, by: Actor, at: datetime) -> None:
    agreement = lock(placement.agreement)
    if agreement.state == AgreementState.ACTIVE:
        move(agreement, AGREEMENT, "end", by=by, at=at)
    if placement.bed_booking_id is not None and left_on is not None:
        BedBooking.objects.filter(pk=placement.bed_booking_id).update(ends_on=left_on)
    take_identity_back(placement, at=at)
    write_to_providers(
        [placement.provider_id],
        template="placement_ended",
        subject=f"Placement {placement.reference} has ended",
        context={
            "council": placement.authority.name,
            "reference": placement.reference,
            "left_on": left_on,
            "paid_until": placement.paid_until,
        },
        by=by,
        at=at,
    )


def _tell_other_side(
    placement: Placement, subject: str, notice: PlacementNotice, *, by: Actor, at: datetime
) -> None:
    facts = {
        "council": placement.authority.name,
        "provider": placement.provider.name,
        "reference": placement.reference,
        "notice": notice,
    }
    if by.is_provider:
        # The council's own letters are its own jobs: a provider may not write to its people.
        transaction.on_commit(lambda: ring(WATCH))
        return
    write_to_providers(
        [placement.provider_id], template="notice_given", subject=subject, context=facts, by=by, at=at
    )
