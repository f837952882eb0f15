"""What providers say is free: recorded as new rows, within the certificate, and only by who runs the home."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from authorities.choices import Role
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from providers.choices import Need, NotAdmitting, RegistrationStatus, VacancyChannel
from providers.freshness import Freshness, freshness_of
from providers.models import VacancyReport
from providers.selectors.homes import access_own_home
from providers.selectors.vacancies import newest_report, vacancies_of
from providers.services.vacancies import confirm_no_change, report_vacancy
from tests.factories.authorities import council_actor
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import (
    CapacityPeriodFactory,
    NotAdmittingReportFactory,
    OpenHomeFactory,
    RegistrationPeriodFactory,
    SettingFactory,
    VacancyReportFactory,
    provider_actor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return OpenHomeFactory(name="Bramble House")


@pytest.fixture
def manager(home):
    return provider_actor(home.provider)


def report(home, by, **facts):
    given = {"beds_free": 2, "available_from": None, "is_admitting": True} | facts
    with acting_as(by):
        return report_vacancy(setting=home, by=by, at=NOW, channel=VacancyChannel.PORTAL, **given)


def test_report_is_a_new_row_and_the_newest_counts(home, manager):
    VacancyReportFactory(setting=home, beds_free=1)
    report(home, manager, beds_free=3, needs=[Need.EDUCATION, Need.AUTISM])
    with acting_as(manager):
        assert VacancyReport.objects.filter(setting=home).count() == 2
        newest = newest_report(home)
    assert (newest.beds_free, newest.reported_by, newest.reported_at) == (3, manager.name, NOW)
    assert newest.needs == [Need.AUTISM, Need.EDUCATION]


def test_no_more_may_be_free_than_the_certificate_allows(home, manager):
    with pytest.raises(DomainError, match="registered for 4") as refused:
        report(home, manager, beds_free=5)
    assert refused.value.field == "beds_free"


def test_certificate_of_the_day_counts(manager, home):
    small = SettingFactory(provider=home.provider)
    CapacityPeriodFactory(setting=small, registered=6, ends_on=TODAY)
    CapacityPeriodFactory(setting=small, registered=2, starts_on=TODAY)
    with pytest.raises(DomainError, match="registered for 2"):
        report(small, manager, beds_free=3)


def test_home_of_unknown_capacity_is_believed(manager, home):
    assert report(SettingFactory(provider=home.provider), manager, beds_free=9).beds_free == 9


def test_not_admitting_needs_a_coded_reason(home, manager):
    with pytest.raises(DomainError) as refused:
        report(home, manager, is_admitting=False)
    assert refused.value.field == "reason"
    made = report(home, manager, is_admitting=False, reason=NotAdmitting.STAFFING)
    assert made.in_words == "2 places free, but not admitting: not enough staff"


def test_reason_is_dropped_when_admitting(home, manager):
    assert report(home, manager, reason=NotAdmitting.STAFFING).not_admitting_reason == ""


def test_place_cannot_be_free_from_a_day_gone_by(home, manager):
    with pytest.raises(DomainError) as refused:
        report(home, manager, available_from=TODAY - timedelta(days=1))
    assert refused.value.field == "available_from"


def test_nobody_speaks_for_another_providers_home(home):
    with pytest.raises(NotPermitted):
        report(home, provider_actor())


def test_council_cannot_report(home):
    with pytest.raises(NotPermitted):
        report(home, council_actor(Role.COMMISSIONER))


def test_wall_refuses_a_report_in_anothers_name(home):
    with acting_as(provider_actor()), pytest.raises(ProgrammingError), transaction.atomic():
        VacancyReport.objects.create(
            provider=home.provider,
            setting=home,
            reported_at=NOW,
            reported_by="Nobody",
            channel=VacancyChannel.PORTAL,
            beds_free=1,
        )


def test_no_change_repeats_the_newest_report(home, manager):
    old = NotAdmittingReportFactory(setting=home, beds_free=1, available_from=date(2026, 12, 1))
    with acting_as(manager):
        made = confirm_no_change(setting=home, by=manager, at=NOW, channel=VacancyChannel.LINK)
    assert made.pk != old.pk
    same = ("beds_free", "available_from", "is_admitting", "not_admitting_reason", "needs")
    assert [getattr(made, name) for name in same] == [getattr(old, name) for name in same]
    assert (made.reported_at, made.channel) == (NOW, VacancyChannel.LINK)


def test_there_must_be_something_to_confirm(home, manager):
    with acting_as(manager), pytest.raises(Conflict):
        confirm_no_change(setting=home, by=manager, at=NOW, channel=VacancyChannel.PORTAL)


def test_no_change_is_refused_when_the_certificate_shrank(home, manager):
    small = SettingFactory(provider=home.provider)
    VacancyReportFactory(setting=small, beds_free=3)
    CapacityPeriodFactory(setting=small, registered=2)
    with acting_as(manager), pytest.raises(DomainError, match="registered for 2"):
        confirm_no_change(setting=small, by=manager, at=NOW, channel=VacancyChannel.PORTAL)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), Freshness.FRESH),
        (timedelta(days=7), Freshness.FRESH),
        (timedelta(days=7, seconds=1), Freshness.AGEING),
        (timedelta(days=14), Freshness.AGEING),
        (timedelta(days=14, seconds=1), Freshness.STALE),
    ],
)
def test_report_ages_by_days(age, expected):
    assert freshness_of(NOW - age, at=NOW, fresh_days=7) is expected


def test_never_reported_is_not_stale():
    assert freshness_of(None, at=NOW, fresh_days=7) is Freshness.NONE


def test_own_list_shows_those_due_first_and_nobody_elses(home, manager):
    VacancyReportFactory(setting=home, reported_at=NOW)
    due = OpenHomeFactory(provider=home.provider, name="Zinnia House")
    OpenHomeFactory()
    with acting_as(manager):
        rows = vacancies_of(manager, at=NOW)
    assert [(row.setting.pk, row.is_due) for row in rows] == [(due.pk, True), (home.pk, False)]


def test_own_list_leaves_out_closed_homes(home, manager):
    closed = SettingFactory(provider=home.provider)
    RegistrationPeriodFactory(setting=closed, status=RegistrationStatus.RESIGNED)
    with acting_as(manager):
        assert closed.pk not in {row.setting.pk for row in vacancies_of(manager, at=NOW)}


def test_own_list_takes_as_many_queries_for_many_homes_as_for_one(home, manager, django_assert_num_queries):
    for _ in range(4):
        VacancyReportFactory(setting=OpenHomeFactory(provider=home.provider))
    with acting_as(manager), django_assert_num_queries(8):
        assert len(vacancies_of(manager, at=NOW)) == 5


def test_anothers_home_does_not_exist(home):
    stranger = provider_actor()
    with acting_as(stranger), pytest.raises(NotFound):
        access_own_home(stranger, home.urn, on=TODAY)
