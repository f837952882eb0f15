"""Market figures: who fills an area's beds, how full and how good they are, and what nobody may know."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from placements.selectors.area_counts import counting_days
from providers.choices import NotAdmitting, Outcome, RegistrationType
from sufficiency.selectors.market import AreaMarket, market_on, places_by_area
from tests.factories.authorities import AdjoiningFactory, AuthorityFactory, council_actor
from tests.factories.placed import ActivePlacementFactory
from tests.factories.providers import (
    CapacityPeriodFactory,
    InspectionFactory,
    OpenHomeFactory,
    SettingFactory,
    VacancyReportFactory,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
REPORTED = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def kent():
    return AuthorityFactory(name="Kent")


@pytest.fixture
def planner(kent):
    return council_actor(Role.PLANNER, authority=kent)


def own_area(actor, on=DAY) -> AreaMarket:
    with acting_as(actor):
        return market_on(actor, on=on)[0]


def placed(council, home, **facts):
    return ActivePlacementFactory(
        agreement__authority=council, agreement__setting=home, area_authority=home.authority, **facts
    )


def test_our_share_of_beds_is_of_registered_places_in_the_area(kent, planner):
    home = OpenHomeFactory(authority=kent, capacity__registered=8)
    OpenHomeFactory(registration_type=RegistrationType.RESIDENTIAL_SCHOOL, authority=kent)
    placed(kent, home)
    market = own_area(planner)
    assert (market.homes, market.places, market.own) == (1, 8, 1)
    assert str(market.own_share.rounded()) == "12.5"


def test_occupancy_is_of_homes_that_lately_reported_whether_admitting_or_not(kent, planner):
    VacancyReportFactory(setting__authority=kent, beds_free=1, reported_at=REPORTED)
    VacancyReportFactory(
        setting__authority=kent,
        beds_free=2,
        is_admitting=False,
        not_admitting_reason=NotAdmitting.STAFFING,
        reported_at=REPORTED,
    )
    VacancyReportFactory(setting__authority=kent, reported_at=datetime(2026, 9, 1, tzinfo=UTC))
    market = own_area(planner)
    assert (market.places, market.reporting, market.empty) == (12, 8, 3)
    assert str(market.occupancy.rounded()) == "62.5"
    assert own_area(planner, date(2026, 3, 31)).occupancy.rounded() is None


def test_good_or_better_is_of_children_in_inspected_homes_as_known_on_the_day(kent, planner):
    good = OpenHomeFactory(authority=kent)
    poor = OpenHomeFactory(authority=kent, inspected__outcome=Outcome.INADEQUATE)
    unseen = OpenHomeFactory(authority=kent, inspected=None)
    InspectionFactory(
        setting=unseen, outcome=Outcome.GOOD, inspected_on=date(2026, 11, 1), known_on=date(2026, 12, 1)
    )
    for home in (good, poor, unseen):
        placed(kent, home)
    quality = own_area(planner).quality
    assert (quality.good_or_better.part, quality.good_or_better.base, quality.without_grade) == (1, 2, 1)


def test_places_are_those_of_each_year(kent, planner):
    home = OpenHomeFactory(authority=kent, capacity=None)
    CapacityPeriodFactory(setting=home, registered=3, ends_on=date(2025, 6, 1))
    CapacityPeriodFactory(setting=home, registered=5, starts_on=date(2025, 6, 1))
    days = counting_days(DAY)
    assert days[-2:] == [date(2026, 3, 31), DAY]
    assert [own_area(planner, day).places for day in days] == [3, 3, 3, 3, 5, 5]
    with acting_as(planner):
        assert places_by_area(on=DAY) == {kent.pk: 5}


def test_a_home_of_unknown_capacity_is_counted_and_adds_no_place(kent, planner):
    OpenHomeFactory(authority=kent, capacity=None)
    SettingFactory(authority=kent)
    market = own_area(planner)
    assert (market.homes, market.places, market.without_capacity) == (1, 0, 1)


def test_importer_when_others_fill_more_here_than_we_fill_elsewhere(kent, planner):
    full = VacancyReportFactory(
        setting__authority=kent, setting__capacity__registered=9, beds_free=0, reported_at=REPORTED
    ).setting
    placed(kent, full)
    away = OpenHomeFactory()
    placed(kent, away)
    market = own_area(planner)
    assert (market.others, market.exported, market.balance) == (8, 1, "Importer")
    with acting_as(planner):
        elsewhere = next(a for a in market_on(planner, on=DAY) if a.authority.pk == away.authority_id)
    assert (elsewhere.own, elsewhere.balance) == (1, "Not known")


def test_others_too_few_to_tell_are_hidden(kent, planner):
    VacancyReportFactory(setting__authority=kent, beds_free=2, reported_at=REPORTED)
    market = own_area(planner)
    assert market.others is None
    assert market.balance == "Not known"


def test_another_councils_children_are_not_counted(kent, planner):
    home = OpenHomeFactory(authority=kent)
    placed(AuthorityFactory(), home)
    assert own_area(planner).own == 0


def test_the_page_and_the_file_hold_the_same_areas(kent, planner):
    border = AdjoiningFactory(authority=kent, neighbour__name="Medway")
    home = OpenHomeFactory(authority=border.neighbour)
    placed(kent, home)
    client = browser_of(planner)
    page = client.get(reverse("market"), {"on": "2026-03-31"}).content.decode()
    for words in ("By authority on 31 March 2026", "Medway", "Our own area by year"):
        assert words in page
    assert client.get(reverse("market"), {"on": "2026-02-30"}).status_code == 200
    file = client.get(reverse("market_download")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert {row["Authority"] for row in rows} == {"Kent", "Medway"}
    assert len({row["As at"] for row in rows}) == len(counting_days(DAY))


def test_members_and_providers_have_no_way_in(kent, planner):
    member = council_actor(Role.CABINET_MEMBER, authority=kent)
    for name in ("market", "market_download"):
        assert browser_of(member).get(reverse(name)).status_code == 404
