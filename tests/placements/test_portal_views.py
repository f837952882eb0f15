"""The provider's pages: what they show, what they do, and what they never open."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.actor import Actor, acting_as
from core.models import ViewEvent
from placements.choices import DeclineReason, OfferState, RecipientState, SigningSide
from placements.models import IdentityRelease, Offer, Placement, PlacementAgreement, ReferralRecipient
from placements.services.agreements import sign_agreement
from providers.models import VacancyReport
from tests.factories.authorities import StaffMemberFactory
from tests.factories.cases import LATER, chosen_case, issued_case, provider_signed_case
from tests.factories.offers import OfferFactory
from tests.factories.placements import NOW, RecipientFactory
from tests.factories.providers import (
    OpenHomeFactory,
    ProviderUserFactory,
    VacancyReportFactory,
)
from tests.factories.walled import council_keeper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]

TERMS = {
    "earliest_start_on_day": "14",
    "earliest_start_on_month": "12",
    "earliest_start_on_year": "2026",
    "valid_until_day": "20",
    "valid_until_month": "12",
    "valid_until_year": "2026",
    "core_rate": "£4,557.00",
    "education_rate": "420.50",
    "match_statement": "A calm home with adults who stay.",
}


@pytest.fixture
def that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def recipient():
    return RecipientFactory()


@pytest.fixture
def home(recipient):
    return OpenHomeFactory(provider=recipient.provider, name="Bramble House", urn="SC777001")


def client_of(provider) -> Client:
    client = Client()
    client.force_login(ProviderUserFactory(provider=provider).user)
    return client


def shown(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def as_provider(model, provider, **filters):
    with acting_as(Actor.provider(provider.pk)):
        return model.objects.get(**filters)


def test_home_has_three_things_to_do(recipient, home):
    case = issued_case(setting=home)
    page = shown(client_of(recipient.provider), "/portal/")
    assert recipient.referral.reference in page
    assert "10 days left" in page
    assert "Bramble House" in page and "Never reported" in page
    assert case.agreement().reference in page


def test_opening_a_referral_marks_it_read_and_shows_level_one_only(recipient, home):
    referral = recipient.referral
    page = shown(client_of(recipient.provider), f"/portal/referrals/{referral.reference}/")
    assert "Answer by 30 November 2026 at 10:00am" in page
    assert "Emotional and mental health" in page and "Quality 60%, Cost 25%" in page
    assert referral.request.child.reference not in page
    assert as_provider(ReferralRecipient, recipient.provider).state == RecipientState.READ


def test_referral_of_another_provider_does_not_exist(recipient):
    stranger = client_of(RecipientFactory().provider)
    for page in ("", "offer/", "decline/"):
        path = f"/portal/referrals/{recipient.referral.reference}/{page}"
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, TERMS).status_code == 404


def test_offer_is_checked_with_its_total_before_it_is_sent(recipient, home):
    client, path = client_of(recipient.provider), f"/portal/referrals/{recipient.referral.reference}/offer/"
    check = client.post(path, {**TERMS, "setting": home.urn}).content.decode()
    assert "Check your offer" in check and "£4,977.50" in check
    with acting_as(Actor.provider(recipient.provider_id)):
        assert not Offer.objects.exists()
    back = client.post(path, {**TERMS, "setting": home.urn, "step": "change"}).content.decode()
    assert "Make an offer" in back and "420.50" in back
    assert client.post(path, {**TERMS, "setting": home.urn, "step": "send"}).status_code == 302
    assert str(as_provider(Offer, recipient.provider).weekly_total) == "4977.50"


def test_offer_that_breaks_a_rule_comes_back_with_what_was_typed(recipient, home):
    client, path = client_of(recipient.provider), f"/portal/referrals/{recipient.referral.reference}/offer/"
    answers = {**TERMS, "setting": home.urn, "valid_until_day": "1", "valid_until_month": "11"}
    for step in ("check", "send"):
        page = client.post(path, {**answers, "step": step}).content.decode()
        assert "Make an offer" in page and "must stand until then or later" in page
        assert "A calm home with adults who stay." in page


def test_home_offered_already_is_refused_before_the_offer_is_read_through(recipient, home):
    client, path = client_of(recipient.provider), f"/portal/referrals/{recipient.referral.reference}/offer/"
    client.post(path, {**TERMS, "setting": home.urn, "step": "send"})
    page = client.post(path, {**TERMS, "setting": home.urn}).content.decode()
    assert "Make an offer" in page and "You have already offered" in page


def test_offer_form_lists_its_errors_in_the_order_of_the_page(recipient, home):
    client, path = client_of(recipient.provider), f"/portal/referrals/{recipient.referral.reference}/offer/"
    page = client.post(path, {"setting": home.urn, "core_rate": "0,5"}).content.decode()
    order = re.findall(r'<li><a href="#id_(\w+)"', page)
    assert order == ["earliest_start_on_day", "valid_until_day", "core_rate", "match_statement"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"core_rate": ""}, "Enter the weekly fee for core accommodation and care"),
        ({"education_starts_on": "2027-02-31"}, "Enter a real date in “From” of education"),
        ({"core_rate": "lots"}, "Enter a number"),
        ({"therapy_ends_on": "2027-01-01"}, "Enter the weekly fee for therapy"),
        ({"setting": "SC999999"}, "choose one of the answers shown"),
    ],
)
def test_offer_form_says_what_to_mend(recipient, home, wrong, words):
    client, path = client_of(recipient.provider), f"/portal/referrals/{recipient.referral.reference}/offer/"
    assert words in client.post(path, {**TERMS, "setting": home.urn, **wrong}).content.decode()


def test_decline_is_coded(recipient):
    client, path = client_of(recipient.provider), f"/portal/referrals/{recipient.referral.reference}/decline/"
    assert "Why can you not help?" in client.post(path, {}).content.decode()
    assert client.post(path, {"reason": DeclineReason.MATCH, "note": ""}).status_code == 302
    assert as_provider(ReferralRecipient, recipient.provider).decline_reason == DeclineReason.MATCH


def test_provider_learns_its_own_outcome_and_nothing_of_its_rival():
    case = chosen_case()
    for offer in (case.offer, case.loser):
        page = shown(client_of(offer.provider), "/portal/offers/")
        assert "With the council" in page
        rival = case.loser if offer is case.offer else case.offer
        for secret in (rival.reference, rival.provider.name, rival.setting.name, "Preferred"):
            assert secret not in page
        assert client_of(offer.provider).get(f"/portal/offers/{rival.reference}/").status_code == 404


def test_withdrawing_an_offer_from_its_page():
    offer = OfferFactory()
    client, path = client_of(offer.provider), f"/portal/offers/{offer.reference}/"
    assert "Withdraw this offer" in shown(client, path)
    client.post(f"{path}withdraw/", {"reason": "The place was filled."})
    assert as_provider(Offer, offer.provider).state == OfferState.WITHDRAWN
    assert "Withdraw this offer" not in shown(client, path)


def test_agreement_is_signed_only_with_the_box_ticked():
    case = issued_case()
    client, path = client_of(case.offer.provider), f"/portal/agreements/{case.agreement().reference}/"
    with time_machine.travel(LATER, tick=False):
        assert "I have read this agreement" in shown(client, path)
        assert client.post(path, {}).status_code == 200
        assert case.agreement().state == "issued"
        assert client.post(path, {"confirmed": "on"}).status_code == 302
    assert case.agreement().state == "provider_signed"
    assert "Signed for the provider" in shown(client, path)


def test_draft_agreement_is_hidden_by_the_wall():
    case = issued_case()
    with acting_as(council_keeper(case.request.authority)):
        PlacementAgreement.objects.update(state="drafted")
    with acting_as(case.winner):
        assert not PlacementAgreement.objects.exists()


def test_identity_is_shown_to_that_provider_only_and_each_view_is_logged():
    case = provider_signed_case()
    with acting_as(case.signatory):
        placement: Placement = sign_agreement(
            agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER
        )
    path = f"/portal/placements/{placement.reference}/"
    winner = client_of(case.offer.provider)
    assert "Zofia Testchild" in shown(winner, path)
    assert client_of(case.loser.provider).get(path).status_code == 404
    with acting_as(council_keeper(case.request.authority)):
        seen = ViewEvent.objects.get()
        assert (seen.subject, seen.level, seen.provider_id) == (
            placement.reference,
            3,
            case.offer.provider_id,
        )
        IdentityRelease.objects.update(revoked_at=LATER)
    page = shown(winner, path)
    assert "Zofia" not in page
    with acting_as(council_keeper(case.request.authority)):
        assert ViewEvent.objects.count() == 1


def test_vacancy_confirmed_in_one_click(recipient, home):
    VacancyReportFactory(setting=home)
    client = client_of(recipient.provider)
    assert client.get(f"/portal/vacancies/{home.urn}/no-change/").status_code == 405
    client.post(f"/portal/vacancies/{home.urn}/no-change/")
    with acting_as(Actor.provider(recipient.provider_id)):
        assert VacancyReport.objects.count() == 2


def test_vacancy_form_starts_from_what_was_last_said(recipient, home):
    VacancyReportFactory(setting=home, beds_free=3, available_from=date(2026, 11, 19))
    client = client_of(recipient.provider)
    assert 'value="3"' in shown(client, f"/portal/vacancies/{home.urn}/")
    # The day has come: the place is free now, and saving the form as it stands must work.
    assert 'name="available_from_year" value="2026"' not in shown(client, f"/portal/vacancies/{home.urn}/")
    answers = {"beds_free": "1", "is_admitting": "no", "reason": "staffing"}
    assert client.post(f"/portal/vacancies/{home.urn}/", answers).status_code == 302
    assert "1 place free, but not admitting" in shown(client, "/portal/vacancies/")


def test_profile_shows_the_register_and_keeps_the_rhythm(recipient, home):
    client = client_of(recipient.provider)
    page = shown(client, "/portal/profile/")
    assert "SC777001" in page and "4 registered" in page and "Good, 2 March 2026" in page
    client.post("/portal/profile/", {"rhythm": "14"})
    assert 'value="14"' in shown(client, "/portal/profile/").partition("checked")[0][-300:]


@pytest.mark.parametrize("page", ["", "referrals/", "vacancies/", "offers/", "agreements/", "profile/"])
def test_council_has_no_portal(page):
    client = Client()
    client.force_login(StaffMemberFactory().user)
    assert client.get(f"/portal/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "referrals/", "vacancies/", "offers/", "profile/"])
def test_lists_take_as_many_queries_for_many_rows_as_for_one(page):
    offer = OfferFactory()
    client = client_of(offer.provider)
    VacancyReportFactory(setting=offer.setting)
    shown(client, "/accessibility/")  # the first request of a session notes when it was last seen
    counts = []
    for _ in range(2):
        RecipientFactory(provider=offer.provider)
        with CaptureQueriesContext(connection) as queries:
            shown(client, f"/portal/{page}")
        counts.append(len(queries))
        for _ in range(3):
            home = OpenHomeFactory(provider=offer.provider)
            VacancyReportFactory(setting=home)
            OfferFactory(setting=home, recipient__provider=offer.provider)
    assert counts[0] == counts[1]
