"""Keeping the diary of contracts: owners, dates, alarms told once each, and a person's calendar address."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from authorities.choices import Role
from authorities.models import StaffMember
from authorities.services.letters import write_to_staff
from contracts.calendar_feeds import feed_token
from contracts.keeping_choices import ContractDateKind
from contracts.key_dates import ANSWER_WITHIN, KeyDate
from contracts.models import CalendarFeed, ContractAlarm, ContractDate, ContractKeeping
from contracts.policies import can_keep_diary
from contracts.selectors.diary import ContractLine, contract_lines
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from providers.links import digest_of

# Who is told of an alarm on a contract that nobody owns, and who when nobody acknowledges one.
UNOWNED = (Role.COMMISSIONER,)
GRADE_UP = (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR)


@transaction.atomic
def keep_contract(
    *, line: ContractLine, owner: StaffMember | None, reprocure_months: int, by: Actor
) -> ContractKeeping:
    """Say who owns a contract, and how long before its end buying starts again."""
    require(can_keep_diary(by))
    of_contract: dict[str, Any] = {line.kind: line.arrangement}
    kept, _ = ContractKeeping.objects.update_or_create(
        authority_id=by.council_id,
        **of_contract,
        defaults={"owner": owner, "reprocure_months": reprocure_months},
    )
    return kept


@transaction.atomic
def add_date(
    *, line: ContractLine, kind: ContractDateKind, on: date, note: str, by: Actor, at: datetime
) -> ContractDate:
    """A date that no term gives. Raises DomainError for a day gone by or outside the contract's term."""
    require(can_keep_diary(by))
    if on < timezone.localdate(at):
        raise DomainError("Choose today or a day to come.", field="on")
    if on not in line.arrangement.period:
        raise DomainError("On that day the contract is not in force.", field="on")
    return ContractDate.objects.create(
        authority_id=by.council_id,
        **{line.kind: line.arrangement},
        kind=kind,
        on=on,
        note=note,
        recorded_at=at,
        recorded_by=by.name,
    )


@transaction.atomic
def close_date(*, contract_date: ContractDate, by: Actor, on: date) -> ContractDate:
    """What had to be done by it is done. Raises Conflict when it was closed before."""
    require(can_keep_diary(by))
    contract_date = lock(contract_date)
    if contract_date.done_on:
        raise Conflict("This date is closed already.")
    contract_date.done_on = on
    contract_date.save(update_fields=["done_on"])
    return contract_date


@transaction.atomic
def raise_alarms(*, by: Actor, at: datetime) -> int:
    """Tell the owner of every contract what is coming, each date once, and go a grade up with what nobody
    acknowledged within 14 days. Idempotent; returns how many alarms are new."""
    today = timezone.localdate(at)
    told = set(
        ContractAlarm.objects.filter(authority_id=by.council_id).values_list(
            "contract_reference", "kind", "due_on", "words"
        )
    )
    new = 0
    for line in contract_lines(by, on=today):
        for key_date in line.coming(today):
            facts = (line.arrangement.reference, key_date.kind.value, key_date.on, key_date.words)
            if key_date.is_due(today) and facts not in told:
                _tell(line, key_date, by, at)
                new += 1
    _escalate(by, at)
    return new


def _tell(line: ContractLine, key_date: KeyDate, by: Actor, at: datetime) -> None:
    alarm = ContractAlarm.objects.create(
        authority_id=by.council_id,
        reference=new_reference("ALM"),
        contract_reference=line.arrangement.reference,
        contract=line.arrangement.name,
        kind=key_date.kind,
        due_on=key_date.on,
        words=key_date.words,
        owner=line.owner,
        raised_at=at,
    )
    write_to_staff(
        roles=() if line.owner else UNOWNED,
        people=[line.owner.pk] if line.owner else [],
        template="contract_alarm",
        subject=f"{line.arrangement.name}: {key_date.kind.label.lower()}",
        context={"alarm": alarm},
        by=by,
        at=at,
    )


def _escalate(by: Actor, at: datetime) -> None:
    late = ContractAlarm.objects.select_for_update().filter(
        authority_id=by.council_id,
        acknowledged_at__isnull=True,
        escalated_at__isnull=True,
        raised_at__lt=at - ANSWER_WITHIN,
    )
    for alarm in late.order_by("pk"):
        alarm.escalated_at = at
        alarm.save(update_fields=["escalated_at"])
        write_to_staff(
            roles=GRADE_UP,
            template="contract_alarm_late",
            subject=f"Not acknowledged: {alarm.contract}",
            context={"alarm": alarm},
            by=by,
            at=at,
        )


@transaction.atomic
def acknowledge_alarm(*, alarm: ContractAlarm, plan: str, by: Actor, at: datetime) -> ContractAlarm:
    """Somebody has it in hand, and says what will be done. Raises Conflict when that was said before."""
    require(can_keep_diary(by))
    alarm = lock(alarm)
    if alarm.acknowledged_at:
        raise Conflict(f"{alarm.acknowledged_by} has acknowledged this already.")
    alarm.acknowledged_at, alarm.acknowledged_by, alarm.plan = at, by.name, plan
    alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "plan"])
    return alarm


@transaction.atomic
def make_feed(*, by: Actor, at: datetime) -> CalendarFeed:
    """A new private calendar address for the person; the one before stops working."""
    assert by.user_id is not None
    revoke_feed(by=by, at=at)
    # The address is worked out from the second it was made, which is as exact as it is shown.
    made_at = at.replace(microsecond=0)
    try:
        with transaction.atomic():
            return CalendarFeed.objects.create(
                authority_id=by.council_id,
                user_id=by.user_id,
                digest=digest_of(feed_token(authority_id=by.council_id, user_id=by.user_id, made_at=made_at)),
                made_at=made_at,
            )
    except IntegrityError as error:
        raise Conflict("Wait a second and try again.") from error


@transaction.atomic
def revoke_feed(*, by: Actor, at: datetime) -> None:
    """The person's calendar address stops working."""
    CalendarFeed.objects.filter(authority_id=by.council_id, user=by.user_id, revoked_at__isnull=True).update(
        revoked_at=at
    )
