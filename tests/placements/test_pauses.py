"""Requests that wait, and searches taken to somebody higher."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import Job
from placements.choices import EscalatedTo, RequestState, StepOutcome, StepState, WaveState
from placements.models import Escalation, PlacementRequest, PlannedWave, SourcingStep
from placements.selectors.queue import work_queue
from placements.services.chasing import chase
from placements.services.escalations import decide_escalation, escalate, pass_up
from placements.services.pauses import alarm_pauses, put_on_hold, take_off_hold
from placements.services.sourcing import close_step
from placements.services.waves import fire_waves
from placements.services.withdrawal import withdraw_request
from tests.factories.authorities import council_actor
from tests.factories.need import PlannedWaveFactory
from tests.factories.offers import OfferFactory
from tests.factories.placements import (
    NOW,
    TODAY,
    DraftRequestFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SubmittedRequestFactory,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
LOOK = TODAY + timedelta(days=14)


@pytest.fixture
def step():
    return OpenStepFactory(route=Route.SPOT)


@pytest.fixture
def request_(step):
    return step.request


def person(step, role, **more):
    return council_actor(role, authority=step.authority, **more)


@pytest.fixture
def officer(step):
    return person(step, Role.PLACEMENTS_OFFICER)


@pytest.fixture
def head(step):
    return person(step, Role.HEAD_OF_SERVICE)


def held(request, by, look=LOOK):
    with acting_as(by):
        return put_on_hold(request=request, reason="In hospital.", look_again_on=look, by=by, at=NOW)


def row(by, on=TODAY):
    with acting_as(by):
        (found,) = work_queue(by, at=NOW + (on - TODAY), on=on)
    return found


def test_hold_remembers_where_it_stood_and_stops_what_opens_by_itself(officer, step):
    referral = SentReferralFactory(step=step)
    PlannedWaveFactory(referral=referral, step__route=Route.PARTNERSHIP)
    request = held(step.request, officer)
    assert (request.state, request.held_from) == (RequestState.ON_HOLD, RequestState.SOURCING)
    with acting_as(officer):
        assert PlannedWave.objects.get().state == WaveState.STOPPED
        assert fire_waves(authority_id=officer.council_id, at=NOW + timedelta(days=9)) == 0
        with pytest.raises(Conflict, match="on hold"):
            escalate(request=request, reason="None", by=officer, at=NOW)
        back = take_off_hold(request=request, reason="Home again.", by=officer, at=NOW)
        assert (back.state, back.held_from, back.look_again_on) == (RequestState.SOURCING, "", None)
        with pytest.raises(Conflict, match="not on hold"):
            take_off_hold(request=request, reason="", by=officer, at=NOW)


@pytest.mark.parametrize(
    ("reason", "look", "field"), [(" ", LOOK, "reason"), ("Ill", TODAY, "look_again_on")]
)
def test_hold_needs_a_reason_and_a_day_to_come(officer, request_, reason, look, field):
    with acting_as(officer), pytest.raises(DomainError) as refused:
        put_on_hold(request=request_, reason=reason, look_again_on=look, by=officer, at=NOW)
    assert refused.value.field == field


def test_draft_needs_no_hold_and_the_database_wants_a_day(officer, request_):
    draft = DraftRequestFactory(authority=request_.authority)
    with acting_as(officer):
        with pytest.raises(Conflict):
            put_on_hold(request=draft, reason="Wait", look_again_on=LOOK, by=officer, at=NOW)
        with pytest.raises(IntegrityError, match="hold_has_a_day"), transaction.atomic():
            PlacementRequest.objects.filter(pk=request_.pk).update(state=RequestState.ON_HOLD)


def test_day_to_look_again_is_an_alarm_once_and_in_the_queue(officer, request_):
    held(request_, officer)
    quiet = row(officer)
    assert (quiet.wanted, quiet.due, quiet.is_stuck) == ("On hold: In hospital.", LOOK, False)
    assert row(officer, LOOK).is_stuck
    assert row(officer, LOOK + timedelta(days=1)).is_late
    with acting_as(officer):
        assert alarm_pauses(by=officer, at=NOW) == 0
        assert alarm_pauses(by=officer, at=NOW + timedelta(days=14)) == 1
        assert alarm_pauses(by=officer, at=NOW + timedelta(days=15)) == 0
        (letter,) = Job.objects.filter(kind="staff_letter")
        assert request_.reference in letter.params["subject"]


def test_withdrawal_from_hold_and_from_above_leaves_nothing_open(officer, step):
    with acting_as(officer):
        escalate(request=step.request, reason="All declined.", by=officer, at=NOW)
    held(step.request, officer)
    with acting_as(officer):
        gone = withdraw_request(request=step.request, reason="With an aunt.", by=officer, at=NOW)
        assert (gone.state, gone.held_from) == (RequestState.WITHDRAWN, "")
        assert Escalation.objects.get().decision == "The request was withdrawn."


def tried(step, officer, note="Six asked."):
    with acting_as(officer):
        close_step(
            step=step,
            outcome=StepOutcome.NOT_FOUND,
            outward_reason="all_declined",
            note=note,
            by=officer,
            at=NOW,
        )
        return escalate(request=step.request, reason="Six declined.", by=officer, at=NOW)


def test_head_decides_and_a_route_is_tried_again_with_its_past_kept(officer, head, step):
    escalation = tried(step, officer)
    assert row(officer).whose == "Head of service"
    with acting_as(officer), pytest.raises(NotPermitted):
        decide_escalation(escalation=escalation, decision="Go", reopen=[Route.SPOT], by=officer, at=NOW)
    with acting_as(head):
        with pytest.raises(DomainError, match="No route is open") as refused:
            decide_escalation(escalation=escalation, decision="Go on", reopen=[], by=head, at=NOW)
        assert refused.value.field == "reopen"
        request = decide_escalation(
            escalation=escalation, decision="Look wider.", reopen=[Route.SPOT], by=head, at=NOW
        )
        again = SourcingStep.objects.get()
        assert (request.state, again.state, again.outcome) == (RequestState.SOURCING, StepState.OPEN, "")
        assert again.note == "Six asked. Tried until 20 November 2026: all declined."
        with pytest.raises(Conflict, match="decided while"):
            pass_up(escalation=escalation, reason="Late", by=head, at=NOW)
    tried(again, officer, note="None again.")
    with acting_as(officer):
        again.refresh_from_db()
    assert again.note == "Six asked. Tried until 20 November 2026: all declined. None again."


def test_search_that_ends_keeps_how_its_steps_went(officer, head, step):
    escalation = tried(step, officer)
    with acting_as(head):
        decide_escalation(escalation=escalation, decision="On.", reopen=[Route.SPOT], by=head, at=NOW)
    with acting_as(officer):
        withdraw_request(request=step.request, reason="With an aunt.", by=officer, at=NOW)
        assert SourcingStep.objects.get().note == (
            "Six asked. Tried until 20 November 2026: all declined. The request was withdrawn."
        )


def test_chasing_reaches_whoever_decides_and_not_the_silent_providers(officer, head, step):
    RecipientFactory(referral=SentReferralFactory(step=step))
    with acting_as(officer):
        escalation = escalate(request=step.request, reason="Nobody answers.", by=officer, at=NOW)
    with acting_as(head):
        pass_up(escalation=escalation, reason="Only unregistered is left.", by=head, at=NOW)
    assert row(officer).due == step.request.needed_on
    with acting_as(officer):
        before = set(Job.objects.values_list("pk", flat=True))
        chase(requests=[PlacementRequest.objects.get()], by=officer, at=NOW)
        (letter,) = Job.objects.exclude(pk__in=before)
    assert (letter.kind, letter.params["roles"]) == ("staff_letter", ["dcs"])


def test_director_decides_what_the_head_passes_up(officer, head, step):
    escalation = tried(step, officer)
    director = person(step, Role.DCS)
    with acting_as(head):
        higher = pass_up(escalation=escalation, reason="Only unregistered is left.", by=head, at=NOW)
        assert higher.to == EscalatedTo.DCS
        with pytest.raises(NotPermitted):
            decide_escalation(escalation=higher, decision="Go", reopen=[Route.SPOT], by=head, at=NOW)
    assert row(officer).whose == "Director of children’s services"
    with acting_as(director):
        decide_escalation(escalation=higher, decision="Again.", reopen=[Route.SPOT], by=director, at=NOW)
        assert PlacementRequest.objects.get().state == RequestState.SOURCING


def test_offer_that_comes_meanwhile_lets_those_who_search_go_on(officer, step):
    with acting_as(officer):
        escalation = escalate(request=step.request, reason="Nobody answers.", by=officer, at=NOW)
    offer = OfferFactory(recipient=RecipientFactory(referral=SentReferralFactory(step=step), state="offered"))
    run_out = NOW + (offer.valid_until - TODAY) + timedelta(days=1)
    with acting_as(officer), pytest.raises(NotPermitted):
        decide_escalation(escalation=escalation, decision="Late", reopen=[], by=officer, at=run_out)
    with acting_as(officer):
        request = decide_escalation(
            escalation=escalation, decision="An offer came.", reopen=[], by=officer, at=NOW
        )
    assert request.state == RequestState.SOURCING


def test_pages_hold_resume_escalate_and_decide_and_keep_what_was_typed(officer, head, step):
    reference = step.request.reference
    browser, decider = browser_of(officer), browser_of(head)
    pages = ("request_pause", "request_resume", "request_escalate", "request_escalation")
    pause, resume, up, decide = (reverse(name, args=[reference]) for name in pages)
    assert browser.get(resume).status_code == browser.get(decide).status_code == 409
    past = {"look_again_on_day": "1", "look_again_on_month": "1", "look_again_on_year": "2020"}
    kept = browser.post(pause, {"reason": "In hospital.", **past}).content.decode()
    assert "must be after today" in kept
    assert "In hospital." in kept
    assert browser.post(pause, {"reason": "Ill", **past, "look_again_on_year": "2099"}).status_code == 302
    assert "On hold since" in browser.get(reverse("request_detail", args=[reference])).content.decode()
    assert browser.post(resume, {"reason": ""}).status_code == 302
    assert browser.post(up, {"reason": "Nobody answers."}).status_code == 302
    assert "Nobody answers." in decider.get(decide).content.decode()
    detail = reverse("request_detail", args=[reference])
    assert decide in decider.get(detail).content.decode()
    assert decide not in browser.get(detail).content.decode()
    assert "somebody else must decide it" in browser.get(decide).content.decode()
    assert decider.post(decide, {"what": "pass_up", "reason": "Yours."}).status_code == 302
    assert decider.post(decide, {"what": "go_on", "reason": "x"}).status_code == 200
    assert decider.get(reverse("request_queue")).status_code == 200


def test_another_councils_head_finds_nothing(request_, officer):
    stranger = browser_of(council_actor(Role.HEAD_OF_SERVICE))
    for name in ("request_pause", "request_resume", "request_escalation", "request_full_profile"):
        assert stranger.get(reverse(name, args=[request_.reference])).status_code == 404


def test_submitted_request_goes_back_to_be_agreed(officer, step):
    request = SubmittedRequestFactory(authority=step.authority)
    held(request, officer)
    with acting_as(officer):
        assert take_off_hold(request=request, reason="", by=officer, at=NOW).state == RequestState.SUBMITTED
