"""Reminders and the one use of their links."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from core.actor import Actor, acting_as
from core.errors import Conflict
from core.jobs.worker import run_next
from core.models import Job
from providers.choices import ReminderRhythm, VacancyChannel
from providers.links import LINK_LIFE, digest_of, link_token
from providers.models import VacancyReminder, VacancyReport
from providers.selectors.people import addresses_by_provider
from providers.selectors.reminders import open_link
from providers.services.reminders import answer_reminder, send_vacancy_reminders
from providers.services.vacancies import set_reminder_rhythm
from providers.tasks import remind_of_vacancies
from tests.factories.authorities import StaffMemberFactory
from tests.factories.placements import NOW
from tests.factories.providers import (
    OpenHomeFactory,
    ProviderUserFactory,
    VacancyReminderFactory,
    VacancyReportFactory,
    provider_actor,
)

pytestmark = pytest.mark.django_db
ADDRESS = "manager@larkspur.example"


@pytest.fixture
def home():
    return OpenHomeFactory(name="Bramble House")


@pytest.fixture
def person(home):
    return ProviderUserFactory(provider=home.provider, name="Robin Manager", user__email=ADDRESS)


@pytest.fixture
def link(home, person):
    """A live link to the home and its secret."""
    reminder = VacancyReminderFactory(setting=home, sent_to=ADDRESS)
    return reminder, link_token(setting_id=home.pk, sent_to=ADDRESS, sent_at=reminder.sent_at)


def remind(provider, *, at=NOW, addresses=(ADDRESS,)) -> int:
    with acting_as(Actor.provider(provider.pk, name="Vacancy reminders")) as process:
        return send_vacancy_reminders(addresses=addresses, by=process, at=at)


def reports_of(home):
    with acting_as(Actor.provider(home.provider_id)):
        return list(VacancyReport.objects.filter(setting=home).order_by("pk"))


def test_every_address_is_reminded_of_every_home_that_is_due(home):
    OpenHomeFactory(provider=home.provider)
    VacancyReportFactory(setting=OpenHomeFactory(provider=home.provider), reported_at=NOW)
    assert remind(home.provider, addresses=("a@x.example", "b@x.example")) == 4


def test_nobody_is_reminded_twice_within_the_rhythm(home):
    assert remind(home.provider) == 1
    assert remind(home.provider, at=NOW + timedelta(days=6)) == 0
    assert remind(home.provider, at=NOW + timedelta(days=7)) == 1


def test_provider_chooses_its_rhythm(home):
    manager = provider_actor(home.provider)
    VacancyReportFactory(setting=home, reported_at=NOW - timedelta(days=8))
    with acting_as(manager):
        set_reminder_rhythm(rhythm=ReminderRhythm.FORTNIGHTLY, by=manager)
    assert remind(home.provider) == 0
    with acting_as(manager):
        set_reminder_rhythm(rhythm=ReminderRhythm.DAILY, by=manager)
    assert remind(home.provider) == 1


def test_secret_is_not_stored(home):
    remind(home.provider)
    token = link_token(setting_id=home.pk, sent_to=ADDRESS, sent_at=NOW)
    with acting_as(Actor.provider(home.provider_id)):
        reminder = VacancyReminder.objects.get()
        assert reminder.token_digest == digest_of(token)
        assert token not in str(Job.objects.values_list("params", flat=True).get())


def test_only_active_people_are_written_to(home, person):
    ProviderUserFactory(provider=home.provider, user__is_active=False)
    assert addresses_by_provider() == {home.provider_id: [ADDRESS]}


def test_letter_carries_links_that_open(fresh_database):
    home = OpenHomeFactory(name="Bramble & Son's House")
    ProviderUserFactory(provider=home.provider, user__email=ADDRESS)
    VacancyReportFactory(setting=home, beds_free=1, reported_at=NOW - timedelta(days=30))
    remind_of_vacancies()
    while run_next():
        pass
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert "Bramble & Son's House: 1 place free." in letter.body
    (address,) = [line for line in letter.body.splitlines() if "/v/" in line]
    page = Client().get(urlsplit(address).path)
    assert page.status_code == 200
    assert "1 place free" in page.content.decode()


def test_opening_a_link_changes_nothing(client, home, link):
    VacancyReportFactory(setting=home)
    for _ in range(2):
        assert client.get(f"/v/{link[1]}/").status_code == 200
        assert client.get(f"/v/{link[1]}/update/").status_code == 200
        assert client.head(f"/v/{link[1]}/").status_code == 200
    assert len(reports_of(home)) == 1
    assert open_link(link[1], at=NOW) is not None


def test_no_change_in_one_click_without_signing_in(client, home, link):
    VacancyReportFactory(setting=home, beds_free=1)
    assert "Thank you" in client.post(f"/v/{link[1]}/").content.decode()
    newest = reports_of(home)[-1]
    assert (newest.beds_free, newest.channel, newest.reported_by) == (1, VacancyChannel.LINK, "Robin Manager")


def test_update_through_the_link(client, home, link):
    answers = {"beds_free": "3", "is_admitting": "yes"}
    assert "3 places free" in client.post(f"/v/{link[1]}/update/", answers).content.decode()
    assert reports_of(home)[-1].beds_free == 3


def test_refused_update_leaves_the_link_open(client, home, link):
    page = client.post(f"/v/{link[1]}/update/", {"beds_free": "9", "is_admitting": "yes"})
    assert "registered for 4" in page.content.decode()
    assert reports_of(home) == []
    assert open_link(link[1], at=NOW) is not None


def test_link_works_once(client, home, link):
    VacancyReportFactory(setting=home)
    client.post(f"/v/{link[1]}/")
    again = client.post(f"/v/{link[1]}/")
    assert again.status_code == 410
    assert "Sign in" in again.content.decode()
    assert len(reports_of(home)) == 2


def test_second_of_two_clicks_at_once_is_refused(home, link):
    VacancyReportFactory(setting=home)
    first, second = open_link(link[1], at=NOW), open_link(link[1], at=NOW)
    for attempt, opened in enumerate((first, second)):
        with acting_as(opened.actor) as actor:
            if attempt:
                with pytest.raises(Conflict):
                    answer_reminder(reminder=opened.reminder, setting=home, report=None, by=actor, at=NOW)
            else:
                answer_reminder(reminder=opened.reminder, setting=home, report=None, by=actor, at=NOW)
    assert len(reports_of(home)) == 2


def test_link_expires(link):
    reminder, token = link
    assert open_link(token, at=reminder.sent_at + LINK_LIFE - timedelta(seconds=1)) is not None
    assert open_link(token, at=reminder.sent_at + LINK_LIFE) is None


@pytest.mark.parametrize("damage", [lambda t: t[:-1], lambda t: t + "x", lambda t: "0" * len(t)])
def test_damaged_link_opens_nothing(client, link, damage):
    assert client.get(f"/v/{damage(link[1])}/").status_code == 410


def test_link_dies_with_its_readers_account(home):
    ProviderUserFactory(provider=home.provider, user__email="gone@x.example", user__is_active=False)
    reminder = VacancyReminderFactory(setting=home, sent_to="gone@x.example")
    token = link_token(setting_id=home.pk, sent_to="gone@x.example", sent_at=reminder.sent_at)
    assert open_link(token, at=NOW) is None


def test_link_dies_when_the_home_is_sold(client, home, link):
    with acting_as(Actor.system()):
        home.provider = OpenHomeFactory().provider
        home.save()
    assert client.get(f"/v/{link[1]}/").status_code == 404


def test_link_works_for_whoever_is_signed_in(client, home, link):
    """A council's officer who opens a forwarded link acts as who it was sent to, on this page only."""
    client.force_login(StaffMemberFactory().user)
    assert client.get(f"/v/{link[1]}/").status_code == 200


def test_reminders_of_one_provider_are_hidden_from_another(link):
    with acting_as(provider_actor()):
        assert not VacancyReminder.objects.exists()
