"""Taking a bed of a block contract: for a child placed there, or held for one still to come."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg2.errorcodes import EXCLUSION_VIOLATION

from authorities.choices import ServiceCategory
from contracts.block_policies import can_give_back
from contracts.models import BedBooking, BlockContract, ContractedBed
from contracts.selectors.reach import free_block_beds
from core.actor import Actor
from core.errors import Conflict, DomainError, NotFound
from core.formats import day
from core.locking import hold_until_commit, lock
from core.policies import require

TAKEN = "Another council has just taken the last free bed of this home for those dates. Choose another home."
BOOKED_AFTER = "The bed is booked for others before the new planned end. Agree another bed or an earlier day."


@transaction.atomic
def book_bed(
    *,
    setting_id: int,
    category: ServiceCategory,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    contract: BlockContract | None = None,
    hold: bool = False,
) -> BedBooking:
    """Book the first bed of a home that is free for the whole period, for ``by``'s council; of one contract
    only, when it is given.

    A child's bed is the one the council holds in that home on the first night, if it holds one that takes
    children. Raises Conflict when no bed is free, or when another council takes the last one at the same
    moment: the exclusion constraint decides between two.
    """
    assert by.authority_id is not None
    free = free_block_beds(
        by.authority_id, category, starts_on=starts_on, ends_on=ends_on, own_holds=not hold
    ).filter(setting_id=setting_id)
    if contract is not None:
        free = free.filter(contract=contract)
    held = None if hold else _own_hold(free, starts_on, by.authority_id)
    if held is not None:
        return _use_hold(held, starts_on, ends_on)
    seen_free = False
    for bed in free.order_by("pk"):
        seen_free = True
        # A partner may not lock the lead's row.
        hold_until_commit("bed", bed.pk)
        if free.filter(pk=bed.pk).exists():
            return _book(bed, starts_on, ends_on, by.authority_id, hold=hold)
    if seen_free:
        raise Conflict(TAKEN, field="setting")
    raise Conflict("No bed of the block contract is free in this home for those dates.", field="setting")


@transaction.atomic
def move_end(*, booking: BedBooking, ends_on: date, by: Actor) -> BedBooking:
    """A child is to sleep in the bed until another day than was booked. Raises Conflict when somebody else
    has booked it for those nights, or the contract ends before; NotFound for another council's booking."""
    booking = lock(booking)
    if booking.authority_id != by.council_id:
        raise NotFound
    contract_ends = booking.contract.ends_on
    if contract_ends is not None and contract_ends < ends_on:
        raise Conflict(f"The block contract ends on {day(contract_ends)}, before the new planned end.")
    booking.ends_on = ends_on
    with _one_takes_it(BOOKED_AFTER):
        booking.save(update_fields=["ends_on"])
    return booking


@transaction.atomic
def give_back(*, booking: BedBooking, ends_on: date, by: Actor, at: datetime) -> BedBooking:
    """Stop holding a bed from ``ends_on`` on; a hold that has not begun by then is cancelled."""
    booking = lock(booking)
    require(can_give_back(by, booking))
    if booking.cancelled_at is not None or (booking.ends_on is not None and booking.ends_on <= ends_on):
        raise DomainError("This bed is not held on that day any more.", field="booking")
    if ends_on <= booking.starts_on:
        booking.cancelled_at = at
    else:
        booking.ends_on = ends_on
    booking.save(update_fields=["cancelled_at", "ends_on"])
    return booking


def _own_hold(usable: QuerySet[ContractedBed], on: date, authority_id: int) -> BedBooking | None:
    holds = BedBooking.objects.in_force_on(on).filter(
        authority=authority_id, is_held=True, cancelled_at__isnull=True, bed__in=usable
    )
    return holds.select_related("bed").order_by("pk").select_for_update(of=("self",)).first()


def _use_hold(held: BedBooking, starts_on: date, ends_on: date | None) -> BedBooking:
    """The child's booking in place of the hold, which ends the night the child comes."""
    if held.starts_on < starts_on:
        held.ends_on = starts_on
        held.save(update_fields=["ends_on"])
        return _book(held.bed, starts_on, ends_on, held.authority_id, hold=False)
    held.is_held, held.ends_on = False, ends_on
    with _one_takes_it():
        held.save(update_fields=["is_held", "ends_on"])
    return held


def _book(
    bed: ContractedBed, starts_on: date, ends_on: date | None, authority_id: int, *, hold: bool
) -> BedBooking:
    with _one_takes_it():
        return BedBooking.objects.create(
            contract_id=bed.contract_id,
            bed=bed,
            authority_id=authority_id,
            starts_on=starts_on,
            ends_on=ends_on,
            is_held=hold,
        )


@contextmanager
def _one_takes_it(words: str = TAKEN) -> Iterator[None]:
    """Tell whoever the exclusion constraint turns away that the bed is booked."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) != EXCLUSION_VIOLATION:
            raise
        raise Conflict(words, field="setting") from error
