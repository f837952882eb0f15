"""If a group failed tonight: whose children, where they could go, and what partners may know."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authorities.choices import Role, ServiceCategory, SettingKey
from authorities.models import CountSharing
from core.actor import acting_as
from placements.exposure import places_for_all
from placements.models import SharedCount
from placements.selectors.exposure import exposure_to
from placements.services.counts import share_counts
from providers.models import ProviderGroup
from tests.factories.authorities import (
    AuthorityFactory,
    AuthoritySettingFactory,
    CountSharingFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
)
from tests.factories.contracts import BedBookingFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, TODAY, DraftRequestFactory
from tests.factories.providers import OpenHomeFactory, ProviderFactory, VacancyReportFactory
from tests.factories.walled import WalledFactory, council_keeper

pytestmark = pytest.mark.django_db


class ProviderGroupFactory(WalledFactory):
    class Meta:
        model = ProviderGroup


@pytest.mark.parametrize(
    ("wanted", "free", "seated"),
    [
        ({1: [10]}, {10: 1}, 1),
        ({1: [10], 2: [10]}, {10: 1}, 1),
        ({1: [10], 2: [10]}, {10: 2}, 2),
        ({1: [10, 20], 2: [10]}, {10: 1, 20: 1}, 2),
        ({1: [10, 20], 2: [10, 30], 3: [10]}, {10: 1, 20: 1, 30: 1}, 3),
        ({1: []}, {}, 0),
    ],
)
def test_places_go_to_as_many_children_as_they_can(wanted, free, seated):
    found = places_for_all(wanted, free)
    assert len(found) == seated
    assert all(home in wanted[child] for child, home in found.items())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.integers(1, 8), st.lists(st.integers(1, 5), unique=True), max_size=8),
    st.dictionaries(st.integers(1, 5), st.integers(0, 2), max_size=5),
)
def test_no_bed_is_given_twice_and_no_child_could_still_be_seated(wanted, free):
    found = places_for_all(wanted, free)
    for home, places in free.items():
        assert list(found.values()).count(home) <= places
    left = {home: places - list(found.values()).count(home) for home, places in free.items()}
    for child, homes in wanted.items():
        assert child in found or not any(left.get(home) for home in homes)


@pytest.fixture
def partners():
    """Two councils that share their counts of residential care, and a third outside."""
    ours, theirs = AuthorityFactory(name="Ours"), AuthorityFactory(name="Theirs")
    partnership = PartnershipFactory(lead_authority=ours)
    CountSharingFactory(partnership=partnership)
    for council in (ours, theirs):
        PartnershipMemberFactory(partnership=partnership, authority=council)
    return ours, theirs, AuthorityFactory(name="Outside")


def placed(home, council):
    return ActivePlacementFactory(agreement__setting=home, agreement__authority=council)


def counted(council):
    with acting_as(council_keeper(council)) as keeper:
        share_counts(by=keeper, on=TODAY)


def shown_to(council, provider):
    commissioner = council_actor(Role.COMMISSIONER, authority=council)
    with acting_as(commissioner):
        return exposure_to(provider, commissioner, at=NOW)


def test_counts_are_read_by_partners_that_share_and_by_nobody_else(partners):
    ours, theirs, outside = partners
    home = OpenHomeFactory()
    for _ in range(6):
        placed(home, theirs)
    counted(theirs)
    for council, rows in ((ours, 1), (theirs, 1), (outside, 0)):
        with acting_as(council_keeper(council)):
            assert SharedCount.objects.count() == rows
    with acting_as(council_keeper(ours)):
        assert SharedCount.objects.get().children == 6
        CountSharing.objects.update(ends_on=timezone.localdate())
        assert not SharedCount.objects.exists()


def test_counts_of_a_category_the_partnership_does_not_cover_are_not_shared(partners):
    ours, theirs, _ = partners
    ActivePlacementFactory(
        agreement__setting=OpenHomeFactory(),
        agreement__authority=theirs,
        category=ServiceCategory.FOSTERING,
    )
    counted(theirs)
    with acting_as(council_keeper(ours)):
        assert not SharedCount.objects.exists()


def test_too_few_to_tell_is_kept_as_such_and_children_who_left_are_none(partners):
    ours, theirs, _ = partners
    AuthoritySettingFactory(authority=theirs, key=SettingKey.SUPPRESS_UNDER, value=3)
    placement = placed(OpenHomeFactory(), theirs)
    counted(theirs)
    with acting_as(council_keeper(ours)):
        assert (SharedCount.objects.get().children, SharedCount.objects.get().fewer_than) == (None, 3)
    with acting_as(council_keeper(theirs)):
        placement.ends_on = TODAY
        placement.save(update_fields=["ends_on"])
    counted(theirs)
    with acting_as(council_keeper(ours)):
        assert SharedCount.objects.get().children == 0


def test_a_group_shows_own_children_by_reference_and_others_as_numbers_or_not_at_all(partners):
    ours, theirs, outside = partners
    group = ProviderGroupFactory(name="Larkspur Group")
    first, second = (OpenHomeFactory(provider=ProviderFactory(group=group)) for _ in range(2))
    own = [placed(first, ours), placed(second, ours)]
    for _ in range(2):
        placed(first, theirs)
    placed(second, outside)
    placed(OpenHomeFactory(), ours)
    PartnershipMemberFactory(partnership=PartnershipFactory(lead_authority=outside), authority=outside)
    both = PartnershipFactory(lead_authority=ours)
    for council in (ours, outside):
        PartnershipMemberFactory(partnership=both, authority=council)
    for council in (theirs, outside):
        counted(council)
    shown = shown_to(ours, first.provider)
    assert shown.name == "Larkspur Group"
    assert {child.placement.pk for child in shown.children} == {placement.pk for placement in own}
    rows = {row.authority.name: row for row in shown.councils}
    assert (rows["Ours"].children, rows["Theirs"].children, rows["Theirs"].fewer_than) == (2, None, 5)
    assert not rows["Outside"].is_shared
    assert shown.places == 8


def test_fresh_places_that_fit_are_outside_the_group_and_each_bed_is_given_once(partners):
    ours, *_ = partners
    group = ProviderGroupFactory(name="Larkspur Group")
    failing = OpenHomeFactory(provider=ProviderFactory(group=group))
    sister = OpenHomeFactory(provider=ProviderFactory(group=group))
    children = [placed(failing, ours) for _ in range(2)]
    for placement in children:
        DraftRequestFactory(child=placement.child, authority=ours)
    fresh = NOW - timedelta(days=1)
    VacancyReportFactory(setting=sister, reported_at=fresh)
    VacancyReportFactory(setting__name="Old word", reported_at=NOW - timedelta(days=40))
    VacancyReportFactory(setting__name="Too old for her", setting__age_to=9, reported_at=fresh)
    VacancyReportFactory(setting__name="One bed", beds_free=1, reported_at=fresh)
    shown = shown_to(ours, failing.provider)
    assert [[home.name for home in child.nearest] for child in shown.children] == [["One bed"]] * 2
    assert (shown.seated, sum(child.fits for child in shown.children)) == (1, 2)


def test_beds_of_shared_blocks_are_counted_by_council(partners):
    ours, theirs, _ = partners
    bed = ContractedBedFactory(contract__lead_authority=ours)
    for council in (ours, theirs):
        BlockShareFactory(contract=bed.contract, authority=council, percent=50)
    BedBookingFactory(bed=bed, authority=theirs)
    provider = bed.contract.provider
    shown = shown_to(ours, provider)
    assert {row.authority.name: row.block_beds for row in shown.councils} == {"Ours": 0, "Theirs": 1}
    assert [block.pk for block in shown.blocks] == [bed.contract.pk]
