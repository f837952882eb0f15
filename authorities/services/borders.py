"""Correcting which areas adjoin a council's own.

Borders are facts of the shared register, which no council may write. A correction is therefore written by the
register's keeper in the name of the administrator who asked: the audit of both councils holds the account.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.models import AdjoiningAuthority, Authority
from authorities.policies import can_administer
from authorities.selectors.places import adjoining_ids
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError
from core.locking import lock_all
from core.policies import require

CORRECTION = AdjoiningAuthority.Source.CORRECTION


@transaction.atomic
def correct_border(*, neighbour: Authority, adjoins: bool, starts_on: date, by: Actor, at: datetime) -> None:
    """Say from a day whether ``neighbour`` adjoins the council of ``by``, both ways.

    Raises DomainError when the register says so already, and Conflict when a correction starts as late.
    """
    require(can_administer(by))
    if neighbour.pk == by.council_id:
        raise DomainError("A council does not adjoin itself", field="neighbour")
    if starts_on < timezone.localdate(at):
        raise DomainError("The first day must be today or later", field="starts_on")
    if (neighbour.pk in adjoining_ids(by.council_id, on=starts_on)) is adjoins:
        raise DomainError("The register says so already on that day", field="adjoins")
    keeper = replace(Actor.system(by.name), user_id=by.user_id, roles=by.roles)
    with acting_as(keeper):
        for one, other in ((by.council_id, neighbour.pk), (neighbour.pk, by.council_id)):
            _correct(one, other, adjoins, starts_on)


def _correct(authority_id: int, neighbour_id: int, adjoins: bool, starts_on: date) -> None:
    pair = {"authority_id": authority_id, "neighbour_id": neighbour_id, "source": CORRECTION}
    for row in lock_all(AdjoiningAuthority.objects.filter(**pair)):
        if row.starts_on >= starts_on:
            raise Conflict(
                f"Another correction starts on {row.starts_on:%-d %B %Y}. Choose a later day.",
                field="starts_on",
            )
        if row.ends_on is None or row.ends_on > starts_on:
            row.ends_on = starts_on
            row.save(update_fields=["ends_on"])
    AdjoiningAuthority.objects.create(**pair, adjoins=adjoins, starts_on=starts_on)
