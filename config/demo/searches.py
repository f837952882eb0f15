"""Requests at every stage of their life, taken there by the services that people's clicks call."""

from dataclasses import dataclass
from datetime import timedelta

from authorities.choices import ServiceCategory
from config.demo.search.providers import providers_with_work
from config.demo.search.stages import STAGES
from config.demo.search.story import Search
from config.demo.world import LivedChild, World
from core.actor import Actor, acting_as
from core.periods import age_on
from placements.choices import PlacementType, Urgency
from providers.models import ProviderUser


@dataclass(frozen=True)
class Story:
    """One request: how far it has come, for whom, how urgent, and how many days ago it was raised."""

    council: str
    stage: str
    kind: PlacementType
    urgency: Urgency
    days: int


R, F, S = PlacementType.RESIDENTIAL, PlacementType.FOSTERING, PlacementType.SUPPORTED
STORIES = (
    Story("DBS", "draft", R, Urgency.PLANNED, 1),
    Story("DBS", "submitted", R, Urgency.URGENT, 1),
    Story("DBS", "submitted", F, Urgency.PLANNED, 3),
    Story("DBS", "returned", F, Urgency.PLANNED, 5),
    Story("DBS", "need_agreed", R, Urgency.PLANNED, 4),
    Story("DBS", "sourcing", R, Urgency.PLANNED, 6),
    Story("DBS", "referred", F, Urgency.PLANNED, 6),
    Story("DBS", "answered", R, Urgency.PLANNED, 9),
    Story("DBS", "compared", R, Urgency.PLANNED, 14),
    Story("DBS", "chosen", R, Urgency.PLANNED, 15),
    Story("DBS", "chosen", F, Urgency.PLANNED, 17),
    Story("DBS", "approved", R, Urgency.PLANNED, 18),
    Story("DBS", "issued", R, Urgency.PLANNED, 20),
    Story("DBS", "placed", R, Urgency.PLANNED, 28),
    Story("DBS", "withdrawn", S, Urgency.PLANNED, 12),
    Story("KEN", "submitted", R, Urgency.PLANNED, 2),
    Story("KEN", "answered", F, Urgency.PLANNED, 9),
    Story("KEN", "chosen", R, Urgency.PLANNED, 16),
    Story("KEN", "placed", F, Urgency.PLANNED, 25),
    Story("SFT", "submitted", F, Urgency.URGENT, 1),
    Story("SFT", "answered", R, Urgency.PLANNED, 10),
    Story("SFT", "placed", R, Urgency.PLANNED, 26),
    Story("WSX", "need_agreed", R, Urgency.PLANNED, 3),
    Story("WSX", "referred", R, Urgency.PLANNED, 7),
    Story("WSX", "chosen", R, Urgency.PLANNED, 18),
    Story("DBS", "shortlisted", R, Urgency.PLANNED, 8),
    Story("DBS", "held", R, Urgency.PLANNED, 7),
    Story("DBS", "escalated", R, Urgency.PLANNED, 5),
    Story("DBS", "awarded", R, Urgency.PLANNED, 14),
    Story("WSX", "half_marked", R, Urgency.PLANNED, 16),
)
# Enough providers to play with; every search would make half the market a persona.
SHOWN = ("DBS",)
AGES = {R: (11, 15), F: (3, 12), S: (16, 16)}


def load_searches(world: World) -> None:
    waiting = {code: children_without_a_placement(world, code) for code in {s.council for s in STORIES}}
    for number, story in enumerate(STORIES):
        children = waiting[story.council]
        low, high = AGES[story.kind]
        child = next(c for c in children if low <= age_on(c.life.born_on, world.today) <= high)
        children.remove(child)
        search = Search(
            world=world,
            council=story.council,
            child=child,
            kind=story.kind,
            urgency=story.urgency,
            dice=world.dice("search", number),
            clock=world.now - timedelta(days=story.days) + timedelta(hours=2),
        )
        for step in STAGES[story.stage]:
            step(search)
        if story.council in SHOWN:
            _show_who_has_work(world, search)


def _show_who_has_work(world: World, search: Search) -> None:
    """A provider with a referral to answer or an agreement to sign is worth being."""
    for provider_id in providers_with_work(search):
        person = world.provider_people[provider_id]
        with acting_as(Actor.provider(provider_id)):
            ProviderUser.objects.filter(pk=person.pk).update(is_persona=True)


def children_without_a_placement(world: World, code: str) -> list[LivedChild]:
    """Children in the council's own foster homes, who may need to move."""
    dice = world.dice("waiting", code)
    fostered = [
        c
        for c in world.children[code]
        if c.life.category == ServiceCategory.FOSTERING
        and c.life.spells[-1].ends_on is None
        and c.row.pk not in world.placed
    ]
    return dice.sample(fostered, len(fostered))
