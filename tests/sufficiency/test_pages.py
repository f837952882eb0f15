"""Sufficiency pages: what each reader sees, and the files that match them."""

import csv
import io

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.models import Job
from providers.choices import NotAdmitting, RegistrationType
from sufficiency.forecast import Category
from sufficiency.selectors.supply import supply_in_area
from sufficiency.tables import supply_rows
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.placed import ActivePlacementFactory
from tests.factories.providers import (
    NotAdmittingReportFactory,
    OpenHomeFactory,
    VacancyReportFactory,
)
from tests.factories.reports import NOW, ForecastRunFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def authority():
    made = AuthorityFactory.create()
    ForecastRunFactory(authority=made)
    return made


def signed_in(client, authority, role):
    actor = council_actor(role, authority=authority)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_supply_counts_places_free_and_blocked_in_the_area(authority):
    free, blocked = (OpenHomeFactory.create(authority=authority) for _ in range(2))
    VacancyReportFactory(setting=free, beds_free=2)
    NotAdmittingReportFactory(setting=blocked, beds_free=1)
    OpenHomeFactory()
    for area in (authority, AuthorityFactory()):
        ActivePlacementFactory(agreement__authority=authority, area_authority=area)
    planner = council_actor(Role.PLANNER, authority=authority)
    with acting_as(planner):
        supply = supply_in_area(planner, NOW)[0]
    assert supply.category is Category.RESIDENTIAL
    assert (supply.settings, supply.registered, supply.operational, supply.free) == (2, 8, 8, 2)
    assert supply.blocked == {NotAdmitting.STAFFING.label: 1}
    assert (supply.leverage.rounded(), supply.in_area.rounded()) == (12.5, 50)


def test_supply_tells_secure_homes_and_fostering_agencies_apart(authority):
    for kind in (
        RegistrationType.SECURE_HOME,
        RegistrationType.CHILDRENS_HOME,
        RegistrationType.FOSTERING_AGENCY,
        RegistrationType.COUNCIL_FOSTERING,
    ):
        OpenHomeFactory.create(authority=authority, registration_type=kind)
    planner = council_actor(Role.PLANNER, authority=authority)
    with acting_as(planner):
        supplies = {supply.category: supply for supply in supply_in_area(planner, NOW)}
    homes, fostering = supplies[Category.RESIDENTIAL], supplies[Category.FOSTERING]
    assert homes.by_type == {RegistrationType.SECURE_HOME: 4, RegistrationType.CHILDRENS_HOME: 4}
    assert (fostering.operational, len(fostering.by_type)) == (8, 2)
    lines = {row[0]: row[1:] for row in supply_rows(list(supplies.values())).rows}
    assert lines["Of them: Secure children's home"] == ["4", "", ""]


@pytest.mark.parametrize("page", ["sufficiency", "beds_and_need", "forecast"])
def test_planner_reads_every_page(authority, client, page):
    assert signed_in(client, authority, Role.PLANNER).get(reverse(page)).status_code == 200


def test_member_sees_small_numbers_hidden_and_only_the_whole(authority, client):
    member = signed_in(client, authority, Role.CABINET_MEMBER)
    page = member.get(reverse("sufficiency")).content.decode()
    assert "Hidden" in page and "Small numbers are hidden" in page
    assert member.get(reverse("beds_and_need")).status_code == 404
    forecast = member.get(reverse("forecast"), {"of": "residential"}).content.decode()
    assert "Too short to test" in forecast and "Make a new forecast" not in forecast
    assert "?of=" not in forecast


def test_member_s_file_holds_the_total_alone(authority, client):
    run = ForecastRunFactory(authority=authority)
    address = reverse("forecast_download", args=[run.reference])
    kinds = {row[1] for row in rows_of(signed_in(client, authority, Role.CABINET_MEMBER).get(address))[1:]}
    assert kinds == {"All"}
    kinds = {row[1] for row in rows_of(signed_in(client, authority, Role.PLANNER).get(address))[1:]}
    assert "Residential homes and schools" in kinds


def test_new_forecast_is_followed_on_a_page_that_works_without_a_script(authority, client):
    planner = signed_in(client, authority, Role.PLANNER)
    asked = planner.post(reverse("forecast_new"), follow=True)
    assert "waiting to start" in asked.content.decode() and "Check again" in asked.content.decode()
    address = asked.redirect_chain[-1][0]
    assert "<html" not in planner.get(address, headers={"HX-Request": "true"}).content.decode()
    with acting_as(council_actor(Role.PLANNER, authority=authority)):
        Job.objects.update(state=Job.State.FAILED, error="There is no care history yet.")
    done = planner.get(address, headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true" and "There is no care history yet." in done.content.decode()


def test_another_council_s_run_is_not_there(authority, client):
    other = ForecastRunFactory()
    planner = signed_in(client, authority, Role.PLANNER)
    assert planner.get(reverse("forecast_download", args=[other.reference])).status_code == 404


def test_finance_has_no_sufficiency_page(authority, client):
    assert signed_in(client, authority, Role.FINANCE).get(reverse("sufficiency")).status_code == 404
