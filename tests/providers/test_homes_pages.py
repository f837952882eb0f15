"""Searching for homes, one home, and stopping placements with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from providers.choices import Accepts, Need, Outcome, SuspensionScope
from providers.selectors.directory import homes_register
from providers.services.suspensions import lift_suspension, suspend
from tests.factories.authorities import AdjoiningFactory, AuthorityFactory, PostcodeFactory, council_actor
from tests.factories.contracts import MembershipSettingFactory, ToolAccessFactory
from tests.factories.providers import (
    InspectionFactory,
    NotAdmittingReportFactory,
    OpenHomeFactory,
    SettingFactory,
    SuspensionFactory,
    VacancyReportFactory,
    provider_actor,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def found(actor, **filters):
    rows = browser_of(actor).get(reverse("home_list"), filters).context["table"].page
    return [row.record.name for row in rows]


def test_homes_are_found_by_area():
    officer = council_actor(Role.COMMISSIONER)
    with acting_as(officer):
        own = AuthorityFactory._meta.model.objects.get(pk=officer.authority_id)
    border = AdjoiningFactory(authority=own)
    OpenHomeFactory(name="Here", authority=own)
    OpenHomeFactory(name="Next door", authority=border.neighbour)
    OpenHomeFactory(name="Far")
    assert found(officer) == ["Far", "Here", "Next door"]
    assert found(officer, area=own.code) == ["Here"]
    assert found(officer, area=own.code, adjoining="on") == ["Here", "Next door"]


def test_homes_are_found_by_child_and_grade():
    officer = council_actor(Role.COMMISSIONER)
    OpenHomeFactory(name="Girls", accepts=Accepts.FEMALE, age_from=12, needs=[Need.AUTISM])
    OpenHomeFactory(name="Young", age_to=9, inspected__outcome=Outcome.OUTSTANDING)
    assert found(officer, accepts="M") == ["Young"]
    assert found(officer, accepts="F", age=14) == ["Girls"]
    assert found(officer, need="autism") == ["Girls"]
    assert found(officer, outcome="outstanding") == ["Young"]


def test_homes_are_found_by_a_free_bed_lately_reported():
    officer = council_actor(Role.COMMISSIONER)
    now = timezone.now()
    for name, days in (("Fresh", 2), ("Old", 20)):
        VacancyReportFactory(setting__name=name, reported_at=now - timedelta(days=days))
    NotAdmittingReportFactory(setting__name="Staffing", reported_at=now)
    assert found(officer, free_now="on") == ["Fresh", "Old"]
    assert found(officer, free_now="on", fresh_within=7) == ["Fresh"]
    assert found(officer, fresh_within=7) == ["Fresh", "Staffing"]


def test_homes_are_found_by_distance():
    officer = council_actor(Role.COMMISSIONER)
    PostcodeFactory()
    OpenHomeFactory(name="Near", easting=431_609)
    OpenHomeFactory(name="Far", easting=530_000)
    OpenHomeFactory(name="Withheld", easting=None, northing=None)
    page = browser_of(officer).get(reverse("home_list"), {"postcode": "de4 3ab", "within_miles": 30})
    [row] = page.context["table"].page
    assert (row.record.name, row.get_cell("distance_miles")) == ("Near", "1.0")
    assert found(officer, within_miles=30) == []


def test_closed_homes_are_shown_only_when_asked_for():
    officer = council_actor(Role.COMMISSIONER)
    SettingFactory(name="Closed")
    assert found(officer) == []
    assert found(officer, closed_too="on") == ["Closed"]


def test_a_home_not_inspected_says_so_and_a_suspended_one_is_marked():
    council = AuthorityFactory()
    officer = council_actor(Role.COMMISSIONER, authority=council)
    home = OpenHomeFactory(inspected=None)
    SuspensionFactory(authority=council, provider=home.provider)
    assert found(officer) == []
    page = browser_of(officer).get(reverse("home_list"), {"suspended_too": "on"}).content.decode()
    assert "Not yet inspected" in page
    assert "Suspended</strong>" in page


def test_the_page_of_a_home_tells_its_history_and_how_it_is_bought():
    officer = council_actor(Role.COMMISSIONER)
    with acting_as(officer):
        own = AuthorityFactory._meta.model.objects.get(pk=officer.authority_id)
    cover = MembershipSettingFactory(membership__lot__name="Homes near us")
    home = cover.setting
    client = browser_of(officer)
    address = reverse("home_detail", args=[home.urn])
    assert "none of our tools" in client.get(address).content.decode()
    ToolAccessFactory(tool=cover.tool, authority=own)
    InspectionFactory(setting=home, inspected_on=date(2025, 1, 9), outcome=Outcome.INADEQUATE)
    page = client.get(address).content.decode()
    for words in (cover.tool.name, "Homes near us", "Inadequate", "9 Jan 2025", home.provider.name):
        assert words in page


def test_reasons_of_a_suspension_are_for_those_who_place():
    suspension = SuspensionFactory(setting=OpenHomeFactory(), reason="A secret reason")
    address = reverse("home_detail", args=[suspension.setting.urn])
    assert "A secret reason" in browser_of(council_actor(Role.COMMISSIONER)).get(address).content.decode()
    page = browser_of(council_actor(Role.CABINET_MEMBER)).get(address).content.decode()
    assert "A secret reason" not in page
    assert "suspended" in page
    assert "Our children here" not in page


def test_a_postcode_of_a_home_for_one_is_not_shown():
    home = OpenHomeFactory(postcode="DE4 3AB", capacity__registered=1)
    page = browser_of(council_actor(Role.COMMISSIONER)).get(reverse("home_detail", args=[home.urn]))
    assert "DE4 3AB" not in page.content.decode()


def test_providers_have_no_way_into_the_register():
    home = OpenHomeFactory()
    client = browser_of(provider_actor(home.provider))
    for address in (reverse("home_list"), reverse("home_detail", args=[home.urn])):
        assert client.get(address).status_code == 404


def test_a_commissioner_suspends_a_home_for_every_council_to_see():
    council = AuthorityFactory()
    officer, other = council_actor(Role.COMMISSIONER, authority=council), council_actor(Role.PLANNER)
    home = OpenHomeFactory()
    fields = {
        "whole_provider": "home",
        "scope": "new_placements",
        "reason": "Inadequate at the last inspection",
        "starts_on_day": timezone.localdate().day,
        "starts_on_month": timezone.localdate().month,
        "starts_on_year": timezone.localdate().year,
    }
    address = reverse("home_suspend", args=[home.urn])
    assert browser_of(other).post(address, fields).status_code == 404
    browser_of(officer).post(address, fields)
    with acting_as(other):
        seen = homes_register(other, at=timezone.now()).get(pk=home.pk)
        assert (seen.is_suspended, seen.suspended_by) == (False, council.name)


def made(officer, home, **changes):
    facts = {
        "whole_provider": False,
        "scope": SuspensionScope.NEW_PLACEMENTS,
        "reason": "Why",
        "starts_on": TODAY,
    }
    return suspend(setting=home, **(facts | changes), by=officer, at=NOW)


def test_a_suspension_is_made_once_and_not_backwards():
    officer, home = council_actor(Role.COMMISSIONER), OpenHomeFactory()
    with acting_as(officer):
        with pytest.raises(DomainError, match="today or later"):
            made(officer, home, starts_on=TODAY - timedelta(days=1))
        made(officer, home)
        with pytest.raises(Conflict, match="already suspended"):
            made(officer, home)
        assert made(officer, home, whole_provider=True).setting is None


def test_only_a_commissioner_suspends_and_only_the_suspending_council_lifts():
    officer, home = council_actor(Role.COMMISSIONER), OpenHomeFactory()
    manager = council_actor(Role.SERVICE_MANAGER)
    with acting_as(manager), pytest.raises(NotPermitted):
        made(manager, home)
    with acting_as(officer):
        suspension = made(officer, home)
    rival = council_actor(Role.COMMISSIONER)
    with acting_as(rival), pytest.raises(NotFound):
        lift_suspension(suspension=suspension, ends_on=TODAY + timedelta(days=1), by=rival, at=NOW)
    with acting_as(officer):
        with pytest.raises(DomainError, match="after the suspension starts"):
            lift_suspension(suspension=suspension, ends_on=TODAY, by=officer, at=NOW)
        lifted = lift_suspension(suspension=suspension, ends_on=TODAY + timedelta(days=3), by=officer, at=NOW)
        assert lifted.ends_on == TODAY + timedelta(days=3)
        with pytest.raises(Conflict, match="already has an end"):
            lift_suspension(suspension=lifted, ends_on=TODAY + timedelta(days=4), by=officer, at=NOW)
