"""Waves that open by themselves, and what a search leaves behind when it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import StaffMember
from contracts.choices import Route
from core.actor import acting_as
from core.errors import Conflict, DomainError
from placements.choices import (
    OutwardReason,
    RecipientState,
    ReferralState,
    RequestState,
    StepState,
    WaveState,
)
from placements.models import PlannedWave, Referral, SearchRecord, SourcingStep
from placements.selectors.sourcing import holdings_of
from placements.services.waves import fire_waves, plan_wave, stop_waves
from placements.services.withdrawal import withdraw_request
from placements.tasks import search_watch
from tests.factories.authorities import council_actor
from tests.factories.placements import (
    NOW,
    ChildIdentityFactory,
    DeclinedRecipientFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
    WaitingStepFactory,
)
from tests.factories.providers import OpenHomeFactory
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def referral():
    """Sent at tier 1 to one provider; spot purchase waits."""
    child = ChildIdentityFactory().child
    step = OpenStepFactory(request=SourcingRequestFactory(authority=child.authority, child=child))
    WaitingStepFactory(request=step.request, position=2, route=Route.SPOT)
    return SentReferralFactory(step=step)


@pytest.fixture
def officer(referral):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=referral.authority)


@pytest.fixture
def wave(referral, officer):
    with acting_as(officer):
        return plan_wave(referral=referral, fires_at=LATER, within_miles=20, by=officer, at=NOW)


def fire(referral, at=LATER):
    with acting_as(search_watch(referral.authority_id)):
        return fire_waves(authority_id=referral.authority_id, at=at)


def settled(wave, officer):
    with acting_as(officer):
        return PlannedWave.objects.get(pk=wave.pk)


def test_wave_opens_the_next_step_and_asks_its_homes_with_the_cleared_text(referral, wave, officer):
    RecipientFactory(referral=referral)
    OpenHomeFactory(), OpenHomeFactory(easting=500_000)
    assert fire(referral, at=LATER - timedelta(seconds=1)) == 0
    assert fire(referral) == 1
    with acting_as(officer):
        first, second = SourcingStep.objects.order_by("position")
        assert (first.outward_reason, second.state) == (OutwardReason.NO_REPLY_IN_TIME, StepState.OPEN)
        sent = Referral.objects.get(step=second)
        assert (sent.state, sent.summary) == (ReferralState.SENT, referral.summary)
        assert (sent.drafted_by_id, sent.cleared_by_id) == (referral.drafted_by_id, referral.cleared_by_id)
        assert sent.recipients.count() == 1
    assert settled(wave, officer).state == WaveState.SENT
    assert fire(referral) == 0


def test_first_offer_stops_the_wave(referral, wave, officer):
    RecipientFactory(referral=referral, state=RecipientState.OFFERED)
    fire(referral)
    stopped = settled(wave, officer)
    assert (stopped.state, stopped.result.startswith("An offer has come")) == (WaveState.STOPPED, True)
    with acting_as(officer):
        assert Referral.objects.get().state == ReferralState.SENT


def test_wave_with_no_home_leaves_the_step_open_and_says_so(referral, wave, officer):
    DeclinedRecipientFactory(referral=referral)
    fire(referral)
    assert settled(wave, officer).result == "The step opened, and no home on it fits."
    with acting_as(officer):
        first, second = SourcingStep.objects.order_by("position")
        assert (first.outward_reason, second.state) == (OutwardReason.ALL_DECLINED, StepState.OPEN)


def test_waves_are_planned_in_order_and_stopped_together(referral, wave, officer):
    again = {"referral": referral, "within_miles": 20, "by": officer, "at": NOW}
    with acting_as(officer):
        with pytest.raises(Conflict, match="planned already"):
            plan_wave(**again, fires_at=LATER + timedelta(days=1))
        WaitingStepFactory(request=referral.request, position=3, route=Route.PARTNERSHIP)
        with pytest.raises(DomainError) as refused:
            plan_wave(**again, fires_at=LATER)
        assert refused.value.field == "hours"
        plan_wave(**again, fires_at=LATER + timedelta(days=1))
        assert stop_waves(referral=referral, by=officer, at=NOW) == 2
    assert fire(referral) == 0


def test_withdrawn_search_keeps_what_it_wanted_and_why_nobody_could_help(referral, wave, officer):
    DeclinedRecipientFactory(referral=referral)
    DeclinedRecipientFactory(referral=referral, decline_reason="staffing")
    RecipientFactory(referral=referral)
    with acting_as(officer):
        withdraw_request(request=referral.request, reason="Stays with aunt", by=officer, at=NOW)
        kept = SearchRecord.objects.get()
        assert (kept.ended_as, kept.wanted_type, kept.wanted_miles) == ("withdrawn", "residential", 20)
        assert kept.declines == {"no_vacancy": 1, "staffing": 1}
        assert (kept.asked, kept.unread, kept.no_reply, kept.offers) == (3, 1, 1, 0)
        assert PlannedWave.objects.get().state == WaveState.STOPPED
        held = holdings_of(Referral.objects.get())
        assert len(held) == 3
        assert {holding.until for holding in held} == {NOW}


def test_pages_plan_stop_and_say_who_held_what(referral, officer):
    RecipientFactory(referral=referral, provider__name="Larkspur Homes Ltd")
    browser = browser_of(officer)
    page = reverse("referral_detail", args=[referral.reference])
    plan = reverse("referral_wave", args=[referral.reference])
    assert "must be 1 or more" in browser.post(plan, {"hours": "0", "within_miles": "20"}).content.decode()
    browser.post(plan, {"hours": "24", "within_miles": "20"})
    assert "Planned, within 20 miles" in browser.get(page).content.decode()
    browser.post(reverse("referral_stop", args=[referral.reference]))
    assert "Stopped by" in browser.get(page).content.decode()
    held = browser.get(reverse("referral_held", args=[referral.reference])).content.decode()
    assert "Larkspur Homes Ltd" in held
    assert "Still open" in held


def test_planner_who_left_is_still_named(wave, officer):
    with acting_as(officer):
        assert StaffMember.objects.get(pk=wave.planned_by_id).name == officer.name
        assert wave.step.request.state == RequestState.SOURCING
