"""Which homes fit a request on each route, and why the others do not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from authorities.choices import Role, ServiceCategory, SettingKey
from contracts.choices import Route, ToolType
from core.actor import acting_as
from placements.matching import (
    Ask,
    Home,
    LeftOut,
    Vacancy,
    meets_gateway,
    nearest_first,
    takes_sex,
    why_left_out,
)
from placements.selectors.matching import fitting_settings
from providers.choices import Outcome, RegistrationStatus, Sector
from providers.freshness import Freshness
from tests.factories.authorities import (
    AdjoiningFactory,
    AuthorityFactory,
    AuthoritySettingFactory,
    PartnershipFactory,
    council_actor,
)
from tests.factories.contracts import (
    BedBookingFactory,
    BlockShareFactory,
    CommercialToolFactory,
    ContractedBedFactory,
    LotFactory,
    MembershipFactory,
    MembershipSettingFactory,
    ToolAccessFactory,
)
from tests.factories.placements import NOW, TODAY, SourcingRequestFactory
from tests.factories.providers import (
    InspectionFactory,
    OpenHomeFactory,
    ProviderFactory,
    RegistrationPeriodFactory,
    SettingFactory,
    SuspensionFactory,
    VacancyReportFactory,
)

GIRL_OF_14 = Ask(
    age=14,
    sex="F",
    needs=frozenset({"emotional", "education"}),
    needed_on=date(2026, 12, 14),
    quality_gateway="good",
    accept_not_inspected=True,
    fresh_days=7,
    within_miles=20,
    near_areas=frozenset({1}),
    at=NOW,
)
GOOD_HOME = Home(
    setting_id=1,
    urn="SC000001",
    name="Bramble House",
    provider_id=1,
    provider="Larkspur",
    area_id=1,
    area="Derbyshire",
    age_from=10,
    age_to=17,
    accepts="any",
    needs=frozenset({"emotional"}),
    is_active=True,
    is_suspended=False,
    outcome=Outcome.GOOD,
    places=4,
    miles=Decimal("4.2"),
    vacancy=None,
    terms="",
    lot_id=None,
    asked=False,
)
TWO_FREE = Vacancy(reported_at=NOW - timedelta(days=2), beds_free=2, available_from=None, is_admitting=True)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"is_active": False}, LeftOut.NOT_REGISTERED),
        ({"age_from": 15}, LeftOut.AGE),
        ({"age_to": 13}, LeftOut.AGE),
        ({"age_from": 14, "age_to": 14}, None),
        ({"accepts": "M"}, LeftOut.SEX),
        ({"accepts": "F"}, None),
        ({"is_suspended": True}, LeftOut.SUSPENDED),
        ({"outcome": Outcome.REQUIRES_IMPROVEMENT}, LeftOut.QUALITY),
        ({"outcome": Outcome.NOT_YET_INSPECTED}, None),
        ({"miles": Decimal("20.0")}, None),
        ({"miles": Decimal("20.1")}, LeftOut.TOO_FAR),
        ({"miles": None}, None),
        ({"miles": None, "area_id": 2}, LeftOut.PLACE_UNKNOWN),
        ({"vacancy": TWO_FREE}, None),
        ({"vacancy": replace(TWO_FREE, beds_free=0)}, LeftOut.NO_VACANCY),
        ({"vacancy": replace(TWO_FREE, is_admitting=False)}, LeftOut.NO_VACANCY),
        ({"vacancy": replace(TWO_FREE, available_from=date(2026, 12, 15))}, LeftOut.NO_VACANCY),
        ({"vacancy": replace(TWO_FREE, available_from=date(2026, 12, 14))}, None),
        ({"vacancy": replace(TWO_FREE, beds_free=0, reported_at=NOW - timedelta(days=8))}, None),
    ],
)
def test_home_is_left_out_by_the_first_rule_it_fails(facts, reason):
    assert why_left_out(replace(GOOD_HOME, **facts), GIRL_OF_14) is reason


def test_council_that_does_not_accept_uninspected_homes():
    strict = replace(GIRL_OF_14, accept_not_inspected=False)
    new = replace(GOOD_HOME, outcome=Outcome.NOT_YET_INSPECTED)
    assert why_left_out(new, strict) is LeftOut.NOT_INSPECTED


def test_any_distance_lets_in_far_and_unplaced_homes():
    anywhere = replace(GIRL_OF_14, within_miles=None)
    assert why_left_out(replace(GOOD_HOME, miles=Decimal(250)), anywhere) is None
    assert why_left_out(replace(GOOD_HOME, miles=None, area_id=9), anywhere) is None


@pytest.mark.parametrize(
    ("outcome", "gateway", "meets"),
    [
        ("outstanding", "good", True),
        ("good", "outstanding", False),
        ("sa_strong", "good", True),
        ("sa_inconsistent", "good", False),
        ("sa_inconsistent", "requires_improvement", True),
        ("sa_serious", "requires_improvement", False),
        ("inadequate", "inadequate", True),
    ],
)
def test_supported_accommodation_is_held_to_the_same_gateway(outcome, gateway, meets):
    assert meets_gateway(Outcome(outcome), gateway) is meets


def test_child_of_unknown_sex_needs_a_home_for_any():
    assert takes_sex("any", "U")
    assert not takes_sex("F", "U")


def test_fresh_vacancies_come_first_then_the_nearest_and_unplaced_last():
    near, far = replace(GOOD_HOME, miles=Decimal(2)), replace(GOOD_HOME, miles=Decimal(9))
    unplaced, fresh = replace(GOOD_HOME, miles=None), replace(GOOD_HOME, miles=Decimal(15), vacancy=TWO_FREE)
    assert fresh.freshness(GIRL_OF_14) is Freshness.FRESH
    assert nearest_first([unplaced, far, fresh, near], GIRL_OF_14) == [fresh, near, far, unplaced]


@pytest.fixture
def council():
    return AuthorityFactory()


@pytest.fixture
def officer(council):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=council)


@pytest.fixture
def request_(council):
    return SourcingRequestFactory(authority=council)


def names(officer, request, route, *, within_miles=20):
    with acting_as(officer):
        matches = fitting_settings(request, route, at=NOW, within_miles=within_miles)
    return [home.setting_id for home in matches.fitting], dict(matches.left_out)


@pytest.mark.django_db
def test_spot_looks_at_every_registered_home_and_counts_the_rest(officer, request_, council):
    fits = OpenHomeFactory(authority=council)
    OpenHomeFactory(authority=council, age_to=12)
    OpenHomeFactory(authority=council, provider__sector=Sector.LOCAL_AUTHORITY)
    SettingFactory(authority=council)
    lapsed = SettingFactory(authority=council)
    RegistrationPeriodFactory(setting=lapsed, status=RegistrationStatus.SUSPENDED)
    worse = OpenHomeFactory(authority=council)
    InspectionFactory(setting=worse, inspected_on=date(2026, 9, 1), outcome=Outcome.INADEQUATE)
    unknown_yet = OpenHomeFactory(authority=council, inspected=None)
    InspectionFactory(
        setting=unknown_yet,
        inspected_on=date(2026, 11, 1),
        known_on=TODAY + timedelta(days=1),
        outcome=Outcome.INADEQUATE,
    )
    fitting, left_out = names(officer, request_, Route.SPOT)
    assert set(fitting) == {fits.pk, unknown_yet.pk}
    assert left_out == {LeftOut.NOT_REGISTERED: 2, LeftOut.AGE: 1, LeftOut.QUALITY: 1}


@pytest.mark.django_db
def test_own_suspension_stops_a_home_and_a_whole_provider(officer, request_, council):
    one = OpenHomeFactory(authority=council)
    SuspensionFactory(authority=council, provider=one.provider, setting=one)
    whole = OpenHomeFactory(authority=council)
    SuspensionFactory(authority=council, provider=whole.provider)
    lifted = OpenHomeFactory(authority=council)
    SuspensionFactory(authority=council, provider=lifted.provider, ends_on=TODAY)
    fitting, left_out = names(officer, request_, Route.SPOT)
    assert fitting == [lifted.pk]
    assert left_out == {LeftOut.SUSPENDED: 2}


@pytest.mark.django_db
def test_distance_is_straight_miles_and_unplaced_homes_count_near_by_their_area(officer, request_, council):
    neighbour = AdjoiningFactory(authority=council).neighbour
    miles_16 = OpenHomeFactory(authority=council, easting=430_000 + 25_749)
    OpenHomeFactory(authority=council, easting=430_000 + 40_000)
    unplaced = OpenHomeFactory(authority=neighbour, easting=None, northing=None)
    OpenHomeFactory(easting=None, northing=None)
    with acting_as(officer):
        matches = fitting_settings(request_, Route.SPOT, at=NOW, within_miles=20)
    assert [(home.setting_id, home.miles) for home in matches.fitting] == [
        (miles_16.pk, Decimal("16.0")),
        (unplaced.pk, None),
    ]
    assert matches.left_out == [(LeftOut.TOO_FAR, 1), (LeftOut.PLACE_UNKNOWN, 1)]
    assert matches.considered == 4


@pytest.mark.django_db
def test_newest_vacancy_report_counts(officer, request_, council):
    home = OpenHomeFactory(authority=council)
    VacancyReportFactory(setting=home, beds_free=0, reported_at=NOW - timedelta(days=3))
    VacancyReportFactory(setting=home, beds_free=1, reported_at=NOW - timedelta(days=1))
    VacancyReportFactory(setting=home, beds_free=0, reported_at=NOW + timedelta(days=1))
    with acting_as(officer):
        [found] = fitting_settings(request_, Route.SPOT, at=NOW, within_miles=20).fitting
    assert (found.vacancy.beds_free, found.vacancy.reported_at) == (1, NOW - timedelta(days=1))


def on_tool(council, *, tier=1, category=ServiceCategory.RESIDENTIAL, **tool):
    """A home covered by a membership of a tool that ``council`` may use."""
    tool = CommercialToolFactory(**tool)
    ToolAccessFactory(tool=tool, authority=council, category=category)
    home = OpenHomeFactory(authority=council)
    lot = LotFactory(tool=tool, category=category)
    membership = MembershipFactory(lot=lot, provider=home.provider, tier=tier)
    MembershipSettingFactory(membership=membership, setting=home)
    return home


@pytest.mark.django_db
def test_framework_tiers_and_dps_are_separate_steps(officer, request_, council):
    first, second = on_tool(council), on_tool(council, tier=2)
    dynamic = on_tool(council, tool_type=ToolType.DPS)
    on_tool(council, category=ServiceCategory.FOSTERING)
    assert names(officer, request_, Route.FRAMEWORK_TIER_1)[0] == [first.pk]
    assert names(officer, request_, Route.FRAMEWORK_TIER_2)[0] == [second.pk]
    assert names(officer, request_, Route.DPS)[0] == [dynamic.pk]


@pytest.mark.django_db
def test_partnership_reaches_the_tools_of_partnerships_only(officer, request_, council):
    wider = on_tool(council, partnership=PartnershipFactory())
    on_tool(council)
    assert names(officer, request_, Route.PARTNERSHIP)[0] == [wider.pk]


@pytest.mark.django_db
def test_tool_without_access_for_the_category_is_out_of_reach(request_, council, officer):
    home = on_tool(AuthorityFactory())
    assert home.pk not in names(officer, request_, Route.FRAMEWORK_TIER_1)[0]
    tool = CommercialToolFactory(lead_authority=council)
    lot = LotFactory(tool=tool)
    MembershipSettingFactory(membership=MembershipFactory(lot=lot, provider=home.provider), setting=home)
    assert names(officer, request_, Route.FRAMEWORK_TIER_1)[0] == []
    ToolAccessFactory(tool=tool)
    assert names(officer, request_, Route.FRAMEWORK_TIER_1)[0] == [home.pk]


@pytest.mark.django_db
def test_block_shows_homes_with_a_free_bed_of_a_shared_block(officer, request_, council):
    free = ContractedBedFactory()
    BlockShareFactory(contract=free.contract, authority=council)
    taken = ContractedBedFactory()
    BlockShareFactory(contract=taken.contract, authority=council)
    BlockShareFactory(contract=taken.contract)
    BedBookingFactory(bed=taken)
    not_live = ContractedBedFactory(live_from=date(2027, 1, 1))
    BlockShareFactory(contract=not_live.contract, authority=council)
    ContractedBedFactory()
    with acting_as(officer):
        [home] = fitting_settings(request_, Route.BLOCK, at=NOW, within_miles=20).fitting
    assert home.setting_id == free.setting_id
    assert home.terms == f"{free.contract.name}: 1 block bed free"


@pytest.mark.django_db
def test_block_bed_free_again_after_a_booking_ends_or_is_cancelled(officer, request_, council):
    for facts in ({"ends_on": date(2026, 12, 14)}, {"cancelled_at": NOW}):
        bed = ContractedBedFactory()
        BlockShareFactory(contract=bed.contract, authority=council)
        BlockShareFactory(contract=bed.contract)
        BedBookingFactory(bed=bed, **facts)
    assert len(names(officer, request_, Route.BLOCK)[0]) == 2


@pytest.mark.django_db
def test_in_house_is_the_councils_own_homes(officer, request_, council):
    own = OpenHomeFactory(authority=council, provider__sector=Sector.LOCAL_AUTHORITY)
    OpenHomeFactory(provider__sector=Sector.LOCAL_AUTHORITY)
    assert names(officer, request_, Route.IN_HOUSE)[0] == [own.pk]
    assert names(officer, request_, Route.EXCEPTION)[0] == []


@pytest.mark.django_db
def test_quality_gateway_is_the_councils_own(officer, request_, council):
    home = OpenHomeFactory(authority=council, inspected__outcome=Outcome.REQUIRES_IMPROVEMENT)
    assert names(officer, request_, Route.SPOT)[0] == []
    AuthoritySettingFactory(authority=council, key=SettingKey.QUALITY_GATEWAY, value="requires_improvement")
    assert names(officer, request_, Route.SPOT)[0] == [home.pk]


@pytest.mark.django_db
def test_matching_asks_the_same_number_of_queries_for_one_home_and_for_many(
    officer, request_, council, django_assert_max_num_queries
):
    provider = ProviderFactory()
    with acting_as(officer), django_assert_max_num_queries(7) as captured:
        fitting_settings(request_, Route.SPOT, at=NOW, within_miles=20)
    for _ in range(6):
        VacancyReportFactory(setting=OpenHomeFactory(authority=council, provider=provider))
    with acting_as(officer), django_assert_max_num_queries(len(captured)):
        assert len(fitting_settings(request_, Route.SPOT, at=NOW, within_miles=20).fitting) == 6
