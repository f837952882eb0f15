"""The queue: whose, in which order, what is amiss, and chasing once a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authorities.choices import Role
from authorities.models import StaffMember
from core.actor import acting_as
from core.models import Job
from placements.choices import RequestState, Urgency
from placements.models import Chase
from placements.pressing import Clock, Risk, pressing, risk_of
from placements.selectors.queue import Whose, work_queue
from placements.services.chasing import chase
from tests.factories.authorities import AuthorityFactory, StaffMemberFactory, council_actor
from tests.factories.need import QuestionFactory
from tests.factories.placements import (
    NOW,
    TODAY,
    DraftRequestFactory,
    OpenStepFactory,
    RecipientFactory,
    SourcingRequestFactory,
    SubmittedRequestFactory,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return AuthorityFactory()


@pytest.fixture
def officer(council):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=council)


def test_mine_my_teams_and_all(council, officer):
    with acting_as(officer):
        StaffMember.objects.filter(pk=officer.person_id).update(team="North")
    colleague = StaffMemberFactory(authority=council, team="North")
    mine = DraftRequestFactory(authority=council, raised_by_id=officer.person_id, raised_by=None)
    ours = DraftRequestFactory(authority=council, raised_by=colleague)
    theirs = DraftRequestFactory(authority=council)

    def seen(whose):
        return {row.request.pk for row in work_queue(officer, at=NOW, on=TODAY, whose=whose)}

    with acting_as(officer):
        assert seen(Whose.MINE) == {mine.pk}
        assert seen(Whose.TEAM) == {mine.pk, ours.pk}
        assert seen(Whose.ALL) == {mine.pk, ours.pk, theirs.pk}


def test_somebody_without_a_team_sees_their_own(council, officer):
    DraftRequestFactory(authority=council)
    with acting_as(officer):
        assert work_queue(officer, at=NOW, on=TODAY, whose=Whose.TEAM) == []


def clock(days, *, late=False, answers=0):
    return Clock(TODAY + timedelta(days=days), late, TODAY + timedelta(days=days), timedelta(days=answers))


def test_risk_is_of_what_is_left_not_fitting_before_the_day():
    assert risk_of(RequestState.AGREEMENT_ISSUED, clock(1), on=TODAY) is Risk.NONE
    assert risk_of(RequestState.SUBMITTED, clock(7, answers=0), on=TODAY) is Risk.NONE
    assert risk_of(RequestState.SUBMITTED, clock(7, answers=2), on=TODAY) is Risk.LIKELY
    assert risk_of(RequestState.DRAFT, clock(-1), on=TODAY) is Risk.BREACHED
    assert risk_of(RequestState.DRAFT, Clock(None, False, None, timedelta(0)), on=TODAY) is Risk.NONE


def test_order_is_urgency_then_lateness_then_risk_then_clock():
    wanted = [
        pressing(Urgency.SAME_DAY, Risk.NONE, clock(9), "A"),
        pressing(Urgency.URGENT, Risk.BREACHED, clock(9, late=True), "A"),
        pressing(Urgency.URGENT, Risk.LIKELY, clock(9), "A"),
        pressing(Urgency.URGENT, Risk.NONE, clock(3), "B"),
        pressing(Urgency.URGENT, Risk.NONE, clock(3), "C"),
        pressing(Urgency.PLANNED, Risk.BREACHED, clock(1, late=True), "A"),
    ]
    assert sorted(wanted, reverse=True)[::-1] == wanted


def test_request_with_no_next_step_is_an_alarm_and_a_question_is_beside_it(council, officer):
    SourcingRequestFactory(authority=council)
    asked = OpenStepFactory(request__authority=council)
    QuestionFactory(recipient__referral__step=asked)
    with acting_as(officer):
        rows = {row.request.pk: row for row in work_queue(officer, at=NOW, on=TODAY)}
    assert [row.is_stuck for row in rows.values()].count(True) == 1
    assert rows[asked.request_id].also == ("A provider’s question waits",)


def test_chasing_writes_to_whoever_is_waited_for_once_a_day(council, officer):
    waiting = RecipientFactory(referral__step__request__authority=council)
    submitted = SubmittedRequestFactory(authority=council)
    requests = [waiting.referral.request, submitted]
    with acting_as(officer):
        assert len(chase(requests=requests, by=officer, at=NOW)) == 2
        assert chase(requests=requests, by=officer, at=NOW + timedelta(hours=3)) == []
        letters = dict(Job.objects.values_list("kind", "params__body"))
        assert waiting.referral.reference in letters["provider_letter"]
        assert "waits for you" in letters["staff_letter"]
        assert Job.objects.count() == 2
        assert len(chase(requests=requests, by=officer, at=NOW + timedelta(days=1))) == 2
        assert set(Chase.objects.values_list("whom", flat=True)) == {
            "1 provider",
            "Those whose step it is",
        }


def test_page_chases_what_is_ticked_and_nobody_elses(council, officer):
    own, other = SubmittedRequestFactory(authority=council), SubmittedRequestFactory()
    browser = browser_of(officer)
    assert "Chase those ticked" in browser.get(reverse("request_queue")).content.decode()
    browser.post(reverse("request_chase"), {"request": [own.reference, other.reference]})
    with acting_as(officer):
        assert [chased.request_id for chased in Chase.objects.all()] == [own.pk]
    told = browser.post(reverse("request_chase"), {"request": [own.reference]}, follow=True)
    assert "1 already chased today" in told.content.decode()


def test_queue_page_asks_the_same_queries_for_1_and_200_rows(council, officer):
    browser = browser_of(officer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("request_queue")).status_code == 200
        return len(queries)

    step = OpenStepFactory(request__authority=council)
    asked()
    one = asked()
    for _ in range(199):
        SourcingRequestFactory(authority=council, child=step.request.child, raised_by=step.request.raised_by)
    assert asked() == one


def test_rows_without_a_day_come_last_and_break_nothing(council, officer):
    DraftRequestFactory(authority=council, needed_on=None)
    DraftRequestFactory(authority=council, needed_on=date(2027, 2, 28))
    with acting_as(officer):
        days = [row.due for row in work_queue(officer, at=NOW, on=TODAY)]
    assert days == [date(2027, 2, 28), None]
