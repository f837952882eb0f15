"""A provider's answers to a referral: read, offer, withdraw, decline."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.choices import FeeKind
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.choices import DeclineReason, OfferState, RecipientState
from placements.models import Offer, OfferFee, ReferralRecipient
from placements.offering import OfferedFee, weekly_total, why_unfit
from placements.policies.answers import can_answer
from placements.workflows import OFFER, RECIPIENT
from providers.models import Setting
from providers.selectors.homes import own_homes


@transaction.atomic
def mark_read(*, recipient: ReferralRecipient, by: Actor, at: datetime) -> ReferralRecipient:
    """Record the first time the provider opened it; unread and not answered are different things."""
    recipient = lock(recipient)
    if recipient.state == RecipientState.SENT:
        recipient.read_at = at
        move(recipient, RECIPIENT, "read", by=by, at=at, save_fields=["read_at"])
    return recipient


def check_offer(
    *,
    recipient: ReferralRecipient,
    setting: Setting,
    earliest_start_on: date,
    valid_until: date,
    fees: Sequence[OfferedFee],
    match_statement: str,
    by: Actor,
    at: datetime,
) -> None:
    """Refuse what ``submit_offer`` would refuse, before the provider reads it through. Writes nothing."""
    require(can_answer(recipient, at=at))
    _check_home(setting, recipient, by, on=timezone.localdate(at))
    _check_terms(recipient, earliest_start_on, valid_until, match_statement, at)
    _check_fees(fees, earliest_start_on)
    offered = Offer.objects.filter(recipient=recipient, setting=setting)
    if offered.exclude(state=OfferState.WITHDRAWN).exists():
        raise _already_offered(setting)


@transaction.atomic
def submit_offer(
    *,
    recipient: ReferralRecipient,
    setting: Setting,
    earliest_start_on: date,
    valid_until: date,
    fees: Sequence[OfferedFee],
    match_statement: str,
    by: Actor,
    at: datetime,
) -> Offer:
    """Offer one home. The offer cannot be changed after, only withdrawn and made again.

    In a mini-competition it stays sealed until the clock is up. Raises NotPermitted when the clock is up or
    the referral has closed, DomainError for a home that may not take the child or terms that do not hold
    together, Conflict when the home has been offered already.
    """
    recipient = lock(recipient)
    check_offer(
        recipient=recipient,
        setting=setting,
        earliest_start_on=earliest_start_on,
        valid_until=valid_until,
        fees=fees,
        match_statement=match_statement,
        by=by,
        at=at,
    )
    referral = recipient.referral
    both = {"authority_id": recipient.authority_id, "provider_id": recipient.provider_id}
    seal = {"sealed_until": referral.respond_by if referral.seals_offers else None}
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                **both,
                **seal,
                reference=new_reference("OFF"),
                recipient=recipient,
                setting=setting,
                state_at=at,
                earliest_start_on=earliest_start_on,
                valid_until=valid_until,
                match_statement=match_statement.strip(),
                weekly_total=weekly_total(fees),
                submitted_at=at,
                submitted_by=by.name,
            )
    except IntegrityError as error:
        raise _already_offered(setting) from error
    OfferFee.objects.bulk_create(
        OfferFee(
            **both,
            **seal,
            offer=offer,
            kind=fee.kind,
            weekly_rate=fee.weekly_rate,
            starts_on=fee.starts_on or earliest_start_on,
            ends_on=fee.ends_on,
        )
        for fee in fees
    )
    recipient.answered_at = at
    move(recipient, RECIPIENT, "offer", by=by, at=at, save_fields=["answered_at"])
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, reason: str, by: Actor, at: datetime) -> Offer:
    """Take an offer back while the council has not chosen it. Without another offer the referral is
    unanswered again."""
    if not reason.strip():
        raise DomainError("Say why you withdraw the offer", field="reason")
    recipient = lock(offer.recipient)
    offer = lock(offer)
    move(offer, OFFER, "withdraw", by=by, at=at, reason=reason.strip())
    others = Offer.objects.filter(recipient=recipient).exclude(state=OfferState.WITHDRAWN)
    if recipient.state == RecipientState.OFFERED and not others.exists():
        recipient.answered_at = None
        move(recipient, RECIPIENT, "take_back", by=by, at=at, save_fields=["answered_at"])
    return offer


@transaction.atomic
def decline_referral(
    *, recipient: ReferralRecipient, reason: DeclineReason, note: str, by: Actor, at: datetime
) -> ReferralRecipient:
    """Say no with a coded reason, which tells the council what its market lacks."""
    recipient = lock(recipient)
    require(can_answer(recipient, at=at))
    recipient.decline_reason, recipient.decline_note = reason, note.strip()
    recipient.answered_at = at
    move(
        recipient,
        RECIPIENT,
        "decline",
        by=by,
        at=at,
        save_fields=["decline_reason", "decline_note", "answered_at"],
    )
    return recipient


def _already_offered(setting: Setting) -> Conflict:
    return Conflict(
        f"You have already offered {setting.name}. Withdraw that offer to make another.", field="setting"
    )


def _check_home(setting: Setting, recipient: ReferralRecipient, by: Actor, *, on: date) -> None:
    home = own_homes(by, on=on, asked_by=recipient.authority_id).filter(pk=setting.pk).first()
    if home is None:
        raise DomainError("You can offer only a home that you run.", field="setting")
    if reason := why_unfit(home, recipient.referral):
        raise DomainError(reason, field="setting")


def _check_terms(
    recipient: ReferralRecipient,
    earliest_start_on: date,
    valid_until: date,
    match_statement: str,
    at: datetime,
) -> None:
    if earliest_start_on < timezone.localdate(at):
        raise DomainError("The earliest start must be today or later", field="earliest_start_on")
    clock_ends = timezone.localdate(recipient.referral.answer_by)
    if valid_until < clock_ends:
        raise DomainError(
            f"The council reads offers until {day(clock_ends)}, so yours must stand until then or later",
            field="valid_until",
        )
    if not match_statement.strip():
        raise DomainError("Say how this home would meet the child’s needs", field="match_statement")


def _check_fees(fees: Collection[OfferedFee], earliest_start_on: date) -> None:
    if FeeKind.CORE not in {fee.kind for fee in fees}:
        raise DomainError("Enter the weekly fee for core accommodation and care", field="core_rate")
    for fee in fees:
        if fee.weekly_rate <= 0:
            raise DomainError("A weekly fee must be more than £0", field=f"{fee.kind.value}_rate")
        starts_on = fee.starts_on or earliest_start_on
        if starts_on < earliest_start_on:
            raise DomainError(
                "A fee cannot start before the earliest start", field=f"{fee.kind.value}_starts_on"
            )
        if fee.ends_on is not None and fee.ends_on <= starts_on:
            raise DomainError("A fee must end after it starts", field=f"{fee.kind.value}_ends_on")
