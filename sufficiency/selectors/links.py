"""Who the children of the returns are taken for, and what a person said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, Max, Min, Q, QuerySet

from core.actor import Actor
from core.errors import NotFound
from sufficiency.choices import SpellSource
from sufficiency.models import CareSpell, ChildLink
from sufficiency.ssda903.history import Episode


@dataclass(frozen=True)
class Known:
    """A child of the returns; ``key`` is our reference of it, "" for none of ours."""

    code: str
    key: str
    birth_month: date
    placements: int
    first: date
    last: date


def words_visible_to(actor: Actor) -> QuerySet[ChildLink]:
    return ChildLink.objects.filter(authority_id=actor.council_id).select_related("made_by", "withdrawn_by")


def access_word(actor: Actor, reference: str) -> ChildLink:
    found = words_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def words_in_force(actor: Actor) -> dict[str, str]:
    """By code of the returns, our reference or the other code; "" for none of ours."""
    rows = words_visible_to(actor).filter(withdrawn_at=None)
    return dict(rows.values_list("child_code", "child_key"))


def own_references(actor: Actor) -> QuerySet[CareSpell, str]:
    """References of children in our own placements."""
    own = CareSpell.objects.filter(authority_id=actor.council_id, source=SpellSource.OWN)
    return own.order_by().values_list("child_key", flat=True).distinct()


def children_of_returns(actor: Actor, text: str, limit: int) -> list[Known]:
    """Those whose code or reference holds ``text``, the last placed first; without it those not linked."""
    rows = CareSpell.objects.filter(authority_id=actor.council_id, source=SpellSource.RETURN)
    rows = (
        rows.filter(Q(child_code__icontains=text) | Q(child_key__icontains=text))
        if text
        else rows.filter(child_key=F("child_code"))
    )
    found = (
        rows.values("child_code", "child_key", "birth_month")
        .annotate(placements=Count("id"), first=Min("starts_on"), last=Max("starts_on"))
        .order_by("-last", "child_code")[:limit]
    )
    return [
        Known(
            row["child_code"],
            "" if row["child_key"] == row["child_code"] else row["child_key"],
            row["birth_month"],
            row["placements"],
            row["first"],
            row["last"],
        )
        for row in found
    ]


def as_one(episodes: Sequence[Episode], words: Mapping[str, str]) -> list[Episode]:
    """Episodes with the codes that a person called one child under one code."""
    codes = {episode.child_code for episode in episodes}
    other = {code: key for code, key in words.items() if key in codes}
    return [
        replace(episode, child_code=other[episode.child_code]) if episode.child_code in other else episode
        for episode in episodes
    ]


def put_right(same: Mapping[str, str], words: Mapping[str, str], ours: set[str]) -> dict[str, str]:
    """Our reference by code, with what a person said over what the dates suggest; ``ours`` are references."""
    taken = {key for key in words.values() if key in ours}
    found = {code: key for code, key in same.items() if code not in words and key not in taken}
    return {**found, **{code: key for code, key in words.items() if key in ours}}
