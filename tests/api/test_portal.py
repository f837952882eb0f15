"""A provider's programs: its vacancies, the referrals sent to it and its offers."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authorities.choices import Role
from contracts.choices import FeeKind
from core.actor import acting_as
from placements.choices import OfferState, RecipientState
from placements.models import ReferralRecipient
from providers.models import VacancyReport
from tests.factories.authorities import council_actor
from tests.factories.offers import OfferFactory
from tests.factories.placements import NOW, RecipientFactory
from tests.factories.providers import OpenHomeFactory, ProviderFactory, VacancyReportFactory, provider_actor


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def provider(db):
    return ProviderFactory.create()


@pytest.fixture
def client(program, provider):
    return program(provider_actor(provider, administrator=True))


@pytest.fixture
def home(provider):
    return OpenHomeFactory.create(provider=provider)


@pytest.fixture
def sent(provider, home):
    return RecipientFactory.create(provider=provider, settings_asked=[home.pk])


def terms(recipient, home, **other):
    return {
        "referral": recipient.referral.reference,
        "setting": home.urn,
        "earliest_start_on": "2026-12-07",
        "valid_until": "2026-12-31",
        "match_statement": "Two children of her age live here.",
        "fees": [
            {"kind": "core", "weekly_rate": "4557"},
            {"kind": "therapy", "weekly_rate": "300.50", "ends_on": "2027-03-01"},
        ],
        **other,
    }


def test_a_home_is_reported_and_confirmed(client, home):
    address = f"/api/v1/portal/vacancies/{home.urn}/"
    said = {"beds_free": 1, "is_admitting": True, "available_from": "2026-12-01", "needs": ["autism"]}
    first = client.post(f"{address}report/", said, format="json")
    assert first.status_code == 201
    report = {
        "beds_free": 1,
        "available_from": "2026-12-01",
        "is_admitting": True,
        "reason": "",
        "needs": ["autism"],
        "reported_at": "2026-11-20T10:00:00Z",
        "reported_by": first.json()["reported_by"],
        "channel": "api",
    }
    assert first.json() == report
    assert client.post(f"{address}confirm/").json() == report
    [row] = client.get("/api/v1/portal/vacancies/").json()["results"]
    assert row == {
        "setting": home.urn,
        "name": home.name,
        "freshness": "fresh",
        "doubt": "",
        "report": report,
    }


def test_what_is_said_is_committed_and_what_is_refused_is_not(fresh_database, client, home):
    address = f"/api/v1/portal/vacancies/{home.urn}/report/"
    assert client.post(address, {"beds_free": 1}, format="json").status_code == 201
    assert client.post(address, {"beds_free": 9}, format="json").status_code == 400
    with acting_as(provider_actor(home.provider)):
        assert [report.beds_free for report in VacancyReport.objects.filter(setting=home)] == [1]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"beds_free": 5}, "beds_free"),
        ({"beds_free": -1}, "beds_free"),
        ({"beds_free": 1, "is_admitting": False}, "reason"),
        ({"beds_free": 1, "available_from": "2026-01-01"}, "available_from"),
        ({}, "beds_free"),
    ],
)
def test_a_report_that_cannot_be_is_refused_by_field(client, home, said, field):
    answer = client.post(f"/api/v1/portal/vacancies/{home.urn}/report/", said, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_nothing_to_confirm_is_a_conflict(client, home):
    assert client.post(f"/api/v1/portal/vacancies/{home.urn}/confirm/").status_code == 409


def test_another_providers_home_does_not_exist(client):
    other = VacancyReportFactory.create().setting
    assert client.get(f"/api/v1/portal/settings/{other.urn}/").status_code == 404
    assert client.get("/api/v1/portal/settings/").json()["results"] == []
    for verb in ("report", "confirm"):
        answer = client.post(f"/api/v1/portal/vacancies/{other.urn}/{verb}/", {"beds_free": 1}, format="json")
        assert answer.status_code == 404


def test_a_referral_shows_level_one_and_is_read_when_opened(client, sent, home):
    [row] = client.get("/api/v1/portal/referrals/").json()["results"]
    assert row == {
        "reference": sent.referral.reference,
        "authority": sent.authority.code,
        "state": "sent",
        "urgency": "planned",
        "sent_at": "2026-11-20T10:00:00Z",
        "respond_by": "2026-11-30T10:00:00Z",
        "read_at": None,
        "answered_at": None,
    }
    opened = client.get(f"/api/v1/portal/referrals/{row['reference']}/").json()
    assert opened == {
        **row,
        "state": "read",
        "read_at": "2026-11-20T10:00:00Z",
        "facts": {
            "age": 14,
            "sex": "F",
            "placement_type": "residential",
            "urgency": "planned",
            "home_area": "Matlock",
            "needed_on": "2026-12-14",
            "planned_end_on": None,
            "broad_legal_status": "Care order",
            "needs": ["emotional", "education"],
            "radius_miles": 20,
            "summary": "Enjoys football and drawing.",
        },
        "settings_asked": [home.urn],
        "decline_reason": "",
        "decline_note": "",
    }


def test_a_referral_is_declined_with_a_code(client, sent):
    address = f"/api/v1/portal/referrals/{sent.referral.reference}/decline/"
    assert client.post(address, {"reason": "busy"}, format="json").status_code == 400
    said = client.post(address, {"reason": "staffing", "note": "From March."}, format="json")
    assert said.status_code == 200
    assert (said.json()["state"], said.json()["decline_reason"]) == ("declined", "staffing")
    assert client.post(address, {"reason": "staffing"}, format="json").status_code == 409


def test_an_offer_is_made_seen_and_withdrawn(client, sent, home):
    made = client.post("/api/v1/portal/offers/", terms(sent, home), format="json")
    assert made.status_code == 201, made.json()
    offer = made.json()
    assert offer == {
        "reference": offer["reference"],
        "authority": sent.authority.code,
        "setting": home.urn,
        "state": "submitted",
        "earliest_start_on": "2026-12-07",
        "valid_until": "2026-12-31",
        "match_statement": "Two children of her age live here.",
        "weekly_total": "4857.50",
        "submitted_at": "2026-11-20T10:00:00Z",
        "submitted_by": offer["submitted_by"],
        "fees": [
            {"kind": "core", "weekly_rate": "4557.00", "starts_on": "2026-12-07", "ends_on": None},
            {"kind": "therapy", "weekly_rate": "300.50", "starts_on": "2026-12-07", "ends_on": "2027-03-01"},
        ],
    }
    assert client.get("/api/v1/portal/offers/").json()["results"] == [offer]
    assert client.post("/api/v1/portal/offers/", terms(sent, home), format="json").status_code == 409
    address = f"/api/v1/portal/offers/{offer['reference']}/"
    assert client.post(f"{address}withdraw/", {}, format="json").status_code == 400
    gone = client.post(f"{address}withdraw/", {"reason": "A staff vacancy"}, format="json")
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    assert client.get(address).json()["state"] == "withdrawn"


def test_the_council_reads_the_offer_that_was_made(client, program, sent, home):
    reference = client.post("/api/v1/portal/offers/", terms(sent, home), format="json").json()["reference"]
    officer = program(council_actor(Role.PLACEMENTS_OFFICER, authority=sent.authority))
    assert officer.get(f"/api/v1/offers/{reference}/").json() == {
        "reference": reference,
        "request": sent.referral.request.reference,
        "referral": sent.referral.reference,
        "provider": sent.provider.reference,
        "setting": home.urn,
        "state": "submitted",
        "earliest_start_on": "2026-12-07",
        "valid_until": "2026-12-31",
        "match_statement": "Two children of her age live here.",
        "weekly_total": "4857.50",
        "submitted_at": "2026-11-20T10:00:00Z",
        "fees": [
            {"kind": "core", "weekly_rate": "4557.00", "starts_on": "2026-12-07", "ends_on": None},
            {"kind": "therapy", "weekly_rate": "300.50", "starts_on": "2026-12-07", "ends_on": "2027-03-01"},
        ],
        "scores": [],
    }


def test_who_and_what_state_cannot_be_written(client, sent, home):
    rival = ProviderFactory.create()
    forged = terms(sent, home, state="accepted", provider=rival.reference, weekly_total="1.00", reference="X")
    made = client.post("/api/v1/portal/offers/", forged, format="json").json()
    assert (made["state"], made["weekly_total"]) == (OfferState.SUBMITTED, "4857.50")
    assert made["reference"] != "X"


def test_a_late_offer_is_refused_and_leaves_nothing(client, sent, home):
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        assert client.post("/api/v1/portal/offers/", terms(sent, home), format="json").status_code == 403
    with acting_as(provider_actor(sent.provider)):
        assert ReferralRecipient.objects.get(pk=sent.pk).state == RecipientState.SENT
    assert client.get("/api/v1/portal/offers/").json()["results"] == []


def test_an_offer_without_a_core_fee_is_refused(client, sent, home):
    fees = [{"kind": FeeKind.EDUCATION, "weekly_rate": "100.00"}]
    answer = client.post("/api/v1/portal/offers/", terms(sent, home, fees=fees), format="json")
    assert answer.status_code == 400
    assert client.post("/api/v1/portal/offers/", terms(sent, home, fees=[]), format="json").json() == {
        "fees": {"non_field_errors": ["This list may not be empty."]}
    }


def test_a_rivals_referral_and_offer_do_not_exist(client, home):
    theirs = OfferFactory.create()
    reference = theirs.recipient.referral.reference
    assert client.get(f"/api/v1/portal/referrals/{reference}/").status_code == 404
    assert (
        client.post(f"/api/v1/portal/referrals/{reference}/decline/", {"reason": "price"}).status_code == 404
    )
    assert (
        client.post("/api/v1/portal/offers/", terms(theirs.recipient, home), format="json").status_code == 404
    )
    for verb in ("", "withdraw/"):
        address = f"/api/v1/portal/offers/{theirs.reference}/{verb}"
        answer = client.post(address, {"reason": "x"}) if verb else client.get(address)
        assert answer.status_code == 404
    assert client.get("/api/v1/portal/offers/").json()["results"] == []


def one_more(address, provider):
    home = OpenHomeFactory.create(provider=provider)
    if address == "vacancies":
        VacancyReportFactory.create(setting=home)
    elif address in ("referrals", "offers"):
        recipient = RecipientFactory.create(provider=provider)
        if address == "offers":
            OfferFactory.create(recipient=recipient, setting=home)


@pytest.mark.parametrize("address", ["settings", "vacancies", "referrals", "offers"])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(client, provider, address):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            one_more(address, provider)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/api/v1/portal/{address}/")
        assert answer.json()["count"] == more + len(counts)
        counts.append(len(queries))
    assert counts[0] == counts[1]
