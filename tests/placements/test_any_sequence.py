"""Whatever anybody does in any order: states follow the tables, and no provider reads above its level."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import ProgrammingError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authorities.choices import Role, SettingKey
from contracts.choices import Route
from core.actor import Actor, acting_as
from core.errors import DomainError, NotFound
from core.models import AuditEvent
from placements.choices import DeclineReason, RequestState, SigningSide, StepOutcome
from placements.models import (
    ApprovalRequest,
    AvoidedArea,
    Child,
    ChildIdentity,
    DetailedProfile,
    DetailRelease,
    Escalation,
    IdentityRelease,
    MatchJudgement,
    Offer,
    PlacementAgreement,
    PlacementRequest,
    Referral,
    ReferralMessage,
    ReferralRecipient,
    Reservation,
    SourcingStep,
)
from placements.offering import OfferedFee
from placements.services.agreements import draft_agreement, record_issue, sign_agreement
from placements.services.approvals import decide, reconsider
from placements.services.details import DetailText, accept_terms, open_detail, write_detail
from placements.services.escalations import decide_escalation, escalate
from placements.services.evaluation import choose_offer, open_evaluation, resume_search, score_offer
from placements.services.messages import write_to_council
from placements.services.offers import decline_referral, mark_read, submit_offer, withdraw_offer
from placements.services.pauses import put_on_hold, take_off_hold
from placements.services.referrals import clear_referral, close_referral, draft_referral, send_referral
from placements.services.releases import release_in_emergency
from placements.services.requests import agree_need, return_request, submit_request
from placements.services.sourcing import close_step, start_sourcing
from placements.services.withdrawal import withdraw_request
from placements.workflows import OFFER, RECIPIENT, REFERRAL, REQUEST
from tests.factories.authorities import AuthoritySettingFactory, DelegationRuleFactory, council_actor
from tests.factories.placements import NOW, TODAY, ChildIdentityFactory, DraftRequestFactory
from tests.factories.providers import OpenHomeFactory, provider_actor
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db
# Of each council's own audit; offers are audited by column name alone, so their states are followed by hand.
TABLES = {
    PlacementRequest._meta.db_table: REQUEST,
    Referral._meta.db_table: REFERRAL,
    ReferralRecipient._meta.db_table: RECIPIENT,
}
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
        signatory = council_actor(Role.CONTRACT_SIGNATORY, authority=self.council)
        director = council_actor(Role.DCS, authority=self.council)
        DelegationRuleFactory(authority=self.council, role=Role.DCS, weekly_limit=None)
        self.people: list[Actor] = [
            *staff,
            signatory,
            director,
            council_actor(Role.COMMISSIONER),
            *self.providers,
        ]
        self.offers: dict[int, str] = {}

    def newest(self, model: type[models.Model], **where: object) -> models.Model:
        found = model._default_manager.filter(**where).order_by("-pk").first()
        if found is None:
            raise NotFound
        return found

    def follow_offers(self) -> None:
        """Every offer's step since the last look is an arrow of its table, or several in a row."""
        with acting_as(council_keeper(self.council)):
            for pk, state in Offer.objects.values_list("pk", "state"):
                before = self.offers.get(pk, OFFER.initial)
                assert state in reachable(before), (before, state)
                self.offers[pk] = state

    def step(self) -> SourcingStep:
        return self.newest(SourcingStep, state="open")  # type: ignore[return-value]

    def fresh(self) -> PlacementRequest:
        return self.newest(PlacementRequest)  # type: ignore[return-value]

    def home_of(self, by: Actor):
        return next((home for home in self.homes if home.provider_id == by.provider_id), self.homes[0])


def reachable(state: str) -> set[str]:
    """The states of an offer that arrows lead to from one, itself among them."""
    found = {state}
    while (
        more := {arrow.target for arrow in OFFER.transitions for one in found if one in arrow.sources} - found
    ):
        found |= more
    return found


def _approve(story: Story, by: Actor) -> None:
    approval = story.newest(ApprovalRequest, state="awaiting")
    decide(approval=approval, verb="approve", by=by, at=NOW)  # type: ignore[arg-type]


def _agree(story: Story, by: Actor) -> None:
    agreement = draft_agreement(request=story.fresh(), starts_on=None, by=by, at=NOW)
    record_issue(agreement=agreement, content=b"%PDF-1.7 terms", job=None, by=by, at=NOW)


def _sign(story: Story, by: Actor) -> None:
    side = SigningSide.PROVIDER if by.is_provider else SigningSide.AUTHORITY
    agreement = story.newest(PlacementAgreement)
    sign_agreement(agreement=agreement, side=side, by=by, at=NOW)  # type: ignore[arg-type]


def _detail(story: Story, by: Actor) -> None:
    text = DetailText(needs="Needs a quiet bedtime.")
    write_detail(request=story.fresh(), text=text, by=by, at=NOW)
    open_detail(recipient=story.newest(ReferralRecipient), by=by, at=NOW)  # type: ignore[arg-type]


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
    "score": lambda s, by: [
        score_offer(offer=offer, quality_mark=4, social_value_mark=3, by=by, at=NOW)
        for offer in Offer.objects.all()
    ],
    "choose": lambda s, by: choose_offer(offer=s.newest(Offer), reasons="Best", by=by, at=NOW),
    "detail": _detail,
    "accept terms": lambda s, by: accept_terms(release=s.newest(DetailRelease), by=by, at=NOW),
    "approve": _approve,
    "reconsider": lambda s, by: reconsider(request=s.fresh(), reason="Again", by=by, at=NOW),
    "agreement": _agree,
    "sign": _sign,
    "hold": lambda s, by: put_on_hold(
        request=s.fresh(), reason="Ill", look_again_on=TODAY + timedelta(days=9), by=by, at=NOW
    ),
    "off hold": lambda s, by: take_off_hold(request=s.fresh(), reason="", by=by, at=NOW),
    "escalate": lambda s, by: escalate(request=s.fresh(), reason="None", by=by, at=NOW),
    "go on": lambda s, by: decide_escalation(
        escalation=s.newest(Escalation), decision="Wider", reopen=[Route.BLOCK], by=by, at=NOW
    ),
    "close": lambda s, by: close_referral(referral=s.newest(Referral), reason="Done", by=by, at=NOW),
    "withdraw": lambda s, by: withdraw_request(request=s.fresh(), reason="Aunt", by=by, at=NOW),
}
# Most walks follow the usual road for a while, so that deep states are reached; then anything goes. Each step
# names whose it is, by their place in ``Story.people``.
WORKER, OFFICER, COMMISSIONER, HEAD, SIGNATORY, DIRECTOR, _STRANGER, ONE, OTHER = range(9)
ROAD = (
    *(("submit", WORKER), ("agree", HEAD), ("start", OFFICER), ("close step", OFFICER)),
    *(("close step", OFFICER), ("draft", OFFICER), ("clear", COMMISSIONER), ("send", OFFICER)),
    *(("read", ONE), ("offer", ONE), ("read", OTHER), ("offer", OTHER), ("detail", OFFICER)),
    *(("accept terms", ONE), ("accept terms", OTHER), ("compare", OFFICER), ("score", OFFICER)),
    *(("choose", OFFICER), ("approve", SIGNATORY), ("approve", DIRECTOR), ("approve", HEAD)),
    *(("agreement", OFFICER), ("sign", ONE), ("sign", OTHER), ("sign", SIGNATORY)),
)


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
    story.follow_offers()
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
            on_terms = DetailRelease.objects.filter(
                acceptance__isnull=False, recipient__revoked_at=None
            ).values_list("profile", flat=True)
            assert set(DetailedProfile.objects.values_list("pk", flat=True)) == set(on_terms)
            assert set(Offer.objects.values_list("provider_id", flat=True)) <= {provider.provider_id}
            opened = IdentityRelease.objects.filter(revoked_at=None).values_list("child", flat=True)
            assert set(ChildIdentity.objects.values_list("child", flat=True)) == set(opened)


def test_the_usual_road_reaches_a_placement():
    story = Story()
    for verb, person in ROAD:
        take(story, verb, story.people[person])
    with acting_as(story.people[OFFICER]):
        assert story.fresh().state == RequestState.PLACED
        assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "not_selected"]
        assert IdentityRelease.objects.filter(revoked_at=None).count() == 1
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
        for verb, person in ROAD[:along]:
            take(story, verb, story.people[person])
        for verb, person in data.draw(st.lists(anything, min_size=4, max_size=12)):
            take(story, verb, story.people[person])
            story.follow_offers()
        check_states(story)
        check_levels(story)
        transaction.set_rollback(True)
