"""The register of homes: what is said of each, and how it is narrowed."""

from datetime import UTC, datetime

import pytest

from authorities.choices import Role
from providers.choices import Accepts, Need, Outcome, RegistrationType
from tests.factories.authorities import AuthorityFactory, PostcodeFactory, council_actor
from tests.factories.providers import (
    CapacityPeriodFactory,
    InspectionFactory,
    NotAdmittingReportFactory,
    OpenHomeFactory,
    RegistrationPeriodFactory,
    SettingFactory,
    SuspensionFactory,
    VacancyReportFactory,
)


@pytest.fixture
def council():
    return AuthorityFactory()


@pytest.fixture
def client(program, council):
    return program(council_actor(Role.PLACEMENTS_OFFICER, authority=council))


@pytest.fixture
def found(client):
    """URNs that a query finds, in order."""

    def find(**query) -> list[str]:
        answer = client.get("/api/v1/settings/", query)
        assert answer.status_code == 200, answer.json()
        return [row["urn"] for row in answer.json()["results"]]

    return find


def test_a_setting_says_what_is_known_today(client):
    home = OpenHomeFactory.create(postcode="DE4 3AB", needs=[Need.AUTISM])
    VacancyReportFactory(setting=home, reported_at=datetime(2026, 7, 1, 9, 30, tzinfo=UTC))
    assert client.get(f"/api/v1/settings/{home.urn}/").json() == {
        "urn": home.urn,
        "name": home.name,
        "provider": home.provider.reference,
        "registration_type": "childrens_home",
        "sector": "private",
        "area_authority": home.authority.code,
        "postcode": "DE4 3AB",
        "age_from": 8,
        "age_to": 17,
        "accepts": "any",
        "needs": ["autism"],
        "is_active": True,
        "capacity_registered": 4,
        "outcome": "good",
        "is_suspended": False,
        "suspended_by": "",
        "vacancy": {
            "reported_at": "2026-07-01T10:30:00+01:00",
            "beds_free": 2,
            "available_from": None,
            "is_admitting": True,
            "not_admitting_reason": "",
        },
        "distance_miles": None,
    }


def test_a_home_for_one_child_keeps_its_postcode(client):
    home = SettingFactory.create(postcode="DE4 3AB")
    CapacityPeriodFactory(setting=home, registered=1)
    assert client.get(f"/api/v1/settings/{home.urn}/").json()["postcode"] == ""


def test_homes_are_found_by_what_they_are(found):
    home = OpenHomeFactory.create(needs=[Need.AUTISM, Need.HEALTH], accepts=Accepts.FEMALE, age_to=12)
    school = OpenHomeFactory.create(registration_type=RegistrationType.RESIDENTIAL_SCHOOL, age_from=13)
    assert found(registration_type="residential_school") == [school.urn]
    assert found(area=home.authority.code) == [home.urn]
    assert found(age=12) == [home.urn]
    assert found(accepts="F") == [home.urn, school.urn]
    assert found(accepts="M") == [school.urn]
    assert found(need=["autism", "health"]) == [home.urn]
    assert found(need=["autism", "missing"]) == []
    assert found(provider=school.provider.reference) == [school.urn]


def test_homes_are_found_by_grade_registration_and_suspension(found, council):
    good = OpenHomeFactory.create()
    unseen = SettingFactory.create()
    RegistrationPeriodFactory(setting=unseen)
    InspectionFactory(setting=SettingFactory.create(), outcome=Outcome.INADEQUATE)
    SuspensionFactory(authority=council, provider=good.provider)
    assert found(outcome="good") == [good.urn]
    assert found(outcome="not_yet_inspected") == [unseen.urn]
    assert found(is_active="true") == [good.urn, unseen.urn]
    assert found(is_suspended="true") == [good.urn]


def test_only_beds_that_can_be_filled_are_vacancies(found):
    free = VacancyReportFactory.create().setting
    VacancyReportFactory.create(beds_free=0)
    NotAdmittingReportFactory.create()
    silent = OpenHomeFactory.create()
    assert found(has_vacancy="true") == [free.urn]
    assert silent.urn in found(has_vacancy="false")
    assert free.urn not in found(has_vacancy="false")


def test_a_postcode_orders_by_distance_and_bounds_it(client, found):
    PostcodeFactory(code="DE43AB", easting=430_000, northing=360_000)
    far = SettingFactory.create(easting=430_000 + 16_093, northing=360_000)
    near = SettingFactory.create(easting=430_000, northing=360_000 + 3_219)
    hidden = SettingFactory.create(easting=None, northing=None)
    assert found(postcode="de4 3ab") == [near.urn, far.urn, hidden.urn]
    assert found(postcode="DE4 3AB", within_miles=5) == [near.urn]
    rows = client.get("/api/v1/settings/", {"postcode": "DE4 3AB"}).json()["results"]
    assert [row["distance_miles"] for row in rows] == ["2.0", "10.0", None]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"postcode": "nowhere"}, "postcode"),
        ({"postcode": "ZZ99 9ZZ"}, "postcode"),
        ({"within_miles": 5}, "postcode"),
        ({"outcome": "excellent"}, "outcome"),
        ({"age": "old"}, "age"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_why(client, query, field):
    answer = client.get("/api/v1/settings/", query)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
