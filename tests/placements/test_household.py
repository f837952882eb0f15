"""Cases from households that break naive designs: those that concern requests and the search."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from authorities.choices import Role, SettingKey
from authorities.models import StaffMember
from contracts.choices import FeeKind, Route
from core.actor import acting_as
from core.errors import Conflict, DomainError
from core.models import Job
from placements.approvals import Area
from placements.choices import LegalStatus, OfferState, PlacementType, RequestState, StepState, Urgency
from placements.life_choices import HOME_REASONS
from placements.matching import LeftOut
from placements.models import AvoidedArea, SourcingStep
from placements.offering import OfferedFee
from placements.selectors.comparison import area_of
from placements.selectors.matching import fitting_settings
from placements.services.claims import hold_place, join_line
from placements.services.emergency import raise_emergency
from placements.services.ending import withdraw_notice
from placements.services.facts import ChildFacts, RequestFacts
from placements.services.need import add_sibling, split_sibling
from placements.services.notices import tell_of_notices
from placements.services.offers import decline_referral, submit_offer
from placements.services.referrals import send_referral
from placements.services.requests import edit_request, raise_request, record_child
from providers.choices import Outcome
from tests.factories.authorities import (
    AuthorityFactory,
    AuthoritySettingFactory,
    PostcodeFactory,
    council_actor,
)
from tests.factories.need import AvoidedAreaFactory
from tests.factories.offers import OfferFactory
from tests.factories.placements import (
    NOW,
    TODAY,
    ChildIdentityFactory,
    DraftReferralFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
)
from tests.factories.providers import (
    InspectionFactory,
    OpenHomeFactory,
    RegistrationPeriodFactory,
    SettingFactory,
    SuspensionFactory,
    VacancyReportFactory,
    provider_actor,
)
from tests.factories.walled import council_keeper
from tests.pages import browser_of
from tests.placements.living import notice, placed
from tests.placements.test_ladder import emergency

pytestmark = pytest.mark.django_db
SATURDAY = TODAY + timedelta(days=1)
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def step():
    PostcodeFactory()
    child = ChildIdentityFactory().child
    request = SourcingRequestFactory(authority=child.authority, child=child)
    return OpenStepFactory(request=request, route=Route.SPOT)


@pytest.fixture
def officer(step):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=step.authority)


def spot(step, officer, at=NOW):
    with acting_as(officer):
        return fitting_settings(step.request, Route.SPOT, at=at, within_miles=None)


def sister_of(step, officer):
    child = ChildIdentityFactory(child__authority=step.authority, full_name="Bo Testchild").child
    with acting_as(officer):
        return add_sibling(request=step.request, child=child, by=officer, at=NOW)


def test_sibling_split_takes_the_profile_the_areas_and_the_owner(step, officer):
    with acting_as(council_keeper(step.authority)):
        step.request.profile, step.request.owner_id = {"pets": "Yes - must"}, officer.person_id
        step.request.save()
    AvoidedAreaFactory(request=step.request)
    AvoidedAreaFactory(request=step.request, place="Buxton", lifted_at=NOW)
    sibling = sister_of(step, officer)
    with acting_as(officer):
        own = split_sibling(sibling=sibling, reason="Directed by the court.", by=officer, at=NOW)
        own.refresh_from_db()
        assert (own.profile, own.owner_id) == ({"pets": "Yes - must"}, officer.person_id)
        (area,) = AvoidedArea.objects.filter(request=own)
        assert (area.shape, area.reason) == (
            "Within 3 miles of Matlock",
            "People who have harmed the child live there.",
        )
        assert AvoidedArea.objects.filter(request=step.request).count() == 2


def test_sibling_split_off_an_emergency_is_one_too(step, officer):
    """Without needs or views yet, as an emergency may be."""
    step.request.needs_summary = step.request.child_views = ""
    emergency(step.request)
    sibling = sister_of(step, officer)
    with acting_as(officer):
        own = split_sibling(sibling=sibling, reason="No home takes both.", by=officer, at=NOW)
        own.refresh_from_db()
        assert (own.state, own.is_emergency) == (RequestState.SOURCING, True)
        assert (own.verbal_approver, own.ratify_by) == (step.request.verbal_approver, NOW.date())
        states = set(SourcingStep.objects.filter(request=own).values_list("state", flat=True))
        assert states == {StepState.OPEN}


def agreed(step, officer, agreed_at, **facts):
    manager = council_actor(Role.SERVICE_MANAGER, authority=step.authority)
    tonight = RequestFacts(
        placement_type=PlacementType.RESIDENTIAL,
        urgency=Urgency.SAME_DAY,
        needed_on=SATURDAY,
        home_area="Matlock",
        legal_status=LegalStatus.L2,
    )
    with acting_as(officer):
        return raise_emergency(
            child=step.request.child,
            facts=replace(tonight, **facts),
            verbal_approver=StaffMember.objects.get(pk=manager.person_id),
            agreed_at=agreed_at,
            by=officer,
            at=MONDAY_MORNING,
        )


def test_weekend_emergency_typed_on_monday_keeps_both_times(step, officer):
    on_saturday = datetime(2026, 11, 21, 22, 15, tzinfo=UTC)
    request = agreed(step, officer, on_saturday)
    assert (request.verbally_agreed_at, request.raised_at) == (on_saturday, MONDAY_MORNING)
    # The next working day after the word, which is the day it was typed.
    assert (request.needed_on, request.ratify_by) == (SATURDAY, date(2026, 11, 23))


def test_arrival_after_midnight_is_asked_for_on_the_day_it_is(step, officer):
    """The word at half past midnight is of the new day, and so is the first night."""
    after_midnight = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert agreed(step, officer, after_midnight).ratify_by == date(2026, 11, 23)
    with pytest.raises(DomainError, match="before the word") as refused:
        agreed(step, officer, after_midnight, needed_on=TODAY)
    assert refused.value.field == "needed_on"
    with pytest.raises(DomainError, match="More than a week"):
        agreed(step, officer, MONDAY_MORNING - timedelta(days=8))


def test_home_outside_england_has_no_grade_and_is_never_in_our_area(step, officer):
    wales = AuthorityFactory(name="Powys", code="W06000023")
    home = SettingFactory(name="Ty Test", authority=wales)
    RegistrationPeriodFactory(setting=home)
    assert [one.name for one in spot(step, officer).fitting] == ["Ty Test"]
    AuthoritySettingFactory(authority=step.authority, key=SettingKey.ACCEPT_NOT_INSPECTED, value=False)
    assert spot(step, officer).left_out == [(LeftOut.NOT_INSPECTED, 1)]
    assert area_of(home, step.authority_id, frozenset()) is Area.DISTANT


def test_rating_counts_from_the_day_it_was_known_not_the_day_of_the_visit(step, officer):
    home = OpenHomeFactory()
    InspectionFactory(
        setting=home,
        inspected_on=date(2026, 9, 1),
        known_on=date(2026, 12, 1),
        outcome=Outcome.INADEQUATE,
    )
    assert len(spot(step, officer).fitting) == 1
    assert spot(step, officer, at=datetime(2026, 12, 2, 10, tzinfo=UTC)).left_out == [(LeftOut.QUALITY, 1)]


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 11, 19), 14), (date(2026, 11, 20), 15), (date(2026, 11, 21), 15)]
)
def test_birthday_changes_the_age_on_the_day(officer, step, day, age):
    with acting_as(officer):
        facts = ChildFacts(
            full_name="Birthday Testchild", date_of_birth=date(2011, 11, 20), sex="F", home_postcode="DE4 3AB"
        )
        at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        child = record_child(facts=facts, by=officer, at=at)
        asked = RequestFacts(placement_type=PlacementType.RESIDENTIAL)
        assert raise_request(child=child, facts=asked, by=officer, at=at).age == age


@pytest.mark.parametrize(("day", "age"), [(28, 13), (1, 14)])
def test_child_of_a_leap_day_is_a_year_older_on_1_march(officer, step, day, age):
    month = 2 if day == 28 else 3
    with acting_as(officer):
        facts = ChildFacts(
            full_name="Leap Testchild", date_of_birth=date(2012, 2, 29), sex="M", home_postcode="DE4 3AB"
        )
        at = datetime(2026, month, day, 10, tzinfo=UTC)
        child = record_child(facts=facts, by=officer, at=at)
        asked = RequestFacts(placement_type=PlacementType.RESIDENTIAL)
        assert raise_request(child=child, facts=asked, by=officer, at=at).age == age


def test_clock_that_ends_in_the_night_of_the_clock_change_is_a_moment(step, officer):
    """01:30 comes twice on 25 October 2026: the hours of an answer are counted, not read off the wall."""
    AuthoritySettingFactory(
        authority=step.authority,
        key=SettingKey.RESPONSE_HOURS,
        value={"same_day": 4, "urgent": 24, "planned": 24},
    )
    home = OpenHomeFactory()
    referral = DraftReferralFactory(step=step, state="cleared", summary="")
    sent_at = datetime(2026, 10, 24, 1, 30, tzinfo=UTC)  # half past two in the morning, summer time
    with acting_as(officer):
        referral.targets.create(authority_id=step.authority_id, setting=home)
        send_referral(referral=referral, by=officer, at=sent_at)
        referral.refresh_from_db()
    assert referral.respond_by == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    provider = provider_actor(home.provider)
    page = reverse("portal_referral", args=[referral.reference])
    with time_machine.travel(datetime(2026, 10, 25, 0, 45, tzinfo=UTC), tick=False):
        assert "45 minutes left" in browser_of(provider).get(page).content.decode()


def test_hold_that_ran_out_does_not_lock_its_own_request_out(step, officer):
    home = OpenHomeFactory()
    VacancyReportFactory(setting=home, beds_free=1, reported_at=NOW)
    hours = timedelta(hours=1)
    with acting_as(officer):
        first = hold_place(request=step.request, setting=home, until=NOW + hours, by=officer, at=NOW)
        with pytest.raises(Conflict, match="held for this child already"):
            hold_place(request=step.request, setting=home, until=NOW + hours, by=officer, at=NOW)
        later = NOW + 2 * hours
        again = hold_place(request=step.request, setting=home, until=later + hours, by=officer, at=later)
        assert again.claim_id != first.claim_id
        assert join_line(request=step.request, setting=home, by=officer, at=later + 2 * hours)


def test_hold_late_at_night_asks_about_the_day_it_is_here(step, officer):
    home = OpenHomeFactory()
    VacancyReportFactory(setting=home, beds_free=1, reported_at=NOW)
    SuspensionFactory(
        authority=step.authority, setting=home, provider=home.provider, starts_on=date(2027, 7, 1)
    )
    after_midnight = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    with acting_as(officer), pytest.raises(DomainError):
        until = after_midnight + timedelta(hours=1)
        hold_place(request=step.request, setting=home, until=until, by=officer, at=after_midnight)


def test_home_that_gives_notice_is_told_of_to_the_council_once_and_again_when_withdrawn():
    placement = placed()
    provider = provider_actor(placement.provider)
    given = notice(placement, provider, date(2026, 12, 14), HOME_REASONS[0])
    watch = council_keeper(placement.authority)

    def told():
        with acting_as(watch):
            count = tell_of_notices(by=watch, at=NOW)
            return count, [job.params for job in Job.objects.filter(kind="staff_letter").order_by("pk")]

    count, (letter,) = told()
    assert count == 1
    assert letter["subject"] == f"Notice given on {placement.reference}"
    assert "14 December 2026" in letter["body"]
    assert told()[0] == 0
    with acting_as(provider):
        withdraw_notice(notice=given, reason="Settled.", by=provider, at=NOW)
    count, letters = told()
    assert (count, letters[-1]["subject"]) == (1, f"Notice withdrawn on {placement.reference}")
    with acting_as(council_actor(Role.COMMISSIONER)):
        assert not Job.objects.exists()


def test_second_of_two_editors_sees_what_changed_and_loses_nothing_typed(officer, step):
    PostcodeFactory.reset_sequence()
    child = step.request.child
    with acting_as(officer):
        asked = RequestFacts(placement_type=PlacementType.RESIDENTIAL, home_area="Matlock")
        request = raise_request(child=child, facts=asked, by=officer, at=NOW)
    browser, page = browser_of(officer), reverse("request_edit", args=[request.reference])
    assert browser.get(page).status_code == 200
    with acting_as(officer):
        edit_request(request=request, facts=replace(asked, home_area="Buxton"), version=1, by=officer, at=NOW)
    typed = {
        "placement_type": "residential",
        "urgency": "planned",
        "home_area": "Belper",
        "needs_summary": "A dog.",
        "radius_miles": "20",
        "version": "1",
    }
    shown = browser.post(page, typed).content.decode()
    assert "saved in another place" in shown
    assert all(words in shown for words in ("Buxton", "Belper", "A dog."))
    assert browser.post(page, {**typed, "version": "2"}).status_code == 302


def test_unread_is_not_declined_and_a_declined_referral_takes_no_offer(step, officer):
    referral = SentReferralFactory(step=step)
    unread, declines = RecipientFactory(referral=referral), RecipientFactory(referral=referral)
    home = OpenHomeFactory(provider=declines.provider)
    provider = provider_actor(declines.provider)
    with acting_as(provider):
        decline_referral(recipient=declines, reason="staffing", note="", by=provider, at=NOW)
        with pytest.raises(Conflict):
            submit_offer(
                recipient=declines,
                setting=home,
                earliest_start_on=TODAY,
                valid_until=date(2026, 12, 31),
                fees=[OfferedFee(kind=FeeKind.CORE, weekly_rate=Decimal(4000))],
                match_statement="Now we can.",
                by=provider,
                at=NOW,
            )
    with acting_as(officer):
        unread.refresh_from_db()
        assert (unread.state, unread.decline_reason) == ("sent", "")


def test_offer_of_a_withdrawn_search_is_not_selected_and_its_price_stays_the_councils(step, officer):
    offer = OfferFactory(recipient=RecipientFactory(referral=SentReferralFactory(step=step), state="offered"))
    browser = browser_of(officer)
    page = reverse("request_withdraw", args=[step.request.reference])
    assert offer.reference in browser.get(page).content.decode()
    assert browser.post(page, {"reason": "With an aunt."}).status_code == 302
    with acting_as(officer):
        offer.refresh_from_db()
        assert (offer.state, offer.weekly_total) == (OfferState.NOT_SELECTED, Decimal("4557.00"))
    rival = provider_actor()
    assert browser_of(rival).get(reverse("portal_offer_detail", args=[offer.reference])).status_code == 404
