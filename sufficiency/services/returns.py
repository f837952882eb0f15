"""Keeping what returns and published counts tell, and making care history of all that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.crypto import salted_hmac

from authorities.choices import ServiceCategory
from core.actor import Actor
from core.models import Import
from sufficiency.choices import SpellSource
from sufficiency.models import CareSpell, ReturnEpisode, ReturnYear, YearlyCount
from sufficiency.selectors.links import as_one, own_references, put_right, words_in_force
from sufficiency.selectors.returns import children_same, episodes_kept
from sufficiency.ssda903.history import Episode, placements_of

BATCH = 2_000


def stands_for(postcode: str, *, by: Actor) -> str:
    """What is kept in place of a postcode: equal for equal ones of the council, and no way back."""
    return salted_hmac("home in a return", f"{by.council_id}:{postcode}", algorithm="sha256").hexdigest()[:16]


@transaction.atomic
def keep_returns(*, made: Import, episodes: Sequence[Episode], by: Actor) -> None:
    """Keep the episodes of the years that ``made`` brings, and make the history anew."""
    years = sorted({episode.year for episode in episodes})
    for year in years:
        of_year = [episode.child_code for episode in episodes if episode.year == year]
        ReturnYear.objects.create(
            authority_id=by.council_id,
            made_for=made,
            year=year,
            episodes=len(of_year),
            children=len(set(of_year)),
        )
    ReturnEpisode.objects.bulk_create(
        (ReturnEpisode(authority_id=by.council_id, made_for=made, **asdict(row)) for row in episodes),
        batch_size=BATCH,
    )
    make_history(by=by)


@transaction.atomic
def take_returns_back(*, made: Import, by: Actor) -> None:
    """Forget what ``made`` brought; the history is as though it had never been loaded."""
    ReturnEpisode.objects.filter(made_for=made).delete()
    ReturnYear.objects.filter(made_for=made).delete()
    make_history(by=by)


def make_history(*, by: Actor) -> int:
    """Write the placements of every return kept, in place of those written before."""
    words = words_in_force(by)
    placements = placements_of(as_one(episodes_kept(by), words))
    same = put_right(children_same(by, placements), words, set(own_references(by)))
    CareSpell.objects.filter(authority_id=by.council_id, source=SpellSource.RETURN).delete()
    made = CareSpell.objects.bulk_create(
        (
            CareSpell(
                authority_id=by.council_id,
                child_key=same.get(row.child_code, row.child_code),
                birth_month=row.birth_month,
                is_uasc=row.is_uasc,
                category=ServiceCategory(row.placement_type.category),
                placement_type=row.placement_type,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                source=SpellSource.RETURN,
                child_code=row.child_code,
                urn=row.urn,
                is_purchased=row.is_purchased,
                placed_known=row.placed_known,
                care_known=row.care_known,
            )
            for row in placements
        ),
        batch_size=BATCH,
    )
    return len(made)


@transaction.atomic
def keep_counts(*, made: Import, counts: Mapping[int, int], by: Actor) -> None:
    """Keep published counts by year."""
    YearlyCount.objects.bulk_create(
        YearlyCount(authority_id=by.council_id, made_for=made, year=year, children=children)
        for year, children in counts.items()
    )


@transaction.atomic
def take_counts_back(*, made: Import, by: Actor) -> None:
    """Forget the counts that ``made`` brought; older ones of those years count again."""
    YearlyCount.objects.filter(authority_id=by.council_id, made_for=made).delete()
