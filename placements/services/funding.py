"""Who else pays: shares of a fee that health and education give back, effective-dated."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from contracts.policies import can_keep_the_ledger
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from placements.models import JointFunding, Placement

WHOLE = Decimal(100)


@transaction.atomic
def share_fee(
    *,
    placement: Placement,
    fee_kind: str,
    health_percent: Decimal | None,
    education_percent: Decimal | None,
    starts_on: date,
    ends_on: date | None,
    agreed_reference: str,
    by: Actor,
    at: datetime,
) -> JointFunding:
    """Record shares from a day. An open split of the same fee ends there. Charges follow by the next run.

    Raises DomainError when the shares pass the whole, or when the dates overlap a split that has an end.
    """
    require(can_keep_the_ledger(by))
    placement = lock(placement)
    health, education = health_percent or Decimal(0), education_percent or Decimal(0)
    if health < 0 or education < 0:
        raise DomainError("A share cannot be below nought.", field="health_percent")
    if not health and not education:
        raise DomainError("Enter a share of health or of education.", field="health_percent")
    if health + education > WHOLE:
        said = f"{(health + education).normalize():f}%"
        raise DomainError(
            f"The shares come to {said}: together they may be at most 100%.", field="education_percent"
        )
    if starts_on < placement.starts_on:
        raise DomainError(f"The placement starts on {formats.day(placement.starts_on)}.", field="starts_on")
    if ends_on and ends_on <= starts_on:
        raise DomainError("The end must be after the start.", field="ends_on")
    running = JointFunding.objects.filter(
        placement=placement, fee_kind=fee_kind, ends_on=None, starts_on__lt=starts_on
    )
    for row in running.select_for_update():
        row.ends_on = starts_on
        row.save(update_fields=["ends_on"])
    try:
        with transaction.atomic():
            return JointFunding.objects.create(
                authority_id=by.council_id,
                placement=placement,
                fee_kind=fee_kind,
                health_percent=health,
                education_percent=education,
                starts_on=starts_on,
                ends_on=ends_on,
                agreed_reference=agreed_reference,
                recorded_at=at,
            )
    except IntegrityError as error:
        raise DomainError("This fee is shared on some of these days already.", field="starts_on") from error
