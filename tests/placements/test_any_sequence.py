"""Whatever anybody does in any order: states follow the tables, and no provider reads above its level."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import ProgrammingError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authorities.choices import Role, SettingKey
from core.actor import Actor, acting_as
from core.errors import DomainError, NotFound
from core.models import AuditEvent
from placements.choices import DeclineReason, RequestState, StepOutcome
from placements.models import (
    AvoidedArea,
    Child,
    ChildIdentity,
    IdentityRelease,
    MatchJudgement,
    Offer,
    PlacementRequest,
    Referral,
    ReferralMessage,
    ReferralRecipient,
    Reservation,
    SourcingStep,
)
from placements.offering import OfferedFee
from placements.services.evaluation import choose_offer, open_evaluation, resume_search, score_offer
from placements.services.messages import write_to_council
from placements.services.offers import decline_referral, mark_read, submit_offer, withdraw_offer
from placements.services.referrals import clear_referral, close_referral, draft_referral, send_referral
from placements.services.releases import release_in_emergency
from placements.services.requests import agree_need, return_request, submit_request
from placements.services.sourcing import close_step, start_sourcing
from placements.services.withdrawal import withdraw_request
from placements.workflows import RECIPIENT, REFERRAL, REQUEST
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.placements import NOW, TODAY, ChildIdentityFactory, DraftRequestFactory
from tests.factories.providers import OpenHomeFactory, provider_actor

pytestmark = pytest.mark.django_db
TABLES = {
    PlacementRequest._meta.db_table: REQUEST,
    Referral._meta.db_table: REFERRAL,
    ReferralRecipient._meta.db_table: RECIPIENT,
}
# Offers are audited by column name alone, so that no price is read early.
# Nothing of these is ever a provider's to read.
COUNCILS_ALONE = (PlacementRequest, Child, AvoidedArea, MatchJudgement, Reservation, SourcingStep)
CORE = [OfferedFee(kind="core", weekly_rate=4557)]


class Story:
    """One child's request, two homes of two providers, and everybody who may touch it."""

    def __init__(self) -> None:
        child = ChildIdentityFactory().child
        self.council = child.authority
        AuthoritySettingFactory(
            authority=self.council, key=SettingKey.ROUTE_ORDER, value=["in_house", "block", "spot"]
        )
        self.request = DraftRequestFactory(authority=self.council, child=child)
        self.homes = [OpenHomeFactory(authority=self.council) for _ in range(2)]
        self.providers = [provider_actor(home.provider) for home in self.homes]
        roles = (Role.SOCIAL_WORKER, Role.PLACEMENTS_OFFICER, Role.COMMISSIONER, Role.HEAD_OF_SERVICE)
        staff = [council_actor(role, authority=self.council) for role in roles]
        self.people: list[Actor] = [*staff, council_actor(Role.COMMISSIONER), *self.providers]

    def newest(self, model: type[models.Model], **where: object) -> models.Model:
        found = model._default_manager.filter(**where).order_by("-pk").first()
        if found is None:
            raise NotFound
        return found

    def step(self) -> SourcingStep:
        return self.newest(SourcingStep, state="open")  # type: ignore[return-value]

    def fresh(self) -> PlacementRequest:
        return self.newest(PlacementRequest)  # type: ignore[return-value]

    def home_of(self, by: Actor):
        return next((home for home in self.homes if home.provider_id == by.provider_id), self.homes[0])


def _submit_offer(story: Story, by: Actor) -> None:
    submit_offer(
        recipient=story.newest(ReferralRecipient),
        setting=story.home_of(by),
        earliest_start_on=TODAY + timedelta(days=3),
        valid_until=TODAY + timedelta(days=60),
        fees=CORE,
        match_statement="A calm home.",
        by=by,
        at=NOW,
    )


def _draft(story: Story, by: Actor) -> None:
    ids = [home.pk for home in story.homes]
    draft_referral(step=story.step(), setting_ids=ids, summary="Enjoys football.", by=by, at=NOW)


def _close_step(story: Story, by: Actor) -> None:
    step, outcome = story.step(), StepOutcome.NOT_FOUND
    close_step(step=step, outcome=outcome, outward_reason="no_vacancy", by=by, at=NOW)


VERBS: dict[str, Callable[[Story, Actor], object]] = {
    "submit": lambda s, by: submit_request(request=s.fresh(), by=by, at=NOW),
    "return": lambda s, by: return_request(request=s.fresh(), reason="More", by=by, at=NOW),
    "agree": lambda s, by: agree_need(request=s.fresh(), reason="Considered", by=by, at=NOW),
    "start": lambda s, by: start_sourcing(request=s.fresh(), by=by, at=NOW),
    "close step": _close_step,
    "draft": _draft,
    "clear": lambda s, by: clear_referral(referral=s.newest(Referral), by=by, at=NOW),
    "send": lambda s, by: send_referral(referral=s.newest(Referral), by=by, at=NOW),
    "read": lambda s, by: mark_read(recipient=s.newest(ReferralRecipient), by=by, at=NOW),
    "ask": lambda s, by: write_to_council(
        recipient=s.newest(ReferralRecipient), body="Pets?", is_question=True, by=by, at=NOW
    ),
    "offer": _submit_offer,
    "decline": lambda s, by: decline_referral(
        recipient=s.newest(ReferralRecipient), reason=DeclineReason.STAFFING, note="", by=by, at=NOW
    ),
    "withdraw offer": lambda s, by: withdraw_offer(offer=s.newest(Offer), reason="Full", by=by, at=NOW),
    "release": lambda s, by: release_in_emergency(recipient=s.newest(ReferralRecipient), by=by, at=NOW),
    "compare": lambda s, by: open_evaluation(request=s.fresh(), by=by, at=NOW),
    "resume": lambda s, by: resume_search(request=s.fresh(), reason="More", by=by, at=NOW),
    "score": lambda s, by: score_offer(
        offer=s.newest(Offer), quality_mark=4, social_value_mark=3, by=by, at=NOW
    ),
    "choose": lambda s, by: choose_offer(offer=s.newest(Offer), reasons="Best", by=by, at=NOW),
    "close": lambda s, by: close_referral(referral=s.newest(Referral), reason="Done", by=by, at=NOW),
    "withdraw": lambda s, by: withdraw_request(request=s.fresh(), reason="Aunt", by=by, at=NOW),
}
# Most walks follow the usual road for a while, so that deep states are reached; then anything goes.
ROAD = ("submit", "agree", "start", "close step", "draft", "clear", "send", "read", "offer", "compare")


def take(story: Story, verb: str, by: Actor) -> None:
    """Try it; a refusal in words, or a wall, is an answer too."""
    try:
        with acting_as(by), transaction.atomic():
            VERBS[verb](story, by)
    except (DomainError, NotFound):
        pass
    except ProgrammingError as error:
        assert "permission denied" in str(error)


def check_states(story: Story) -> None:
    """Every change of state on record is an arrow of its table."""
    auditor = council_actor(Role.AUDITOR, authority=story.council)
    with acting_as(auditor):
        moved = AuditEvent.objects.filter(table_name__in=TABLES, action="update", changed__contains=["state"])
        for event in moved:
            arrows = TABLES[event.table_name].transitions
            was, now = (event.before or {})["state"], (event.after or {})["state"]
            assert any(was in arrow.sources and now == arrow.target for arrow in arrows), (was, now)


def check_levels(story: Story) -> None:
    """A provider reads the referrals it holds, its own messages, and nobody's name without a release."""
    for provider in story.providers:
        with acting_as(provider):
            for model in COUNCILS_ALONE:
                try:
                    with transaction.atomic():
                        assert not model._default_manager.exists(), model
                except ProgrammingError as error:
                    assert "permission denied" in str(error)
            held = ReferralRecipient.objects.filter(revoked_at=None).values_list("referral", flat=True)
            assert set(Referral.objects.values_list("pk", flat=True)) == set(held)
            assert set(ReferralMessage.objects.values_list("provider_id", flat=True)) <= {
                provider.provider_id
            }
            opened = IdentityRelease.objects.filter(revoked_at=None).values_list("child", flat=True)
            assert set(ChildIdentity.objects.values_list("child", flat=True)) == set(opened)


def test_the_usual_road_reaches_an_offer_to_compare():
    story = Story()
    for verb in ROAD:
        for person in story.people:
            take(story, verb, person)
    with acting_as(story.people[1]):
        assert story.fresh().state == RequestState.EVALUATING
        assert Offer.objects.count() == len(story.providers)
    check_states(story)
    check_levels(story)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_sequence_of_verbs_breaks_a_table_or_a_level(data):
    with transaction.atomic():
        story = Story()
        along = data.draw(st.integers(0, len(ROAD)))
        anything = st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, len(story.people) - 1))
        for verb in ROAD[:along]:
            for person in story.people:
                take(story, verb, person)
        for verb, person in data.draw(st.lists(anything, min_size=4, max_size=12)):
            take(story, verb, story.people[person])
        check_states(story)
        check_levels(story)
        transaction.set_rollback(True)
