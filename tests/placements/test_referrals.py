"""Referrals at level 1: written, cleared by another, sent, closed; and what a provider can see of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction

from authorities.choices import Role, SettingKey
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import Job
from placements.choices import DEFAULT_WEIGHTS, RecipientState, ReferralState
from placements.models import Child, PlacementRequest, Referral, ReferralRecipient, ReferralTarget
from placements.services.referrals import (
    clear_referral,
    close_referral,
    draft_referral,
    reword_referral,
    send_referral,
)
from providers.jobs import send_provider_letter
from tests.factories.authorities import AuthorityFactory, AuthoritySettingFactory, council_actor
from tests.factories.contracts import (
    CommercialToolFactory,
    LotCriterionFactory,
    LotFactory,
    MembershipFactory,
    MembershipSettingFactory,
    ToolAccessFactory,
)
from tests.factories.placements import (
    NOW,
    ChildIdentityFactory,
    DeclinedRecipientFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
)
from tests.factories.providers import OpenHomeFactory, ProviderUserFactory, SuspensionFactory, provider_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return AuthorityFactory()


@pytest.fixture
def officer(council):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=council)


@pytest.fixture
def second(council):
    return council_actor(Role.COMMISSIONER, authority=council)


@pytest.fixture
def step(council):
    child = ChildIdentityFactory(child__authority=council).child
    request = SourcingRequestFactory(authority=council, child=child)
    return OpenStepFactory(request=request, route="spot")


@pytest.fixture
def home(council):
    return OpenHomeFactory(authority=council)


def drafted(step, officer, *homes, summary="Enjoys football."):
    return draft_referral(
        step=step, setting_ids=[home.pk for home in homes], summary=summary, by=officer, at=NOW
    )


def test_draft_freezes_level_one_facts_only(officer, step, home):
    with acting_as(officer):
        referral = drafted(step, officer, home)
    assert (referral.age, referral.home_area, referral.broad_legal_status) == (14, "Matlock", "Care order")
    assert referral.weights == DEFAULT_WEIGHTS
    columns = {field.name for field in Referral._meta.get_fields()}
    assert columns.isdisjoint({"child", "full_name", "date_of_birth", "easting", "northing", "child_views"})


@pytest.mark.parametrize(
    "summary", ["Zofia is kind", "Goes to Highfields", "Born 14 May 2012", "From DE4 3AB"]
)
def test_text_that_identifies_is_refused_and_quoted(officer, step, home, summary):
    with acting_as(officer), pytest.raises(DomainError, match="could identify the child") as refused:
        drafted(step, officer, home, summary=summary)
    assert refused.value.field == "summary"


def test_writer_does_not_clear_own_text(officer, second, step, home):
    with acting_as(officer):
        referral = drafted(step, officer, home)
        with pytest.raises(NotPermitted, match="somebody else"):
            clear_referral(referral=referral, by=officer, at=NOW)
    with acting_as(second):
        assert clear_referral(referral=referral, by=second, at=NOW).state == ReferralState.CLEARED


def test_whoever_rewords_becomes_the_writer(officer, second, step, home):
    with acting_as(officer):
        referral = drafted(step, officer, home)
    with acting_as(second):
        referral = reword_referral(referral=referral, summary="Likes drawing.", by=second, at=NOW)
        with pytest.raises(NotPermitted):
            clear_referral(referral=referral, by=second, at=NOW)
    with acting_as(officer):
        clear_referral(referral=referral, by=officer, at=NOW)
        with pytest.raises(Conflict):
            reword_referral(referral=referral, summary="Later", by=officer, at=NOW)


def test_database_refuses_text_cleared_by_its_writer(officer, step, home):
    with acting_as(officer):
        referral = drafted(step, officer, home)
        with pytest.raises(IntegrityError, match="text_cleared_by_another"), transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(cleared_by=officer.person_id)


def test_uncleared_text_is_not_sent(officer, step, home):
    with acting_as(officer):
        referral = drafted(step, officer, home)
        with pytest.raises(Conflict):
            send_referral(referral=referral, by=officer, at=NOW)


def test_referral_without_text_is_ready_at_once_and_goes_to_each_provider_once(officer, step, home, council):
    sister = OpenHomeFactory(authority=council, provider=home.provider)
    other = OpenHomeFactory(authority=council)
    with acting_as(officer):
        referral = drafted(step, officer, home, sister, other, summary="")
        referral = send_referral(referral=referral, by=officer, at=NOW)
        asked = dict(ReferralRecipient.objects.values_list("provider_id", "settings_asked"))
    assert asked == {home.provider_id: [home.pk, sister.pk], other.provider_id: [other.pk]}
    assert referral.respond_by == NOW + timedelta(hours=240)


def test_clock_is_the_councils_own_for_the_urgency(officer, step, home, council):
    AuthoritySettingFactory(
        authority=council, key=SettingKey.RESPONSE_HOURS, value={"same_day": 2, "urgent": 12, "planned": 72}
    )
    with acting_as(officer):
        PlacementRequest.objects.update(urgency="same_day")
        step.request.refresh_from_db()
        referral = drafted(step, officer, home, summary="")
        referral = send_referral(referral=referral, by=officer, at=NOW)
    assert referral.respond_by == NOW + timedelta(hours=2)


def test_weights_are_the_lots_own(officer, step, council):
    tool = CommercialToolFactory(lead_authority=council)
    ToolAccessFactory(tool=tool)
    lot = LotFactory(tool=tool)
    LotCriterionFactory(lot=lot, kind="quality", weight=55)
    LotCriterionFactory(lot=lot, kind="cost", weight=45)
    home = OpenHomeFactory(authority=council)
    MembershipSettingFactory(membership=MembershipFactory(lot=lot, provider=home.provider), setting=home)
    first_tier = OpenStepFactory(request=step.request, position=2, route="framework_tier_1")
    with acting_as(officer):
        assert drafted(first_tier, officer, home).weights == {"quality": "55.00", "cost": "45.00"}


def test_home_suspended_since_the_draft_stops_the_sending(officer, step, home):
    with acting_as(officer):
        referral = drafted(step, officer, home, summary="")
    SuspensionFactory(authority=step.authority, provider=home.provider)
    with acting_as(officer), pytest.raises(DomainError, match="no longer fit"):
        send_referral(referral=referral, by=officer, at=NOW)


def test_home_that_does_not_fit_cannot_be_asked(officer, step, council):
    too_young = OpenHomeFactory(authority=council, age_to=12)
    with acting_as(officer), pytest.raises(DomainError, match="no longer fit"):
        drafted(step, officer, too_young)
    with acting_as(officer), pytest.raises(DomainError, match="at least one"):
        drafted(step, officer)


def test_provider_is_written_to_without_a_word_of_the_child(officer, step, home):
    person = ProviderUserFactory(provider=home.provider)
    with acting_as(officer):
        referral = send_referral(referral=drafted(step, officer, home, summary=""), by=officer, at=NOW)
        job = Job.objects.get()
    publish = send_provider_letter(_Context(job, officer))
    assert publish(job) == {"sent": 1}
    [letter] = mail.outbox
    assert letter.to == [person.user.email]
    assert referral.reference in letter.subject
    told = letter.body
    for open_words in (step.authority.name, referral.reference, str(referral.respond_by.year), "14:"):
        told = told.replace(open_words, "")
    for secret in ("Zofia", "Testchild", "14", "girl", "Matlock", step.request.reference):
        assert secret not in told


class _Context:
    def __init__(self, job: Job, actor: Actor) -> None:
        self.job, self.actor, self.params = job, actor, job.params


def test_closing_tells_everyone_and_takes_access_away(officer, step):
    referral = SentReferralFactory(step=step)
    unread, declined = RecipientFactory(referral=referral), DeclinedRecipientFactory(referral=referral)
    chosen = RecipientFactory(referral=referral, state=RecipientState.CHOSEN)
    with acting_as(officer):
        close_referral(referral=referral, reason="The search moved on.", by=officer, at=NOW)
        after = {r.pk: (r.state, r.revoked_at) for r in ReferralRecipient.objects.all()}
        assert Job.objects.count() == 2
    assert after == {
        unread.pk: (RecipientState.NO_REPLY, NOW),
        declined.pk: (RecipientState.CLOSED, NOW),
        chosen.pk: (RecipientState.CHOSEN, None),
    }


def test_provider_reads_a_referral_only_while_it_holds_it(officer, step, home):
    asked, stranger = provider_actor(home.provider), provider_actor()
    with acting_as(officer):
        referral = drafted(step, officer, home, summary="")
    with acting_as(asked):
        assert not Referral.objects.exists()
    with acting_as(officer):
        referral = send_referral(referral=referral, by=officer, at=NOW)
    with acting_as(asked):
        assert Referral.objects.get() == referral
    with acting_as(stranger):
        assert not Referral.objects.exists()
        assert not ReferralRecipient.objects.exists()
    with acting_as(officer):
        close_referral(referral=referral, reason="Over", by=officer, at=NOW)
    with acting_as(asked):
        assert not Referral.objects.exists()


@pytest.mark.parametrize("model", [Child, PlacementRequest, ReferralTarget])
def test_provider_is_refused_children_requests_and_who_else_is_asked(model):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(provider_actor()):
        model.objects.exists()
