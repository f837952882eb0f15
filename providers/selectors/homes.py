"""A provider's door to its own homes and agencies."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from providers.models import Inspection, Setting
from providers.selectors.register import with_register_facts


def own_homes(actor: Actor, *, on: date, asked_by: int | None = None) -> QuerySet[Setting]:
    """The settings the actor's provider runs, with their register facts on a day, by name: as
    suspensions bind a council that asks for a home (``asked_by``, its id), else any council's."""
    return homes_of([actor.provider_id], on=on, asked_by=asked_by)


def homes_of(
    provider_ids: Iterable[int | None], *, on: date, asked_by: int | None = None
) -> QuerySet[Setting]:
    """The same of several providers: the register's public facts."""
    settings = Setting.objects.filter(provider__in=list(provider_ids)).select_related("authority", "provider")
    return with_register_facts(settings, authority_id=asked_by, on=on).order_by("name", "pk")


def access_own_home(actor: Actor, urn: str, *, on: date) -> Setting:
    """One of the provider's own settings by its URN; ``NotFound`` for anybody else's."""
    found = own_homes(actor, on=on).filter(urn=urn).first()
    if found is None:
        raise NotFound
    return found


def latest_inspections(setting_ids: Iterable[int], *, on: date) -> dict[int, Inspection]:
    """The newest inspection of each setting known by a day, in one query."""
    newest = (
        Inspection.objects.filter(setting__in=list(setting_ids), known_on__lte=on)
        .order_by("setting_id", "-inspected_on", "-pk")
        .distinct("setting_id")
    )
    return {inspection.setting_id: inspection for inspection in newest}
