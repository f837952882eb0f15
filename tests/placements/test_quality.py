"""A home goes wrong: each council there reviews its own children, and nobody new is placed."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from authorities.choices import Role, SettingKey
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import Job
from placements.choices import PlacementState, RecipientState, ReviewOutcome, ReviewState
from placements.models import AlertReceipt, ChildReview, Placement, ReferralRecipient
from placements.selectors.reviews import access_review, reviews_visible_to
from placements.services.offers import submit_offer
from placements.services.reviews import (
    Found,
    act_on_alerts,
    close_review,
    decide_review,
    record_review,
    return_review,
)
from placements.tasks import quality_watch
from providers.choices import ConcernCategory, Outcome, SuspensionScope
from providers.models import QualityAlert
from providers.services.concerns import raise_concern
from providers.services.inspections import record_inspection
from providers.services.suspensions import lift_suspension, suspend
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import NOW, TODAY, DraftRequestFactory, RecipientFactory
from tests.factories.providers import OpenHomeFactory, provider_actor

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def placed(home, authority=None, **facts):
    given = {"agreement__authority": authority} if authority else {}
    return ActivePlacementFactory(agreement__setting=home, **given, **facts)


def judged(home, by, outcome=Outcome.INADEQUATE, on=TODAY):
    with acting_as(by):
        return record_inspection(
            setting=home, outcome=outcome, inspected_on=on, published_on=None, by=by, at=NOW
        )


def suspended(home, by, *, scope=SuspensionScope.NEW_PLACEMENTS, whole_provider=False):
    with acting_as(by):
        return suspend(
            setting=home,
            whole_provider=whole_provider,
            scope=scope,
            reason="Concerns about care",
            starts_on=TODAY,
            by=by,
            at=NOW,
        )


def acted(authority, at=LATER):
    with acting_as(quality_watch(authority.pk)) as watch:
        return act_on_alerts(by=watch, at=at)


def reviews_of(authority):
    with acting_as(quality_watch(authority.pk)):
        return list(
            ChildReview.objects.select_related("child", "placement", "setting", "authority").order_by(
                "reference"
            )
        )


def test_a_grade_dropped_to_inadequate_reaches_both_councils_with_their_own_children_only():
    home, other_home = OpenHomeFactory(), OpenHomeFactory()
    first = placed(home)
    second = placed(home, first.authority)
    abroad = placed(home)
    elsewhere = placed(other_home, first.authority)
    left = placed(home, abroad.authority, state=PlacementState.ENDED, ends_on=TODAY)
    uninvolved = placed(other_home)
    judged(home, council_actor(Role.COMMISSIONER))
    for council in (first.authority, abroad.authority, uninvolved.authority):
        acted(council)
    assert {r.child_id for r in reviews_of(first.authority)} == {first.child_id, second.child_id}
    assert {r.child_id for r in reviews_of(abroad.authority)} == {abroad.child_id}
    assert reviews_of(uninvolved.authority) == []
    assert elsewhere.pk and left.pk
    # Friday 20 November: the next working day is Monday.
    assert {r.due_on for r in reviews_of(first.authority)} == {date(2026, 11, 23)}


def test_the_same_alert_is_acted_on_once_and_a_review_under_way_is_not_doubled():
    home = OpenHomeFactory()
    placement = placed(home)
    commissioner = council_actor(Role.COMMISSIONER, authority=placement.authority)
    suspended(home, commissioner)
    assert (acted(placement.authority), acted(placement.authority)) == (1, 0)
    [review] = reviews_of(placement.authority)
    assert (review.is_urgent, review.due_on) == (False, date(2026, 11, 27))
    judged(home, commissioner)
    assert acted(placement.authority) == 1
    [review] = reviews_of(placement.authority)
    assert (review.is_urgent, review.due_on) == (True, date(2026, 11, 23))
    with acting_as(commissioner):
        assert AlertReceipt.objects.count() == 2


def test_each_council_judges_a_grade_by_its_own_gateway():
    home = OpenHomeFactory()
    strict, lenient = placed(home), placed(home)
    AuthoritySettingFactory(
        authority=lenient.authority, key=SettingKey.QUALITY_GATEWAY, value="requires_improvement"
    )
    judged(home, council_actor(Role.COMMISSIONER), Outcome.REQUIRES_IMPROVEMENT)
    for placement in (strict, lenient):
        assert acted(placement.authority) == 1
    assert len(reviews_of(strict.authority)) == 1
    assert reviews_of(lenient.authority) == []
    with acting_as(quality_watch(lenient.authority.pk)):
        assert AlertReceipt.objects.get().children == 1


def test_a_suspended_provider_opens_reviews_in_all_its_homes_and_no_other():
    home = OpenHomeFactory()
    sister = OpenHomeFactory(provider=home.provider)
    here = placed(home)
    there, outside = placed(sister, here.authority), placed(OpenHomeFactory(), here.authority)
    suspended(home, council_actor(Role.COMMISSIONER), scope=SuspensionScope.ALL, whole_provider=True)
    acted(here.authority)
    reviews = reviews_of(here.authority)
    assert {r.placement_id for r in reviews} == {here.pk, there.pk}
    assert outside.pk and all(r.is_urgent for r in reviews)


def test_a_better_grade_or_one_of_an_older_visit_alerts_nobody():
    home = OpenHomeFactory(inspected__outcome=Outcome.GOOD, inspected__inspected_on=date(2026, 3, 2))
    commissioner = council_actor(Role.COMMISSIONER)
    judged(home, commissioner, Outcome.OUTSTANDING)
    judged(home, commissioner, Outcome.INADEQUATE, on=date(2025, 1, 9))
    with acting_as(commissioner):
        assert not QualityAlert.objects.exists()
    with pytest.raises(Conflict):
        judged(home, commissioner, Outcome.OUTSTANDING)
    with pytest.raises(DomainError):
        judged(home, commissioner, Outcome.SA_SERIOUS)


def test_unanswered_referrals_lose_the_home_and_their_providers_are_told():
    home = OpenHomeFactory()
    sister = OpenHomeFactory(provider=home.provider)
    alone = RecipientFactory(provider=home.provider, settings_asked=[home.pk])
    council = alone.authority
    both = RecipientFactory(
        provider=home.provider,
        settings_asked=[home.pk, sister.pk],
        referral__step__request__authority=council,
    )
    answered = RecipientFactory(
        provider=home.provider,
        settings_asked=[home.pk],
        state=RecipientState.OFFERED,
        referral__step__request__authority=council,
    )
    suspended(home, council_actor(Role.COMMISSIONER, authority=council))
    assert acted(council) == 1
    with acting_as(quality_watch(council.pk)):
        rows = {r.pk: r for r in ReferralRecipient.objects.all()}
        assert rows[alone.pk].state == RecipientState.RECALLED
        assert rows[alone.pk].revoked_at == LATER
        assert (rows[both.pk].state, rows[both.pk].settings_asked) == (RecipientState.SENT, [sister.pk])
        assert rows[answered.pk].state == RecipientState.OFFERED
        letters = list(Job.objects.filter(kind="provider_letter").order_by("pk"))[-2:]
        assert "need not answer it" in letters[0].params["body"]
        assert "other homes are still asked" in letters[1].params["body"]


def test_an_offer_of_a_suspended_home_is_refused():
    home = OpenHomeFactory()
    recipient = RecipientFactory(provider=home.provider, settings_asked=[home.pk])
    suspended(home, council_actor(Role.COMMISSIONER, authority=recipient.authority))
    person = provider_actor(home.provider)
    with acting_as(person), pytest.raises(DomainError, match="suspended"):
        submit_offer(
            recipient=recipient,
            setting=home,
            earliest_start_on=date(2026, 12, 14),
            valid_until=date(2026, 12, 31),
            fees=[],
            match_statement="It fits",
            by=person,
            at=LATER,
        )


def test_the_councils_people_are_written_to_and_no_letter_names_a_child():
    home = OpenHomeFactory(name="Bramble House")
    placement = placed(home)
    request = DraftRequestFactory(child=placement.child, authority=placement.authority)
    judged(home, council_actor(Role.COMMISSIONER))
    acted(placement.authority)
    with acting_as(quality_watch(placement.authority.pk)):
        letter = Job.objects.get(kind="staff_letter")
    assert letter.params["people"] == [request.raised_by_id]
    assert letter.params["roles"] == ["commissioner", "head_of_service"]
    body = letter.params["body"]
    assert "Bramble House" in body and "1 child there" in body
    assert placement.child.reference not in body and placement.reference not in body
    [review] = reviews_of(placement.authority)
    assert review.owner_id == request.raised_by_id


FOUND = Found(
    seen_on=TODAY,
    findings="Settled; staff know her well.",
    child_views="I want to stay with Sam.",
    iro_told_on=TODAY,
    iro_views="Agrees.",
    recommended=ReviewOutcome.STAY,
)


@pytest.fixture
def review():
    placement = placed(OpenHomeFactory())
    judged(placement.setting, council_actor(Role.COMMISSIONER))
    acted(placement.authority)
    return reviews_of(placement.authority)[0]


def recorded(review, by=None, **changes):
    by = by or council_actor(Role.SOCIAL_WORKER, authority=review.authority)
    with acting_as(by):
        return record_review(review=review, found=Found(**(vars(FOUND) | changes)), by=by, at=LATER)


def decided(review, by, outcome=ReviewOutcome.STAY):
    with acting_as(by):
        return decide_review(review=review, outcome=outcome, reasons="Moving would harm her", by=by, at=LATER)


def test_a_review_is_recorded_by_one_person_and_decided_by_another(review):
    review = recorded(review)
    manager = council_actor(Role.SERVICE_MANAGER, authority=review.authority)
    done = decided(review, manager)
    assert (done.state, done.outcome, done.decided_by_id) == (ReviewState.DECIDED, "stay", manager.person_id)
    with pytest.raises(Conflict):
        decided(review, manager)


def test_whoever_recommends_does_not_decide_and_a_lower_grade_than_set_does_not(review):
    both = council_actor(Role.COMMISSIONER, Role.SERVICE_MANAGER, authority=review.authority)
    review = recorded(review, both)
    with pytest.raises(NotPermitted, match="somebody else"):
        decided(review, both)
    AuthoritySettingFactory(authority=review.authority, key=SettingKey.REVIEW_GRADE, value="head_of_service")
    with pytest.raises(NotPermitted, match="head of service or above"):
        decided(review, council_actor(Role.SERVICE_MANAGER, authority=review.authority))
    decided(review, council_actor(Role.DCS, authority=review.authority))


def test_a_review_that_is_incomplete_is_refused_beside_its_field(review):
    for field, value in (("findings", " "), ("child_views", ""), ("seen_on", TODAY + timedelta(days=1))):
        with pytest.raises(DomainError) as refused:
            recorded(review, **{field: value})
        assert refused.value.field == field
    with pytest.raises(DomainError) as refused:
        recorded(review, recommended=ReviewOutcome.STAY_SAFEGUARDED)
    assert refused.value.field == "safeguards"


def test_a_returned_review_keeps_what_was_recorded_and_can_be_recorded_again(review):
    review = recorded(review)
    manager = council_actor(Role.HEAD_OF_SERVICE, authority=review.authority)
    with acting_as(manager):
        back = return_review(review=review, reason="What does school say?", by=manager, at=LATER)
    assert (back.state, back.findings) == (ReviewState.OPEN, FOUND.findings)
    assert recorded(back, findings="School says she does well.").state == ReviewState.RECOMMENDED


def test_a_decision_to_move_tells_the_statutory_officers_and_moves_nobody(review):
    review = recorded(review, recommended=ReviewOutcome.MOVE_NOW)
    manager = council_actor(Role.SERVICE_MANAGER, authority=review.authority)
    decided(review, manager, ReviewOutcome.MOVE_NOW)
    with acting_as(manager):
        letter = Job.objects.filter(kind="staff_letter").latest("pk")
        assert letter.params["roles"] == ["dcs", "nominated_officer"]
        assert review.child.reference not in letter.params["body"]
        assert Placement.objects.get(pk=review.placement_id).state == PlacementState.ACTIVE


def test_a_review_of_a_child_who_left_is_closed_with_a_reason(review):
    worker = council_actor(Role.SOCIAL_WORKER, authority=review.authority)
    with acting_as(worker):
        with pytest.raises(DomainError):
            close_review(review=review, reason="", by=worker, at=LATER)
        assert close_review(review=review, reason="Went home", by=worker, at=LATER).state == "closed"


def test_no_other_council_no_provider_and_nobody_below_level_two_reads_a_review(review):
    for actor in (
        council_actor(Role.COMMISSIONER),
        council_actor(Role.FINANCE, authority=review.authority),
        quality_watch(council_actor(Role.DCS).council_id),
    ):
        with acting_as(actor):
            assert not ChildReview.objects.exists()
            assert not reviews_visible_to(actor).exists()
    provider = Actor.provider(review.setting.provider_id)
    with acting_as(provider), pytest.raises(Exception) as refused, transaction.atomic():
        ChildReview.objects.exists()
    assert refused.value.__cause__.pgcode == "42501"


def test_a_social_worker_reads_only_reviews_of_their_own_children(review):
    worker = council_actor(Role.SOCIAL_WORKER, authority=review.authority)
    with acting_as(worker):
        assert not reviews_visible_to(worker).exists()
    DraftRequestFactory(child=review.child, authority=review.authority, raised_by_id=worker.person_id)
    with acting_as(worker):
        assert access_review(worker, review.reference) == review


def test_lifting_a_suspension_brings_the_home_back_and_keeps_its_history():
    home = OpenHomeFactory()
    commissioner = council_actor(Role.COMMISSIONER)
    suspension = suspended(home, commissioner)
    with acting_as(commissioner):
        tomorrow = TODAY + timedelta(days=1)
        lift_suspension(suspension=suspension, ends_on=tomorrow, by=commissioner, at=LATER)
        assert QualityAlert.objects.count() == 1
        assert suspension.__class__.objects.in_force_on(TODAY).exists()
        assert not suspension.__class__.objects.in_force_on(tomorrow).exists()


def test_only_a_serious_concern_opens_reviews():
    home = OpenHomeFactory()
    placement = placed(home)
    commissioner = council_actor(Role.COMMISSIONER)
    for category, reviews in ((ConcernCategory.COMPLAINTS, 0), (ConcernCategory.SAFEGUARDING, 1)):
        with acting_as(commissioner):
            raise_concern(
                setting=home,
                whole_provider=False,
                category=category,
                noticed_on=TODAY,
                summary="Three complaints in a month",
                note="About one of our children",
                by=commissioner,
                at=NOW,
            )
        acted(placement.authority)
        assert len(reviews_of(placement.authority)) == reviews
