"""Requests from draft to agreed need or withdrawal, and who may read them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from authorities.choices import Role
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from placements.choices import PlacementType, RecipientState, ReferralState, RequestState
from placements.models import ChildIdentity, PlacementRequest, Referral, ReferralRecipient
from placements.selectors.falling import falls_with
from placements.selectors.queue import work_queue
from placements.selectors.requests import (
    access_request,
    find_children,
    identity_of,
    requests_visible_to,
)
from placements.services.facts import ChildFacts, RequestFacts
from placements.services.requests import (
    agree_need,
    edit_request,
    raise_request,
    record_child,
    return_request,
    submit_request,
)
from placements.services.withdrawal import withdraw_request
from tests.factories.authorities import AuthorityFactory, PostcodeFactory, council_actor
from tests.factories.placements import (
    NOW,
    TODAY,
    ChildIdentityFactory,
    DraftReferralFactory,
    DraftRequestFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
    SubmittedRequestFactory,
)

pytestmark = pytest.mark.django_db

ZOFIA = ChildFacts(
    full_name="Zofia Testchild", date_of_birth=date(2012, 5, 14), sex="F", home_postcode="de43ab"
)
HOME = RequestFacts(placement_type=PlacementType.RESIDENTIAL)


@pytest.fixture
def worker():
    return council_actor(Role.SOCIAL_WORKER)


@pytest.fixture
def council(worker):
    return AuthorityFactory._meta.model(pk=worker.authority_id)


@pytest.fixture
def head(council):
    return council_actor(Role.HEAD_OF_SERVICE, authority=council)


def test_recorded_child_is_a_reference_and_an_identity_apart(worker):
    PostcodeFactory()
    with acting_as(worker):
        child = record_child(facts=ZOFIA, by=worker, at=NOW)
        identity = ChildIdentity.objects.get(child=child)
    assert child.birth_month == date(2012, 5, 1)
    assert identity.home_postcode == "DE4 3AB"
    assert "Zofia" not in str(child)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"home_postcode": "DE99 9ZZ"}, "home_postcode"),
        ({"home_postcode": "nowhere"}, "home_postcode"),
        ({"date_of_birth": date(2026, 11, 21)}, "date_of_birth"),
        ({"date_of_birth": date(1998, 1, 1)}, "date_of_birth"),
    ],
)
def test_recording_a_child_names_the_field_that_is_wrong(worker, facts, field):
    PostcodeFactory()
    with acting_as(worker), pytest.raises(DomainError) as refused:
        record_child(facts=replace(ZOFIA, **facts), by=worker, at=NOW)
    assert refused.value.field == field


def test_form_sent_twice_records_one_child(worker):
    PostcodeFactory()
    with acting_as(worker):
        child = record_child(facts=ZOFIA, by=worker, at=NOW)
        raise_request(child=child, facts=HOME, by=worker, at=NOW)
        with pytest.raises(DomainError, match=child.reference) as refused:
            record_child(facts=ZOFIA, by=worker, at=NOW)
    assert refused.value.field == "full_name"


def test_draft_needs_only_child_and_type_and_takes_home_from_the_postcode(worker):
    PostcodeFactory()
    with acting_as(worker):
        child = record_child(facts=ZOFIA, by=worker, at=NOW)
        request = raise_request(child=child, facts=HOME, by=worker, at=NOW)
    assert (request.state, request.age, request.needed_on) == (RequestState.DRAFT, 14, None)
    assert (request.easting, request.northing) == (430_000, 360_000)
    assert set(request.missing_facts) == {
        "needed_on",
        "home_area",
        "legal_status",
        "needs_summary",
        "child_views",
    }


def test_submitting_asks_for_what_is_missing(worker, council):
    request = DraftRequestFactory(authority=council, child_views="")
    with acting_as(worker), pytest.raises(DomainError) as refused:
        submit_request(request=request, by=worker, at=NOW)
    assert refused.value.field == "child_views"


def test_database_refuses_an_incomplete_request_past_the_draft():
    with pytest.raises(IntegrityError, match="submitted_request_is_complete"), transaction.atomic():
        SubmittedRequestFactory(child_views="")


def test_request_is_submitted_returned_mended_and_agreed(worker, head, council):
    request = DraftRequestFactory(authority=council)
    with acting_as(worker):
        submit_request(request=request, by=worker, at=NOW)
    with acting_as(head):
        request = return_request(request=request, reason="Which school?", by=head, at=NOW)
        assert request.state_reason == "Which school?"
    with acting_as(worker):
        facts = replace(HOME, needed_on=date(2026, 12, 14), legal_status="C2", needs_summary="More",
                        child_views="Near friends", home_area="Matlock")  # fmt: skip
        edit_request(request=request, facts=facts, version=1, by=worker, at=NOW)
        submit_request(request=request, by=worker, at=NOW)
    with acting_as(head):
        request = agree_need(request=request, reason="No family carer", by=head, at=NOW)
    assert (request.state, request.version) == (RequestState.NEED_AGREED, 2)


def test_second_editor_is_told_and_nothing_is_overwritten(worker, council):
    request = DraftRequestFactory(authority=council, home_area="Matlock")
    with acting_as(worker):
        edit_request(request=request, facts=replace(HOME, home_area="Buxton"), version=1, by=worker, at=NOW)
        with pytest.raises(Conflict):
            edit_request(
                request=request, facts=replace(HOME, home_area="Derby"), version=1, by=worker, at=NOW
            )
        assert PlacementRequest.objects.get().home_area == "Buxton"


def test_submitted_request_can_no_longer_be_edited(worker, council):
    request = SubmittedRequestFactory(authority=council)
    with acting_as(worker), pytest.raises(NotPermitted):
        edit_request(request=request, facts=HOME, version=1, by=worker, at=NOW)


def test_planned_end_must_follow_the_date_needed(worker, council):
    request = DraftRequestFactory(authority=council)
    facts = replace(HOME, needed_on=TODAY, planned_end_on=TODAY)
    with acting_as(worker), pytest.raises(DomainError) as refused:
        edit_request(request=request, facts=facts, version=1, by=worker, at=NOW)
    assert refused.value.field == "planned_end_on"


def test_raiser_does_not_agree_own_need(council):
    both = council_actor(Role.SOCIAL_WORKER, Role.HEAD_OF_SERVICE, authority=council)
    request = SubmittedRequestFactory(authority=council, raised_by_id=both.person_id, raised_by=None)
    with acting_as(both), pytest.raises(NotPermitted, match="somebody else"):
        agree_need(request=request, reason="Considered", by=both, at=NOW)


def test_social_worker_cannot_agree_need(worker, council):
    request = SubmittedRequestFactory(authority=council)
    with acting_as(worker), pytest.raises(NotPermitted):
        agree_need(request=request, reason="Considered", by=worker, at=NOW)


def test_agreeing_need_twice_is_a_conflict(head, council):
    request = SubmittedRequestFactory(authority=council)
    with acting_as(head):
        agree_need(request=request, reason="Considered", by=head, at=NOW)
        with pytest.raises(Conflict):
            agree_need(request=request, reason="Considered", by=head, at=NOW)


def test_social_worker_sees_own_requests_and_officer_all(worker, council):
    theirs = DraftRequestFactory(authority=council)
    own = DraftRequestFactory(authority=council, raised_by_id=worker.person_id, raised_by=None)
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=council)
    with acting_as(worker):
        assert list(requests_visible_to(worker)) == [own]
        with pytest.raises(NotFound):
            access_request(worker, theirs.reference)
    with acting_as(officer):
        assert set(requests_visible_to(officer)) == {own, theirs}


@pytest.mark.parametrize("role", [Role.FINANCE, Role.CABINET_MEMBER, Role.PLANNER])
def test_finance_members_and_planners_open_no_request(council, role):
    request = DraftRequestFactory(authority=council)
    actor = council_actor(role, authority=council)
    with acting_as(actor), pytest.raises(NotFound):
        access_request(actor, request.reference)


def test_another_council_finds_neither_request_nor_child():
    child = ChildIdentityFactory().child
    request = DraftRequestFactory(authority=child.authority, child=child)
    stranger = council_actor(Role.COMMISSIONER, Role.DCS)
    with acting_as(stranger):
        assert not PlacementRequest.objects.exists()
        assert find_children(stranger, "Zofia") == []
        with pytest.raises(NotFound):
            access_request(stranger, request.reference)


def test_identity_is_for_level_three_only(worker, council):
    child = ChildIdentityFactory(child__authority=council).child
    request = DraftRequestFactory(authority=council, child=child)
    with acting_as(worker):
        assert identity_of(worker, request).full_name == "Zofia Testchild"
    lower = replace(worker, clearance=2)
    with acting_as(lower):
        assert identity_of(lower, request) is None
        assert not ChildIdentity.objects.exists()


def test_withdrawal_takes_down_everything_open_and_says_so_first(council):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=council)
    step = OpenStepFactory(request__authority=council)
    unread = RecipientFactory(referral=SentReferralFactory(step=step))
    DraftReferralFactory(step=step)
    with acting_as(officer):
        falling = falls_with(step.request)
        assert (len(falling.referrals), len(falling.providers)) == (2, 1)
        request = withdraw_request(request=step.request, reason="Stays with aunt", by=officer, at=NOW)
        assert request.state == RequestState.WITHDRAWN
        assert set(Referral.objects.values_list("state", flat=True)) == {ReferralState.CLOSED}
        told = ReferralRecipient.objects.get(pk=unread.pk)
        assert (told.state, told.revoked_at) == (RecipientState.NO_REPLY, NOW)
        step.refresh_from_db()
        assert (step.state, step.outcome) == ("closed", "")


def test_placed_request_cannot_be_withdrawn(council):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=council)
    request = DraftRequestFactory(authority=council, state=RequestState.PLACED)
    with acting_as(officer), pytest.raises(Conflict):
        withdraw_request(request=request, reason="Too late", by=officer, at=NOW)


def test_queue_says_what_is_wanted_by_whom_and_when(council):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=council)
    SubmittedRequestFactory(authority=council, needed_on=TODAY - timedelta(days=1))
    stuck = SourcingRequestFactory(authority=council, urgency="same_day")
    asked = OpenStepFactory(request__authority=council)
    RecipientFactory(referral=SentReferralFactory(step=asked))
    RecipientFactory(referral=SentReferralFactory(step=asked), state=RecipientState.OFFERED)
    with acting_as(officer):
        rows = work_queue(officer, at=NOW, on=TODAY)
    assert [row.wanted for row in rows] == [
        "Every route has been tried: escalate",
        "Agree the need",
        "Framework tier 1: compare 1 offer",
    ]
    assert rows[0].request == stuck
    assert rows[1].is_late


def test_queue_asks_the_same_number_of_queries_for_one_request_and_for_many(
    council, django_assert_num_queries
):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=council)
    OpenStepFactory(request__authority=council)
    with acting_as(officer), django_assert_num_queries(3):
        work_queue(officer, at=NOW, on=TODAY)
    for _ in range(5):
        OpenStepFactory(request__authority=council)
    with acting_as(officer), django_assert_num_queries(3):
        assert len(work_queue(officer, at=NOW, on=TODAY)) == 6
