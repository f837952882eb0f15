"""Taking a bed of a block contract."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from psycopg2.errorcodes import EXCLUSION_VIOLATION

from contracts.models import BedBooking, ContractedBed
from core.actor import Actor
from core.errors import Conflict


@transaction.atomic
def book_bed(*, setting_id: int, starts_on: date, ends_on: date | None, by: Actor) -> BedBooking:
    """Book the first bed of a home that is free for the whole period, for ``by``'s council.

    Raises Conflict when no bed is free, or when another council takes the last one at the same moment: the
    exclusion constraint decides between two.
    """
    beds = (
        ContractedBed.objects.filter(setting_id=setting_id, live_from__lte=starts_on)
        .filter(Q(live_until__isnull=True) | Q(live_until__gt=starts_on))
        .order_by("pk")
    )
    for bed in beds:
        _take_turns(bed)
        taken = BedBooking.objects.filter(bed=bed, cancelled_at__isnull=True)
        if not _overlapping(taken, starts_on, ends_on).exists():
            return _book(bed, starts_on, ends_on, by)
    raise Conflict("No bed of the block contract is free in this home for those dates.")


def _take_turns(bed: ContractedBed) -> None:
    """Wait for whoever is booking this bed; a partner may not lock the lead's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bed'), %s)", [bed.pk])


def _overlapping(bookings, starts_on: date, ends_on: date | None):
    later = Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)
    return bookings.filter(later) if ends_on is None else bookings.filter(later, starts_on__lt=ends_on)


def _book(bed: ContractedBed, starts_on: date, ends_on: date | None, by: Actor) -> BedBooking:
    try:
        with transaction.atomic():
            return BedBooking.objects.create(
                contract_id=bed.contract_id,
                bed=bed,
                authority_id=by.authority_id,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) != EXCLUSION_VIOLATION:
            raise
        raise Conflict("Another council has just taken this bed. Choose another home.") from error
