"""For which companies of a group a provider's person may keep vacancies, and in whose name they then act."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q, QuerySet

from core.actor import Actor
from core.errors import NotFound
from providers.models import Provider, Setting, VacancyGrant
from providers.selectors.homes import homes_of


def grants_in_force() -> QuerySet[VacancyGrant]:
    """Those not taken back, between companies that are in one group today."""
    return VacancyGrant.objects.filter(ended_at=None, provider__group=F("to_provider__group"))


def voices_of(actor: Actor) -> list[Actor]:
    """The actor, and the same person once for each sister company whose vacancies they may keep.

    A voice acts for the sister alone and holds no role, so no page and no other service opens to it.
    """
    granted = grants_in_force().filter(to_provider=actor.provider_id).order_by("provider__name", "pk")
    sisters = granted.values_list("provider_id", flat=True)
    return [actor, *(_voice(actor, provider_id) for provider_id in sisters)]


def _voice(actor: Actor, provider_id: int) -> Actor:
    name = f"{actor.name}, {actor.organisation}" if actor.organisation else actor.name
    return replace(Actor.provider(provider_id, name=name[:120]), user_id=actor.user_id)


def access_reported_home(actor: Actor, urn: str, *, on: date) -> tuple[Setting, Actor]:
    """A home whose vacancies the actor may keep, and the voice in which; ``NotFound`` for any other."""
    voices = {voice.provider_id: voice for voice in voices_of(actor)}
    found = homes_of(voices, on=on).filter(urn=urn).first()
    if found is None:
        raise NotFound
    return found, voices[found.provider_id]


@dataclass(frozen=True)
class Sister:
    """Another company of the group: whether it keeps our vacancies, and we its (None: not so)."""

    provider: Provider
    ours: VacancyGrant | None
    theirs: VacancyGrant | None


def sisters_of(actor: Actor) -> list[Sister]:
    """The other companies of the actor's group by name, in two queries."""
    assert actor.provider_id is not None
    us = actor.provider_id
    own = Q(provider=us) | Q(to_provider=us)
    pairs = {(grant.provider_id, grant.to_provider_id): grant for grant in grants_in_force().filter(own)}
    group = Provider.objects.filter(pk=us, group__isnull=False).values("group")
    others = Provider.objects.filter(group__in=group).exclude(pk=us).order_by("name", "pk")
    return [
        Sister(other, ours=pairs.get((us, other.pk)), theirs=pairs.get((other.pk, us))) for other in others
    ]
