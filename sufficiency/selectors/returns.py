"""What returns and published counts tell, newest load first."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date

from django.db.models import Q, QuerySet

from core.actor import Actor
from placements.choices import PlacementState
from placements.models import Placement
from sufficiency.choices import SpellSource
from sufficiency.models import CareSpell, ReturnEpisode, ReturnYear, YearlyCount
from sufficiency.ssda903.history import Episode, Returned
from sufficiency.ssda903.linking import Lived, link

FACTS = [field.name for field in fields(Episode)]


def return_years_visible_to(actor: Actor) -> QuerySet[ReturnYear]:
    """The return that counts of each year: the one loaded last."""
    own = ReturnYear.objects.filter(authority_id=actor.council_id)
    return own.order_by("year", "-made_for").distinct("year")


def counts_visible_to(actor: Actor) -> QuerySet[YearlyCount]:
    """The published count that stands for each year: the one loaded last."""
    own = YearlyCount.objects.filter(authority_id=actor.council_id)
    return own.order_by("year", "-made_for").distinct("year")


def placements_seen(actor: Actor) -> QuerySet[Placement]:
    """The council's placements that have begun."""
    return Placement.objects.filter(authority_id=actor.council_id).exclude(
        state__in=[PlacementState.PLANNED, PlacementState.CANCELLED]
    )


def episodes_kept(actor: Actor, *, without: Collection[int] = ()) -> list[Episode]:
    """The episodes of the returns that count, but for some years."""
    wanted = Q(pk__in=())
    for year in return_years_visible_to(actor):
        if year.year not in without:
            wanted |= Q(made_for=year.made_for_id, year=year.year)
    rows = ReturnEpisode.objects.filter(wanted, authority_id=actor.council_id).order_by("pk")
    return [Episode(*facts) for facts in rows.values_list(*FACTS)]


def urns_by_start(actor: Actor) -> dict[tuple[str, date], str]:
    """The home of each placement that has begun, by the child's reference and its first day."""
    facts = placements_seen(actor).values_list("child__reference", "starts_on", "setting__urn")
    return {(reference, start): urn for reference, start, urn in facts}


def children_same(actor: Actor, returned: Sequence[Returned]) -> dict[str, str]:
    """Our reference by code of the returns, of the children that are known to be the same."""
    spells = CareSpell.objects.filter(authority_id=actor.council_id, source=SpellSource.OWN)
    urns = urns_by_start(actor)
    own = (
        Lived(key, born, category, urns.get((key, start), ""), start, end)
        for key, born, category, start, end in spells.values_list(
            "child_key", "birth_month", "category", "starts_on", "ends_on"
        )
    )
    theirs = (
        Lived(
            row.child_code,
            row.birth_month,
            row.placement_type.category,
            row.urn,
            row.starts_on,
            row.ends_on,
            row.placed_known,
        )
        for row in returned
    )
    return link(theirs, own)
