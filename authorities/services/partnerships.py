"""What a partnership's members tell each other."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from authorities.models import CountSharing, Partnership
from authorities.policies import can_lead
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock_all
from core.policies import require


@transaction.atomic
def start_sharing(
    *, partnership: Partnership, starts_on: date, prices: bool = False, by: Actor, at: datetime
) -> CountSharing:
    """From ``starts_on`` members see how many children each other has and, with ``prices``, the spread of
    what they pay. Raises Conflict while they do so, or are to from a later day."""
    require(can_lead(by, partnership))
    if starts_on < timezone.localdate(at):
        raise DomainError("The first day must be today or later", field="on")
    if _open(partnership, starts_on).exists():
        raise Conflict("The members share their numbers already, or are to from a later day.", field="on")
    return CountSharing.objects.create(
        partnership=partnership, starts_on=starts_on, prices=prices, started_by=by.name
    )


@transaction.atomic
def stop_sharing(*, partnership: Partnership, ends_on: date, by: Actor, at: datetime) -> None:
    """From ``ends_on`` no member sees another's numbers; sharing that was still to come never begins.

    Raises Conflict when nothing is shared then.
    """
    require(can_lead(by, partnership))
    if ends_on < timezone.localdate(at):
        raise DomainError("The day must be today or later", field="on")
    held = lock_all(_open(partnership, ends_on))
    if not held:
        raise Conflict("The members share no numbers from that day on.", field="on")
    for each in held:
        if each.starts_on >= ends_on:
            # It began today, or has not begun: as if it never had, and the audit keeps both.
            each.delete()
        else:
            each.ends_on, each.ended_by = ends_on, by.name
            each.save(update_fields=["ends_on", "ended_by"])


def _open(partnership: Partnership, on: date) -> QuerySet[CountSharing]:
    """What holds on a day or begins later."""
    return CountSharing.objects.filter(partnership=partnership).exclude(ends_on__lte=on)
