"""The pages of requests, searches and referrals, through the whole request cycle."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.models import ViewEvent
from placements.choices import ReferralState, RequestState
from placements.models import PlacementRequest, Referral, SourcingStep
from tests.factories.authorities import AuthorityFactory, PostcodeFactory, council_actor
from tests.factories.placements import (
    ChildIdentityFactory,
    DraftReferralFactory,
    DraftRequestFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SubmittedRequestFactory,
    WaitingStepFactory,
)
from tests.factories.providers import OpenHomeFactory, VacancyReportFactory
from tests.factories.walled import as_login_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return AuthorityFactory()


def signed_in(actor) -> Client:
    client = Client()
    with as_login_role():
        client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def officer(council):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=council)


def test_new_request_is_saved_as_a_draft_with_only_child_and_type(council):
    PostcodeFactory()
    worker = council_actor(Role.SOCIAL_WORKER, authority=council)
    posted = {
        "full_name": "Zofia Testchild",
        "date_of_birth_day": "14",
        "date_of_birth_month": "5",
        "date_of_birth_year": "2012",
        "sex": "F",
        "home_postcode": "DE4 3AB",
        "placement_type": "residential",
        "urgency": "planned",
        "radius_miles": "20",
    }
    response = signed_in(worker).post(reverse("request_new"), posted, follow=True)
    assert "Before it can be submitted" in response.content.decode()
    with acting_as(worker):
        assert PlacementRequest.objects.get().state == RequestState.DRAFT


def test_wrong_postcode_keeps_everything_typed_and_writes_nothing(council):
    worker = council_actor(Role.SOCIAL_WORKER, authority=council)
    posted = {"full_name": "Zofia", "date_of_birth": "2012-05-14", "sex": "F", "home_postcode": "ZZ1 1ZZ"}
    posted |= {"placement_type": "residential", "urgency": "planned", "radius_miles": "20"}
    page = signed_in(worker).post(reverse("request_new"), posted).content.decode()
    assert "We do not know the postcode" in page
    assert 'value="Zofia"' in page


def test_second_editor_sees_what_differs_and_keeps_what_was_typed(council, officer):
    request = DraftRequestFactory(authority=council, home_area="Buxton", version=2)
    posted = {"placement_type": "residential", "urgency": "planned", "radius_miles": "20", "version": "1"}
    address = reverse("request_edit", args=[request.reference])
    page = signed_in(officer).post(address, {**posted, "home_area": "Derby"}).content.decode()
    assert "Saved now: Buxton" in page
    assert "You typed: Derby" in page
    assert 'name="version" value="2"' in page
    signed_in(officer).post(address, {**posted, "home_area": "Derby", "version": "2"})
    with acting_as(officer):
        assert PlacementRequest.objects.get().home_area == "Derby"


def test_request_page_notes_that_level_two_was_seen_and_identity_page_level_three(council, officer):
    child = ChildIdentityFactory(child__authority=council).child
    request = DraftRequestFactory(authority=council, child=child)
    client = signed_in(officer)
    page = client.get(reverse("request_detail", args=[request.reference])).content.decode()
    assert "Zofia" not in page
    page = client.get(reverse("request_child", args=[request.reference])).content.decode()
    assert "Zofia Testchild" in page
    with acting_as(officer):
        seen = list(ViewEvent.objects.order_by("pk").values_list("subject", "level"))
    assert seen == [(request.reference, 2), (child.reference, 3)]


def test_head_decides_the_need_with_reasons(council):
    head = council_actor(Role.HEAD_OF_SERVICE, authority=council)
    request = SubmittedRequestFactory(authority=council)
    client, address = signed_in(head), reverse("request_need", args=[request.reference])
    assert "Enter your reasons" in client.post(address, {"decision": "agree"}).content.decode()
    client.post(address, {"decision": "agree", "considered": "An aunt was asked."})
    with acting_as(head):
        assert PlacementRequest.objects.get().state == RequestState.NEED_AGREED


def test_search_page_shows_fitting_homes_and_closing_opens_the_next_step(council, officer):
    step = OpenStepFactory(request__authority=council, route="spot")
    WaitingStepFactory(request=step.request, position=2, route="exception")
    OpenHomeFactory(authority=council, name="Bramble House")
    OpenHomeFactory(authority=council, name="Far Away", easting=600_000)
    client, address = signed_in(officer), reverse("sourcing", args=[step.request.reference])
    page = client.get(address).content.decode()
    assert "Bramble House" in page
    assert "Far Away" not in page
    assert "further away than asked for" in page
    assert "Far Away" in client.get(address, {"within": "any"}).content.decode()
    closing = reverse("sourcing_close", args=[step.request.reference])
    assert "Answer “Why is no home here suitable?”" in client.post(closing, {"step": "1"}).content.decode()
    reason = {"step": "1", "outward_reason": "no_vacancy"}
    page = client.post(closing, reason, follow=True).content.decode()
    assert "Exception: unregistered is open" in page
    assert "This step has already been closed" in client.post(closing, reason).content.decode()
    with acting_as(officer):
        assert SourcingStep.objects.get(position=2).outcome == ""


def test_referral_is_written_for_ticked_homes_cleared_by_another_and_sent(council, officer):
    step = OpenStepFactory(request__authority=council, route="spot")
    home = OpenHomeFactory(authority=council)
    client = signed_in(officer)
    address = reverse("referral_new", args=[step.request.reference])
    assert home.name in client.get(address, {"home": home.pk}).content.decode()
    refused = client.post(f"{address}?home={home.pk}", {"summary": "Born 14 May 2012"}).content.decode()
    assert "could identify the child" in refused
    page = client.post(f"{address}?home={home.pk}", {"summary": "Likes drawing."}, follow=True)
    assert "must read the text and clear it" in page.content.decode()
    with acting_as(officer):
        referral = Referral.objects.get()
    second = signed_in(council_actor(Role.COMMISSIONER, authority=council))
    second.post(reverse("referral_clear", args=[referral.reference]))
    page = client.post(reverse("referral_send", args=[referral.reference]), follow=True).content.decode()
    assert "Not read yet" in page
    with acting_as(officer):
        assert Referral.objects.get().state == ReferralState.SENT


def test_withdrawal_page_lists_what_falls_before_it_is_confirmed(council, officer):
    step = OpenStepFactory(request__authority=council)
    RecipientFactory(referral=SentReferralFactory(step=step))
    client, address = signed_in(officer), reverse("request_withdraw", args=[step.request.reference])
    assert "lose access today" in client.get(address).content.decode()
    page = client.post(address, {"reason": "Stays with an aunt"}, follow=True).content.decode()
    assert "Withdrawn" in page


@pytest.mark.parametrize("role", [Role.FINANCE, Role.CABINET_MEMBER, Role.PLANNER, Role.LEGAL])
@pytest.mark.parametrize("route", ["request_detail", "request_child", "sourcing"])
def test_pages_do_not_exist_for_those_who_may_not_know_a_child(council, role, route):
    step = OpenStepFactory(request__authority=council)
    client = signed_in(council_actor(role, authority=council))
    assert client.get(reverse(route, args=[step.request.reference])).status_code == 404


def test_another_councils_request_and_referral_are_not_found(council):
    step = OpenStepFactory(request__authority=council)
    referral = DraftReferralFactory(step=step)
    stranger = signed_in(council_actor(Role.COMMISSIONER))
    assert stranger.get(reverse("request_detail", args=[step.request.reference])).status_code == 404
    assert stranger.get(reverse("referral_detail", args=[referral.reference])).status_code == 404


@pytest.mark.parametrize("route", ["request_queue", "sourcing", "referral_detail"])
def test_pages_ask_the_same_number_of_queries_for_one_row_and_for_three(council, officer, route):
    step = OpenStepFactory(request__authority=council, route="spot")
    referral = SentReferralFactory(step=step)
    references = {"sourcing": [step.request.reference], "referral_detail": [referral.reference]}
    address = reverse(route, args=references.get(route, []))

    def add() -> None:
        OpenStepFactory(request__authority=council, route="spot")
        VacancyReportFactory(setting=OpenHomeFactory(authority=council))
        RecipientFactory(referral=referral)

    client = signed_in(officer)
    add()
    client.get(address)
    with_one = _queries(client, address)
    add()
    add()
    assert _queries(client, address) == with_one


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def edited(**typed) -> dict[str, str]:
    return {"placement_type": "residential", "urgency": "planned", "radius_miles": "20", **typed}


def test_second_of_two_editors_sees_what_differs_and_keeps_what_was_typed(council, officer):
    request = DraftRequestFactory(authority=council, home_area="Matlock")
    client, url = signed_in(officer), reverse("request_edit", args=[request.reference])
    assert client.post(url, edited(version="1", home_area="Buxton")).status_code == 302
    second = edited(version="1", home_area="Derby", needs_summary="Quiet")
    page = client.post(url, second).content.decode()
    assert "Saved now: Buxton<br>You typed: Derby" in page
    assert "Saved now: nothing<br>You typed: Quiet" in page
    assert 'value="Derby"' in page and 'name="version" value="2"' in page
    assert client.post(url, {**second, "version": "2"}).status_code == 302
    with acting_as(officer):
        assert PlacementRequest.objects.get().home_area == "Derby"


def test_editor_of_a_request_that_moved_on_is_told_and_keeps_what_was_typed(council, officer):
    request = SubmittedRequestFactory(authority=council)
    client, url = signed_in(officer), reverse("request_edit", args=[request.reference])
    page = client.post(url, edited(version="1", home_area="Derby")).content.decode()
    assert "This request has been “submitted” since" in page and 'value="Derby"' in page
    assert client.get(url).status_code == 403


def test_need_decided_twice_is_answered_with_what_became_of_it(council):
    heads = [council_actor(Role.HEAD_OF_SERVICE, authority=council) for _ in range(2)]
    request = SubmittedRequestFactory(authority=council)
    url = reverse("request_need", args=[request.reference])
    first, second = (
        signed_in(head).post(url, {"decision": "agree", "considered": "No family carer"}) for head in heads
    )
    assert first.status_code == 302
    page = second.content.decode()
    assert "“Agree the need” came too late: this request has been “need agreed” since" in page
    assert "No family carer" in page
    assert signed_in(heads[1]).get(url).status_code == 409


def test_request_says_what_is_wanted_next_and_from_whom(council, officer):
    request = SubmittedRequestFactory(authority=council)
    page = signed_in(officer).get(reverse("request_detail", args=[request.reference])).content.decode()
    assert "Agree the need" in page and "Service manager or above" in page
