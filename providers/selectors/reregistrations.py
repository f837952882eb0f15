"""Doors to homes that go on under a new number."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from providers.choices import ReregistrationState
from providers.models import Reregistration, Setting


def reregistrations_visible_to(actor: Actor) -> QuerySet[Reregistration]:
    """Every one: facts of the shared register. What is to be decided comes first, then the newest."""
    return Reregistration.objects.select_related(
        "earlier__provider", "earlier__authority", "later__provider", "later__authority"
    ).order_by("-state", "-state_at", "reference")


def access_reregistration(actor: Actor, reference: str) -> Reregistration:
    found = reregistrations_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def renumbered(settings: Collection[int]) -> dict[int, Reregistration]:
    """Of these homes, those confirmed to go on under a later number."""
    confirmed = Reregistration.objects.filter(state=ReregistrationState.CONFIRMED, earlier__in=settings)
    return {each.earlier_id: each for each in confirmed.select_related("later")}


def chain_of(setting: Setting) -> Sequence[Setting]:
    """The same home under each of its numbers, first to last; the setting alone where nothing is confirmed.

    In two queries, however long the chain.
    """
    confirmed = Reregistration.objects.filter(state=ReregistrationState.CONFIRMED)
    later = dict(confirmed.values_list("earlier_id", "later_id"))
    earlier = {new: old for old, new in later.items()}
    ids = [setting.pk]
    while (old := earlier.get(ids[0])) is not None and old not in ids:
        ids.insert(0, old)
    while (new := later.get(ids[-1])) is not None and new not in ids:
        ids.append(new)
    found = Setting.objects.in_bulk(ids)
    return [found[pk] for pk in ids]
