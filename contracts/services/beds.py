"""Taking a bed of a block contract."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from psycopg2.errorcodes import EXCLUSION_VIOLATION

from authorities.choices import ServiceCategory
from contracts.models import BedBooking, ContractedBed
from contracts.selectors.reach import free_block_beds
from core.actor import Actor
from core.errors import Conflict


@transaction.atomic
def book_bed(
    *, setting_id: int, category: ServiceCategory, starts_on: date, ends_on: date | None, by: Actor
) -> BedBooking:
    """Book the first bed of a home that is free for the whole period, for ``by``'s council.

    Raises Conflict when no bed is free, or when another council takes the last one at the same moment: the
    exclusion constraint decides between two.
    """
    assert by.authority_id is not None
    free = free_block_beds(by.authority_id, category, starts_on=starts_on, ends_on=ends_on)
    for bed in free.filter(setting_id=setting_id).order_by("pk"):
        _take_turns(bed)
        if free.filter(pk=bed.pk).exists():
            return _book(bed, starts_on, ends_on, by.authority_id)
    raise Conflict("No bed of the block contract is free in this home for those dates.")


def _take_turns(bed: ContractedBed) -> None:
    """Wait for whoever is booking this bed; a partner may not lock the lead's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bed'), %s)", [bed.pk])


def _book(bed: ContractedBed, starts_on: date, ends_on: date | None, authority_id: int) -> BedBooking:
    try:
        with transaction.atomic():
            return BedBooking.objects.create(
                contract_id=bed.contract_id,
                bed=bed,
                authority_id=authority_id,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) != EXCLUSION_VIOLATION:
            raise
        raise Conflict("Another council has just taken this bed. Choose another home.") from error
