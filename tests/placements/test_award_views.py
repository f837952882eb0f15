"""The pages from comparing to placing: what each role finds on them, and what posting does."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from core.actor import Actor, acting_as
from core.models import ViewEvent
from placements.choices import AgreementState, RequestState, SigningSide
from placements.models import Placement, PlacementRequest
from placements.services.agreements import sign_agreement
from tests.factories.authorities import DelegationRuleFactory, council_actor
from tests.factories.cases import LATER, approved_case, chosen_case, issued_case, provider_signed_case
from tests.factories.offers import OfferFactory, put_in
from tests.factories.placements import RecipientFactory, SentReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person():
    """A browser signed in as the person of an actor."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def comparing(offers: int = 2):
    referral = SentReferralFactory()
    made = [
        OfferFactory(recipient=RecipientFactory(referral=referral, state="offered")) for _ in range(offers)
    ]
    request = put_in(referral.request, RequestState.EVALUATING)
    DelegationRuleFactory(authority=request.authority)
    return request, made, council_actor(Role.PLACEMENTS_OFFICER, authority=request.authority)


def placed_case():
    case = provider_signed_case()
    with acting_as(case.signatory):
        placement = sign_agreement(
            agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER
        )
    return case, placement


def test_compare_page_sets_offers_beside_the_childs_views(as_person):
    request, offers, officer = comparing()
    page = as_person(officer).get(reverse("request_offers", args=[request.reference])).content.decode()
    for shown in (offers[0].setting.name, "£4,557.00", "£237,615.00", "I want to stay near my friends."):
        assert shown in page
    with acting_as(officer):
        assert ViewEvent.objects.get(subject=request.reference).level == 2


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.FINANCE, Role.CABINET_MEMBER, Role.PLANNER])
def test_offers_are_not_for_every_role(as_person, role):
    request, *_ = comparing()
    actor = council_actor(role, authority=request.authority)
    assert as_person(actor).get(reverse("request_offers", args=[request.reference])).status_code == 404


def test_another_councils_offers_are_not_found(as_person):
    request, *_ = comparing()
    stranger = council_actor(Role.PLACEMENTS_OFFICER)
    assert as_person(stranger).get(reverse("request_offers", args=[request.reference])).status_code == 404


def test_compare_page_asks_the_same_queries_for_one_offer_and_three(as_person):
    def queries(offers: int) -> int:
        request, _, officer = comparing(offers)
        client, url = as_person(officer), reverse("request_offers", args=[request.reference])
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    assert queries(3) == queries(1)


def test_marking_and_choosing_in_the_browser(as_person):
    request, offers, officer = comparing()
    client = as_person(officer)
    for offer, quality in zip(offers, ("4", "3.5"), strict=True):
        url = reverse("offer_mark", args=[offer.reference])
        assert client.post(url, {"quality_mark": quality, "social_value_mark": "3"}).status_code == 302
    compare = reverse("request_offers", args=[request.reference])
    refused = client.post(compare, {"offer": offers[1].reference, "reasons": ""})
    assert "does not have the most points" in refused.content.decode()
    assert client.post(compare, {"offer": offers[0].reference, "reasons": ""}).status_code == 302
    with acting_as(officer):
        assert PlacementRequest.objects.get().state == RequestState.AWAITING_APPROVAL


def test_mark_with_a_decimal_comma_is_explained(as_person):
    _, offers, officer = comparing()
    url = reverse("offer_mark", args=[offers[0].reference])
    page = as_person(officer).post(url, {"quality_mark": "3,5", "social_value_mark": "6"}).content.decode()
    assert "Use a full stop" in page
    assert "Enter a mark from 0 to 5" in page


def test_approver_decides_on_one_page(as_person):
    case = chosen_case()
    care = case.approvals()["care"]
    client, url = as_person(case.manager), reverse("approval_detail", args=[care.reference])
    page = client.get(url).content.decode()
    for shown in ("£4,557.00", "Closest to school.", case.loser.setting.name, "service manager or above"):
        assert shown in page
    assert "Say why" in client.post(url, {"decision": "refuse", "reason": ""}).content.decode()
    assert client.post(url, {"decision": "approve"}).status_code == 302
    assert case.approvals()["care"].state == "approved"


def test_decision_after_the_case_moved_on_is_told_so_and_keeps_its_reasons(as_person):
    case = chosen_case()
    care = case.approvals()["care"]
    client, url = as_person(case.manager), reverse("approval_detail", args=[care.reference])
    client.post(url, {"decision": "refuse", "reason": "Too far from school"})
    page = client.post(url, {"decision": "approve", "reason": "Near school after all"}).content.decode()
    assert "“Approve” came too late: this approval has been “refused” since" in page
    assert "Near school after all" in page
    assert "Record the decision" not in client.get(url).content.decode()


def test_whoever_chose_the_offer_is_told_why_there_is_no_decision_to_make(as_person):
    case = chosen_case()
    url = reverse("approval_detail", args=[case.approvals()["care"].reference])
    page = as_person(case.officer).get(url).content.decode()
    assert "somebody else must approve" in page
    assert "Record the decision" not in page


def test_queue_lists_what_waits_for_the_person(as_person):
    case = chosen_case()
    page = as_person(case.signatory).get(reverse("approval_queue")).content.decode()
    assert "Contract approval" in page
    assert "Care and statutory approval" not in page


def test_agreement_is_drafted_and_its_document_asked_for(as_person):
    case = approved_case()
    client = as_person(case.officer)
    url = reverse("request_agreement", args=[case.request.reference])
    early = {"starts_on_day": "6", "starts_on_month": "12", "starts_on_year": "2026"}
    assert "7 December 2026" in client.post(url, early).content.decode()
    assert client.post(url, {**early, "starts_on_day": "14"}).status_code == 302
    agreement = case.agreement()
    assert agreement.starts_on == date(2026, 12, 14)
    client.post(reverse("agreement_issue", args=[agreement.reference]))
    page = client.get(reverse("agreement_detail", args=[agreement.reference])).content.decode()
    assert "waiting to start" in page
    progress = client.get(reverse("agreement_progress", args=[agreement.reference]))
    assert "hx-get" in progress.content.decode()


def test_signatory_signs_for_the_council(as_person):
    case = provider_signed_case()
    client, url = as_person(case.signatory), reverse("agreement_sign", args=[case.agreement().reference])
    assert "Tick" in client.post(url, {"agrees": ""}).content.decode()
    assert client.post(url, {"agrees": "on"}).status_code == 302
    assert case.agreement().state == AgreementState.ACTIVE
    with acting_as(case.officer):
        assert Placement.objects.count() == 1


def test_document_opens_for_both_sides_as_a_download_and_is_noted(as_person):
    case = issued_case()
    with acting_as(case.officer):
        document = case.agreement().document
    url = reverse("document_download", args=[document.reference])
    for actor in (case.officer, case.signatory, case.winner):
        answer = as_person(actor).get(url)
        assert answer.content == b"%PDF-1.7 terms"
        assert answer["Content-Disposition"].startswith("attachment")
    finance = council_actor(Role.FINANCE, authority=case.request.authority)
    for actor in (case.losing_provider, finance, council_actor(Role.COMMISSIONER)):
        assert as_person(actor).get(url).status_code == 404
    with acting_as(case.officer):
        assert ViewEvent.objects.filter(subject=document.reference).count() == 3


def test_register_and_its_files_hold_the_same_rows_and_no_name(as_person):
    case, placement = placed_case()
    finance = as_person(council_actor(Role.FINANCE, authority=case.request.authority))
    page = finance.get(reverse("placement_list")).content.decode()
    file = finance.get(reverse("placement_list_download", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["Reference"] for row in rows] == [placement.reference]
    assert (rows[0]["Weekly fee"], rows[0]["First night"]) == ("4557.00", "14/12/2026")
    assert rows[0]["Home"] == case.offer.setting.name
    for text in (page, file):
        assert placement.reference in text
        assert "Testchild" not in text
    assert finance.get(reverse("placement_list_download", args=["xlsx"])).content[:2] == b"PK"
    assert finance.get(reverse("placement_list_download", args=["exe"])).status_code == 404


def test_register_narrows_by_filter_on_page_and_in_files(as_person):
    case, _placement = placed_case()
    client = as_person(case.officer)
    file = client.get(reverse("placement_list_download", args=["csv"]), {"state": "ended"}).content.decode()
    assert len(file.strip().splitlines()) == 1
    assert "No placements match" in client.get(reverse("placement_list"), {"find": "zzz"}).content.decode()


def test_arrival_is_recorded_by_a_person(as_person):
    case, placement = placed_case()
    url = reverse("placement_arrival", args=[placement.reference])
    posted = {"arrived_on_day": "14", "arrived_on_month": "12", "arrived_on_year": "2999"}
    assert "on the day or after" in as_person(case.officer).post(url, posted).content.decode()
    finance = council_actor(Role.FINANCE, authority=case.request.authority)
    assert as_person(finance).get(url).status_code == 404


def test_case_goes_back_to_comparing_with_a_reason(as_person):
    case = approved_case()
    client, url = as_person(case.officer), reverse("request_offers_back", args=[case.request.reference])
    assert client.post(url, {"reason": "The home has a new manager."}).status_code == 302
    with acting_as(case.officer):
        assert PlacementRequest.objects.get(pk=case.request.pk).state == RequestState.EVALUATING


def test_marks_are_closed_once_an_offer_is_chosen(as_person):
    case = chosen_case()
    url = reverse("offer_mark", args=[case.offer.reference])
    page = as_person(case.officer).post(url, {"quality_mark": "1", "social_value_mark": "1"})
    assert "its offers are settled" in page.content.decode()
