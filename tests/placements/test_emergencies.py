"""An emergency: every route at once on a word given aloud, ratified, and its record whole afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from authorities.choices import Role
from authorities.models import StaffMember
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from core.models import Job, ViewEvent
from placements.choices import (
    LegalStatus,
    PlacementType,
    RecipientState,
    RequestState,
    StepOutcome,
    StepState,
)
from placements.models import ChildIdentity, IdentityRelease, PlacementRequest, SourcingStep
from placements.selectors.queue import wanted_next, work_queue
from placements.services.emergency import complete_record, raise_emergency, ratify_emergency
from placements.services.facts import RequestFacts
from placements.services.ratifying import alarm_unratified
from placements.services.referrals import close_referral
from placements.services.releases import release_in_emergency
from placements.services.sourcing import close_step
from tests.factories.authorities import PostcodeFactory, council_actor
from tests.factories.placements import NOW, TODAY, ChildIdentityFactory, RecipientFactory, SentReferralFactory
from tests.factories.providers import provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
# NOW is a Friday.
MONDAY = TODAY + timedelta(days=3)
TONIGHT = RequestFacts(
    placement_type=PlacementType.RESIDENTIAL,
    needed_on=TODAY,
    home_area="Matlock",
    legal_status=LegalStatus.L2,
)


@pytest.fixture
def child():
    PostcodeFactory()
    return ChildIdentityFactory().child


@pytest.fixture
def worker(child):
    return council_actor(Role.SOCIAL_WORKER, authority=child.authority)


@pytest.fixture
def manager(child):
    return council_actor(Role.SERVICE_MANAGER, authority=child.authority, name="Mo Manager")


@pytest.fixture
def request_(child, worker, manager):
    return raised(child, worker, manager)


def raised(child, worker, manager, facts=TONIGHT):
    with acting_as(worker):
        approver = StaffMember.objects.get(pk=manager.person_id)
        return raise_emergency(
            child=child, facts=facts, verbal_approver=approver, agreed_at=NOW, by=worker, at=NOW
        )


def test_every_route_opens_at_once_and_those_who_search_are_told(request_, worker):
    with acting_as(worker):
        steps = SourcingStep.objects.filter(request=request_)
        assert len(steps) > 3
        assert {step.state for step in steps} == {StepState.OPEN}
        assert (request_.state, request_.ratify_by) == (RequestState.SOURCING, MONDAY)
        (letter,) = Job.objects.filter(kind="staff_letter")
        assert "Zofia" not in letter.params["body"]


@pytest.mark.parametrize("field", ["needed_on", "home_area", "legal_status"])
def test_what_a_search_must_know_is_asked_for(child, worker, manager, field):
    empty = None if field == "needed_on" else ""
    with pytest.raises(DomainError) as refused:
        raised(child, worker, manager, replace(TONIGHT, **{field: empty}))
    assert refused.value.field == field


def test_closing_one_route_says_why_and_opens_no_other(request_, child):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=child.authority)
    with acting_as(officer):
        first, *others = SourcingStep.objects.filter(request=request_).order_by("position")
        opened = close_step(
            step=first,
            outcome=StepOutcome.NOT_FOUND,
            outward_reason="no_vacancy",
            by=officer,
            at=NOW,
        )
        assert opened is None
        assert SourcingStep.objects.filter(request=request_, state=StepState.OPEN).count() == len(others)
        assert PlacementRequest.objects.get().state == RequestState.SOURCING


def test_only_another_grade_ratifies_and_only_once(request_, worker, manager):
    with acting_as(worker), pytest.raises(NotPermitted):
        ratify_emergency(request=request_, note="Yes", by=worker, at=NOW)
    with acting_as(manager):
        ratified = ratify_emergency(request=request_, note="Read the case.", by=manager, at=NOW)
        assert ratified.ratified_by_id == manager.person_id
        with pytest.raises(NotPermitted):
            ratify_emergency(request=request_, note="Again", by=manager, at=NOW)


def test_unratified_emergency_is_late_after_the_next_working_day_and_alarms_once(request_, worker, manager):
    tuesday = NOW + timedelta(days=4)
    with acting_as(manager):
        on_monday = wanted_next(request_, at=NOW + timedelta(days=3), on=MONDAY)
        assert "Ratify by" in on_monday.also[0]
        late = wanted_next(request_, at=tuesday, on=tuesday.date())
        assert late.is_late
        assert "Not ratified in time: Mo Manager" in late.also[0]
        assert alarm_unratified(by=manager, at=NOW + timedelta(days=3)) == 0
        assert alarm_unratified(by=manager, at=tuesday) == 1
        assert alarm_unratified(by=manager, at=tuesday) == 0


def test_placed_emergency_stays_in_the_queue_until_its_record_is_whole(request_, worker, manager):
    with acting_as(manager):
        SourcingStep.objects.filter(request=request_).update(state=StepState.CLOSED)
        PlacementRequest.objects.update(state=RequestState.PLACED)
        request_.refresh_from_db()
        assert [row.wanted for row in work_queue(manager, at=NOW, on=TODAY)] == ["Ratify the emergency"]
        ratify_emergency(request=request_, note="Read.", by=manager, at=NOW)
        assert [row.wanted for row in work_queue(manager, at=NOW, on=TODAY)] == ["Complete the record"]
    with acting_as(worker):
        complete_record(request=request_, needs_summary="Calm.", child_views="", by=worker, at=NOW)
        complete_record(request=request_, needs_summary="Other", child_views="Home.", by=worker, at=NOW)
        saved = PlacementRequest.objects.get()
        assert (saved.needs_summary, saved.child_views) == ("Calm.", "Home.")
        assert work_queue(worker, at=NOW, on=TODAY) == []


def test_identity_opens_early_to_one_that_offered_and_ends_when_another_is_chosen(request_, child):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=child.authority)
    with acting_as(officer):
        step = SourcingStep.objects.filter(request=request_).order_by("position").first()
    referral = SentReferralFactory(step=step, request=request_)
    offered = RecipientFactory(referral=referral, state=RecipientState.OFFERED)
    silent = RecipientFactory(referral=referral)
    with acting_as(officer):
        release_in_emergency(recipient=offered, by=officer, at=NOW)
        with pytest.raises(NotPermitted):
            release_in_emergency(recipient=silent, by=officer, at=NOW)
    provider = provider_actor(offered.provider)
    page = reverse("portal_referral", args=[referral.reference])
    with time_machine.travel(NOW, tick=False):
        assert "Zofia Testchild" in browser_of(provider).get(page).content.decode()
        other = browser_of(provider_actor(silent.provider)).get(page).content.decode()
    assert "Zofia" not in other
    with acting_as(officer):
        assert ViewEvent.objects.filter(level=3, provider_id=offered.provider_id).count() == 1
        close_referral(referral=referral, reason="Another home.", by=officer, at=NOW)
        assert IdentityRelease.objects.get().revoked_at == NOW
    with acting_as(provider):
        assert not ChildIdentity.objects.exists()


def test_planned_search_never_opens_identity_early():
    recipient = RecipientFactory(state=RecipientState.OFFERED)
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=recipient.authority)
    with acting_as(officer), pytest.raises(NotPermitted, match="both sides have signed"):
        release_in_emergency(recipient=recipient, by=officer, at=NOW)


def test_short_form_makes_the_child_and_opens_the_search(worker, manager):
    form = {
        "full_name": "Amber Madeup",
        "date_of_birth_day": "29",
        "date_of_birth_month": "2",
        "date_of_birth_year": "2012",
        "sex": "F",
        "home_postcode": "DE4 3AB",
        "placement_type": "residential",
        "needed_on_day": str(TODAY.day),
        "needed_on_month": str(TODAY.month),
        "needed_on_year": str(TODAY.year),
        "home_area": "Matlock",
        "legal_status": "L2",
        "radius_miles": "40",
        "verbal_approver": str(manager.person_id),
        "agreed_on_the_day": "half past nine",
    }
    with time_machine.travel(NOW, tick=False):
        browser = browser_of(worker)
        wrong = browser.post(reverse("emergency_new"), form).content.decode()
        assert "Enter a time, for example 21:30" in wrong
        assert "Amber Madeup" in wrong
        browser.post(reverse("emergency_new"), {**form, "agreed_on_the_day": "21:30"})
    with acting_as(worker):
        made = PlacementRequest.objects.get()
        assert (made.age, made.urgency, made.is_emergency) == (14, "same_day", True)
        assert made.verbally_agreed_at < NOW
