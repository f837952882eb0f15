"""A group's companies: one lets another keep its vacancies, in the portal, a file and a reminder; no more."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.actor import Actor, acting_as
from core.errors import NotFound
from placements.models import Placement
from providers.choices import VacancyChannel
from providers.links import link_token
from providers.models import ProviderGroup, VacancyGrant, VacancyReminder, VacancyReport
from providers.selectors.grants import access_reported_home, voices_of
from providers.selectors.homes import access_own_home
from providers.selectors.people import addresses_by_provider
from providers.services.grants import set_vacancy_grants
from providers.services.reminders import send_vacancy_reminders
from providers.services.vacancies import report_vacancies
from providers.telling import Told
from tests.factories.providers import OpenHomeFactory, ProviderFactory, ProviderUserFactory, provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    """Two companies of one group, a stranger, each with a home and an administrator."""
    with acting_as(Actor.system()):
        together = ProviderGroup.objects.create(name="Larkspur Group")
    north, south = (ProviderFactory(name=name, group=together) for name in ("North Ltd", "South Ltd"))
    homes = [
        OpenHomeFactory(provider=provider, name=f"{provider.name} house", urn=urn)
        for provider, urn in ((north, "SC200001"), (south, "SC200002"), (ProviderFactory(), "SC200003"))
    ]
    return homes, [provider_actor(home.provider, administrator=True) for home in homes]


def let(home, to, by):
    with acting_as(by):
        set_vacancy_grants(to=[to.provider], by=by, at=timezone.now())


def told_of(home):
    with acting_as(Actor.provider(home.provider_id)):
        return list(VacancyReport.objects.filter(setting=home).order_by("pk"))


def facts(home, beds):
    return Told(home, beds, None, True)


def test_sister_homes_are_closed_until_their_company_lets_us(group):
    (ours, sister, strangers), (person, sisters_person, _) = group
    with acting_as(person):
        assert [voice.provider_id for voice in voices_of(person)] == [ours.provider_id]
        with pytest.raises(NotFound):
            access_reported_home(person, sister.urn, on=timezone.localdate())
    let(sister, ours, sisters_person)
    with acting_as(person):
        found, voice = access_reported_home(person, sister.urn, on=timezone.localdate())
        assert (found, voice.provider_id, voice.roles) == (sister, sister.provider_id, frozenset())
        for urn in (sister.urn, strangers.urn):
            with pytest.raises(NotFound):
                access_own_home(person, urn, on=timezone.localdate())
        with pytest.raises(NotFound):
            access_reported_home(person, strangers.urn, on=timezone.localdate())
    with acting_as(sisters_person), pytest.raises(NotFound):
        access_reported_home(sisters_person, ours.urn, on=timezone.localdate())


def test_homes_of_two_companies_are_told_of_together_or_not_at_all(group):
    (ours, sister, strangers), (person, sisters_person, _) = group
    let(sister, ours, sisters_person)
    now = timezone.now()
    with acting_as(person):
        both = [facts(ours, 1), facts(sister, 2)]
        report_vacancies(told=both, seen_at=now, by=person, at=now, channel=VacancyChannel.PORTAL)
    [report] = told_of(sister)
    assert (report.beds_free, report.provider_id) == (2, sister.provider_id)
    assert report.reported_by.startswith(person.name)
    with acting_as(person), pytest.raises(Exception, match="Only the provider"):
        report_vacancies(
            told=[facts(ours, 1), facts(strangers, 1)],
            seen_at=now,
            by=person,
            at=now,
            channel=VacancyChannel.PORTAL,
        )
    assert len(told_of(ours)) == 1
    assert told_of(strangers) == []


def test_table_and_file_hold_the_homes_of_both(group):
    (ours, sister, _), (person, sisters_person, _) = group
    let(sister, ours, sisters_person)
    browser = browser_of(person)
    page = browser.get("/portal/vacancies/all/").content.decode()
    assert "SC200002_beds" in page
    assert "SC200003_beds" not in page
    answers = {
        "seen": timezone.now().isoformat(),
        **{f"SC20000{n}_since": "" for n in (1, 2)},
        **{f"SC20000{n}_taking": "yes" for n in (1, 2)},
        **{"SC200001_beds": "1", "SC200002_beds": "3"},
    }
    assert browser.post("/portal/vacancies/all/", answers).status_code == 302
    assert [told_of(home)[0].beds_free for home in (ours, sister)] == [1, 3]
    file = SimpleUploadedFile("v.csv", b"URN,Places free\nSC200002,0\nSC200003,1\n")
    refused = browser.post("/portal/vacancies/upload/", {"file": file}).content.decode()
    assert "You run no home with the number SC200003" in refused
    file = SimpleUploadedFile("v.csv", b"URN,Places free\nSC200002,0\n")
    preview = browser.post("/portal/vacancies/upload/", {"file": file})
    assert "South Ltd house" in preview.content.decode()
    hidden = preview.context["hidden"]
    assert browser.post("/portal/vacancies/upload/", hidden).status_code == 302
    assert told_of(sister)[-1].beds_free == 0
    assert browser.post("/portal/vacancies/SC200002/no-change/").status_code == 302
    assert len(told_of(sister)) == 3
    assert browser.post("/portal/vacancies/SC200003/no-change/").status_code == 404


def test_reminder_goes_to_whoever_keeps_the_vacancies_and_its_link_ends_with_the_grant(group, client):
    (ours, sister, _), (_, sisters_person, _) = group
    keeper = ProviderUserFactory(provider=ours.provider).user.email
    let(sister, ours, sisters_person)
    now = timezone.now()
    addresses = addresses_by_provider()
    assert keeper in addresses[sister.provider_id]
    assert len(addresses[ours.provider_id]) == 2
    with acting_as(Actor.provider(sister.provider_id)) as process:
        send_vacancy_reminders(addresses=[keeper], by=process, at=now)
        [reminder] = VacancyReminder.objects.all()
    token = link_token(setting_id=sister.pk, sent_to=keeper, sent_at=reminder.sent_at)
    assert "South Ltd house" in client.get(f"/v/{token}/").content.decode()
    with acting_as(sisters_person):
        set_vacancy_grants(to=[], by=sisters_person, at=timezone.now())
    assert client.get(f"/v/{token}/").status_code == 410
    assert mail.outbox == []


def test_administrator_lets_a_sister_company_on_the_page_and_takes_it_back(group):
    (ours, sister, strangers), (_, sisters_person, _) = group
    browser = browser_of(sisters_person)
    page = "/portal/people/companies/"
    browser.post(page, {"companies": [ours.provider.reference]})
    assert "Keeps our vacancies since" in browser.get(page).content.decode()
    refused = browser.post(page, {"companies": [strangers.provider.reference]})
    assert "<title>Error: " in refused.content.decode()
    browser.post(page, {})
    with acting_as(sisters_person):
        [grant] = VacancyGrant.objects.all()
        assert (grant.to_provider_id, grant.ended_by) == (ours.provider_id, sisters_person.name)
    nobody = browser_of(provider_actor(sister.provider))
    assert nobody.get(page).status_code == 404


def test_grant_counts_only_within_one_group(group):
    (ours, sister, _), (person, sisters_person, _) = group
    let(sister, ours, sisters_person)
    with acting_as(Actor.system()):
        sister.provider.group = None
        sister.provider.save()
    with acting_as(person):
        assert len(voices_of(person)) == 1


def test_wall_lets_nobody_grant_for_another_company(group):
    (ours, sister, _), (person, *_) = group
    forged = VacancyGrant(
        provider=sister.provider, to_provider=ours.provider, granted_at=timezone.now(), granted_by="Forger"
    )
    with pytest.raises(Exception, match="row-level security"), acting_as(person):
        forged.save()
    with acting_as(person):
        assert Placement.objects.filter(provider=sister.provider_id).count() == 0
