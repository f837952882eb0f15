"""Children placed in and out, as partners tell each other: who may read it, and what is left out."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authorities.choices import Role, ServiceCategory
from authorities.models import CountSharing
from core.actor import acting_as
from placements.models import SharedAreaCount
from placements.selectors.area_counts import Told, counting_days, crossings, told_of
from placements.services.counts import share_counts
from tests.factories.authorities import (
    AuthorityFactory,
    CountSharingFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
)
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import TODAY
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.integers(0, 30), st.integers(1, 12), max_size=8), st.integers(2, 6))
def test_no_hidden_number_follows_from_those_shown_and_from_how_many_there_are_in_all(counts, fewer_than):
    own, inside = 0, counts.get(0, 0)
    told = told_of(counts, own, fewer_than=fewer_than)
    outside = {area: number for area, number in counts.items() if area != own}
    assert told.by_area.keys() == {own, *counts}
    assert all(told.by_area[area] in (None, number) for area, number in counts.items())
    assert told.elsewhere in (None, sum(outside.values()))
    few = range(1, fewer_than)
    assert not [area for area in counts if counts[area] in few and told.by_area[area] is not None]
    assert sum(outside.values()) not in few or told.elsewhere is None
    if not outside and inside not in few:
        assert (told.by_area[own], told.elsewhere) == (inside, 0)
    if outside:
        sums = [
            [*(told.by_area[area] for area in outside), told.elsewhere],
            [told.by_area[own], told.elsewhere],
        ]
        assert [line.count(None) for line in sums].count(1) == 0


@pytest.fixture
def councils():
    """Ours and Theirs tell each other their residential numbers; Outside is in no partnership."""
    ours, theirs, outside = (AuthorityFactory(name=name) for name in ("Ours", "Theirs", "Outside"))
    partnership = PartnershipFactory(lead_authority=ours)
    CountSharingFactory(partnership=partnership)
    for council in (ours, theirs):
        PartnershipMemberFactory(partnership=partnership, authority=council)
    return ours, theirs, outside


def place(council, area, number, **facts):
    home = OpenHomeFactory(authority=area)
    for _ in range(number):
        ActivePlacementFactory(
            agreement__setting=home, agreement__authority=council, area_authority=area, **facts
        )


def count(council):
    with acting_as(council_keeper(council)) as keeper:
        share_counts(by=keeper, on=TODAY)


def seen_by(council, on=TODAY, category=ServiceCategory.RESIDENTIAL):
    planner = council_actor(Role.PLANNER, authority=council)
    with acting_as(planner):
        return crossings(planner, category, on=on)


def test_partners_see_who_is_placed_in_and_out_and_nobody_else_does(councils):
    ours, theirs, outside = councils
    place(theirs, ours, 6)
    place(theirs, theirs, 7)
    place(ours, theirs, 2)
    for council in councils:
        count(council)
    seen = seen_by(ours)
    assert (seen[theirs.pk].inside, seen[theirs.pk].outside) == (Told(7), Told(6))
    assert seen[ours.pk].coming == Told(6)
    # Our own two are exact for us; they are not told how many, nor that there are any.
    assert seen[theirs.pk].coming == Told(2)
    assert seen_by(theirs)[theirs.pk].coming == Told(0, hidden=1)
    assert outside.pk not in seen
    alone = seen_by(outside)
    assert set(alone) == {outside.pk}
    with acting_as(council_keeper(outside)):
        assert not SharedAreaCount.objects.exclude(authority=outside).exists()


def test_it_ends_with_the_sharing_and_is_of_the_kinds_of_care_agreed(councils):
    ours, theirs, _ = councils
    place(theirs, ours, 6)
    place(theirs, ours, 8, category=ServiceCategory.FOSTERING)
    count(theirs)
    assert seen_by(ours)[ours.pk].coming == Told(6)
    assert seen_by(ours, category=ServiceCategory.FOSTERING)[ours.pk].coming == Told(0)
    with acting_as(council_keeper(ours)):
        CountSharing.objects.update(ends_on=date(2026, 11, 1))
    assert theirs.pk not in seen_by(ours)


def test_years_are_asked_of_the_placements_of_each_31_march(councils):
    ours, theirs, _ = councils
    days = counting_days(TODAY)
    place(theirs, ours, 5, starts_on=date(2024, 6, 1))
    count(theirs)
    told = [seen_by(ours, on=day)[ours.pk].coming.children for day in days]
    assert told == [5 if day >= date(2024, 6, 1) else 0 for day in days]


def test_counting_again_changes_nothing_and_forgets_yesterday(councils):
    ours, theirs, _ = councils
    place(theirs, ours, 5)
    with acting_as(council_keeper(theirs)) as keeper:
        share_counts(by=keeper, on=TODAY - timedelta(days=1))
    count(theirs)
    with acting_as(council_keeper(theirs)):
        before = list(SharedAreaCount.objects.order_by("pk").values())
    count(theirs)
    with acting_as(council_keeper(theirs)):
        assert list(SharedAreaCount.objects.order_by("pk").values()) == before
        assert SharedAreaCount.objects.filter(on=TODAY - timedelta(days=1)).count() == 0
