"""A provider's answers: what may be offered, until when, sealed or not, and withdrawn."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from authorities.choices import Role
from contracts.choices import FeeKind, Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from placements.choices import DeclineReason, OfferState, RecipientState, ReferralState
from placements.models import Offer, OfferFee, ReferralRecipient
from placements.offering import OfferedFee
from placements.selectors.inbox import access_offer, access_recipient, homes_to_offer, offers_of
from placements.services.offers import decline_referral, mark_read, submit_offer, withdraw_offer
from placements.services.referrals import close_referral
from providers.choices import Accepts, RegistrationStatus, RegistrationType
from tests.factories.authorities import council_actor
from tests.factories.placements import NOW, TODAY, OpenStepFactory, RecipientFactory, SentReferralFactory
from tests.factories.providers import (
    OpenHomeFactory,
    RegistrationPeriodFactory,
    SettingFactory,
    SuspensionFactory,
    provider_actor,
)

pytestmark = pytest.mark.django_db

CORE = OfferedFee(kind=FeeKind.CORE, weekly_rate=Decimal("4557.00"))
START, UNTIL = date(2026, 12, 14), date(2026, 12, 20)


@pytest.fixture
def recipient():
    return RecipientFactory()


@pytest.fixture
def home(recipient):
    return OpenHomeFactory(provider=recipient.provider, name="Bramble House")


@pytest.fixture
def manager(recipient):
    return provider_actor(recipient.provider)


def offer(recipient, home, by, *, at=NOW, **terms) -> Offer:
    given = {
        "earliest_start_on": START,
        "valid_until": UNTIL,
        "fees": [CORE],
        "match_statement": "A calm home with a place at the local school.",
    } | terms
    with acting_as(by):
        return submit_offer(recipient=recipient, setting=home, by=by, at=at, **given)


def now(recipient, by) -> ReferralRecipient:
    with acting_as(by):
        return ReferralRecipient.objects.get(pk=recipient.pk)


def test_opening_is_recorded_once(recipient, manager):
    with acting_as(manager):
        mark_read(recipient=recipient, by=manager, at=NOW)
        mark_read(recipient=recipient, by=manager, at=NOW + timedelta(hours=1))
    assert (now(recipient, manager).state, now(recipient, manager).read_at) == (RecipientState.READ, NOW)


def test_offer_adds_its_components_up(recipient, home, manager):
    staffing = OfferedFee(
        kind=FeeKind.ADDITIONAL_STAFFING,
        weekly_rate=Decimal("700.50"),
        starts_on=START + timedelta(days=7),
        ends_on=START + timedelta(days=28),
    )
    made = offer(recipient, home, manager, fees=[CORE, staffing])
    assert (made.weekly_total, made.state, made.submitted_by) == (
        Decimal("5257.50"),
        OfferState.SUBMITTED,
        manager.name,
    )
    with acting_as(manager):
        fees = {fee.kind: fee for fee in made.fees.all()}
    assert fees[FeeKind.CORE].starts_on == START
    assert fees[FeeKind.ADDITIONAL_STAFFING].ends_on == START + timedelta(days=28)
    answered = now(recipient, manager)
    assert (answered.state, answered.answered_at) == (RecipientState.OFFERED, NOW)


def test_late_offer_is_refused_with_the_clock_shown(recipient, home, manager):
    respond_by = recipient.referral.respond_by
    assert offer(recipient, home, manager, at=respond_by)
    other = OpenHomeFactory(provider=recipient.provider)
    with pytest.raises(NotPermitted, match=r"closed on .* at 10:00am\. It is now .* at 10:01am"):
        offer(recipient, other, manager, at=respond_by + timedelta(minutes=1))


def test_late_decline_is_refused(recipient, manager):
    with acting_as(manager), pytest.raises(NotPermitted, match="Answers closed"):
        decline_referral(
            recipient=recipient,
            reason=DeclineReason.MATCH,
            note="",
            by=manager,
            at=recipient.referral.respond_by + timedelta(seconds=1),
        )


def test_several_homes_may_be_offered_but_each_once(recipient, home, manager):
    offer(recipient, home, manager)
    offer(recipient, OpenHomeFactory(provider=recipient.provider), manager)
    with pytest.raises(Conflict, match="already offered Bramble House"):
        offer(recipient, home, manager)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"earliest_start_on": TODAY - timedelta(days=1)}, "earliest_start_on"),
        ({"valid_until": date(2026, 11, 29)}, "valid_until"),
        ({"match_statement": "  "}, "match_statement"),
        ({"fees": []}, "core_rate"),
        ({"fees": [OfferedFee(kind=FeeKind.EDUCATION, weekly_rate=Decimal(900))]}, "core_rate"),
        ({"fees": [OfferedFee(kind=FeeKind.CORE, weekly_rate=Decimal(0))]}, "core_rate"),
        (
            {"fees": [OfferedFee(kind=FeeKind.CORE, weekly_rate=Decimal(1), ends_on=START)]},
            "core_ends_on",
        ),
        (
            {"fees": [OfferedFee(kind=FeeKind.CORE, weekly_rate=Decimal(1), starts_on=TODAY)]},
            "core_starts_on",
        ),
    ],
)
def test_terms_must_hold_together(recipient, home, manager, terms, field):
    with pytest.raises(DomainError) as refused:
        offer(recipient, home, manager, **terms)
    assert refused.value.field == field
    with acting_as(manager):
        assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"age_to": 13}, "aged 8 to 13, and this child is 14"),
        ({"accepts": Accepts.MALE}, "boys only"),
        ({"registration_type": RegistrationType.FOSTERING_AGENCY}, "registered as something else"),
    ],
)
def test_unfit_home_is_refused(recipient, manager, facts, words):
    with pytest.raises(DomainError, match=words):
        offer(recipient, OpenHomeFactory(provider=recipient.provider, **facts), manager)


def test_home_without_active_registration_is_refused(recipient, manager):
    closed = SettingFactory(provider=recipient.provider)
    RegistrationPeriodFactory(setting=closed, status=RegistrationStatus.SUSPENDED)
    with pytest.raises(DomainError, match="active registration"):
        offer(recipient, closed, manager)


def test_suspended_home_is_refused(recipient, home, manager):
    SuspensionFactory(authority=recipient.authority, provider=recipient.provider, setting=home)
    with pytest.raises(DomainError, match="suspended"):
        offer(recipient, home, manager)


def test_anothers_home_is_refused(recipient, manager):
    with pytest.raises(DomainError, match="only a home that you run"):
        offer(recipient, OpenHomeFactory(), manager)


def test_only_homes_that_fit_are_put_forward_those_asked_first(recipient, home, manager):
    asked = OpenHomeFactory(provider=recipient.provider, name="Zinnia House")
    OpenHomeFactory(provider=recipient.provider, age_to=12)
    OpenHomeFactory()
    recipient.settings_asked = [asked.pk]
    with acting_as(manager):
        assert homes_to_offer(manager, recipient, on=TODAY) == [asked, home]


def test_mini_competition_offer_is_sealed_from_the_council_until_the_clock_is_up():
    referral = SentReferralFactory(step=OpenStepFactory(route=Route.DPS))
    recipient = RecipientFactory(referral=referral)
    manager = provider_actor(recipient.provider)
    home = OpenHomeFactory(provider=recipient.provider)
    made = offer(recipient, home, manager)
    assert made.sealed_until == referral.respond_by
    officer = council_actor(Role.COMMISSIONER, authority=referral.authority)
    with acting_as(officer):
        assert not Offer.objects.exists()
        assert not OfferFee.objects.exists()
    with acting_as(manager):
        assert [fee.sealed_until for fee in made.fees.all()] == [referral.respond_by]


def test_other_offers_are_not_sealed(recipient, home, manager):
    assert offer(recipient, home, manager).sealed_until is None
    with acting_as(council_actor(Role.COMMISSIONER, authority=recipient.authority)):
        assert Offer.objects.count() == 1


def test_withdrawn_offer_leaves_the_referral_to_answer(recipient, home, manager):
    made = offer(recipient, home, manager)
    with acting_as(manager):
        withdraw_offer(offer=made, reason="The place was filled.", by=manager, at=NOW)
    assert now(recipient, manager).state == RecipientState.READ
    assert offer(recipient, home, manager).pk != made.pk


def test_withdrawing_one_of_two_leaves_the_other_standing(recipient, home, manager):
    made = offer(recipient, home, manager)
    offer(recipient, OpenHomeFactory(provider=recipient.provider), manager)
    with acting_as(manager):
        withdraw_offer(offer=made, reason="The place was filled.", by=manager, at=NOW)
    assert now(recipient, manager).state == RecipientState.OFFERED


def test_withdrawal_says_why(recipient, home, manager):
    made = offer(recipient, home, manager)
    with acting_as(manager), pytest.raises(DomainError) as refused:
        withdraw_offer(offer=made, reason=" ", by=manager, at=NOW)
    assert refused.value.field == "reason"


def test_chosen_offer_cannot_be_withdrawn(recipient, home, manager):
    made = offer(recipient, home, manager)
    with acting_as(manager):
        Offer.objects.filter(pk=made.pk).update(state=OfferState.PREFERRED)
        with pytest.raises(Conflict):
            withdraw_offer(offer=made, reason="Too late", by=manager, at=NOW)


def test_decline_keeps_its_reason(recipient, manager):
    with acting_as(manager):
        decline_referral(
            recipient=recipient, reason=DeclineReason.STAFFING, note=" Two vacancies. ", by=manager, at=NOW
        )
    declined = now(recipient, manager)
    assert (declined.state, declined.decline_reason, declined.decline_note) == (
        RecipientState.DECLINED,
        DeclineReason.STAFFING,
        "Two vacancies.",
    )


def test_declined_referral_takes_no_offer(recipient, home, manager):
    with acting_as(manager):
        decline_referral(recipient=recipient, reason=DeclineReason.MATCH, note="", by=manager, at=NOW)
    with pytest.raises(Conflict):
        offer(recipient, home, manager)


def test_referral_with_an_offer_is_not_declined(recipient, home, manager):
    offer(recipient, home, manager)
    with acting_as(manager), pytest.raises(Conflict):
        decline_referral(recipient=recipient, reason=DeclineReason.MATCH, note="", by=manager, at=NOW)


def test_closed_referral_takes_no_answer_and_is_gone(recipient, home, manager):
    officer = council_actor(Role.COMMISSIONER, authority=recipient.authority)
    with acting_as(officer):
        close_referral(referral=recipient.referral, reason="A home was agreed.", by=officer, at=NOW)
    with pytest.raises(NotPermitted, match="closed this referral"):
        offer(recipient, home, manager)
    with acting_as(manager), pytest.raises(NotFound):
        access_recipient(manager, recipient.referral.reference)


def test_offer_stays_readable_after_its_referral_has_closed(recipient, home, manager):
    made = offer(recipient, home, manager)
    officer = council_actor(Role.COMMISSIONER, authority=recipient.authority)
    with acting_as(officer):
        close_referral(referral=recipient.referral, reason="A home was agreed.", by=officer, at=NOW)
    with acting_as(manager):
        assert access_offer(manager, made.reference).state == OfferState.NOT_SELECTED


def test_provider_finds_nothing_of_anothers(recipient, home, manager):
    made = offer(recipient, home, manager)
    stranger = provider_actor()
    with acting_as(stranger):
        assert not offers_of(stranger).exists()
        for door, reference in (
            (access_recipient, recipient.referral.reference),
            (access_offer, made.reference),
        ):
            with pytest.raises(NotFound):
                door(stranger, reference)


def test_rival_on_the_same_referral_sees_neither_who_nor_how_many_nor_prices(recipient, home, manager):
    offer(recipient, home, manager)
    rival_copy = RecipientFactory(referral=recipient.referral)
    rival = provider_actor(rival_copy.provider)
    with acting_as(rival):
        assert access_recipient(rival, recipient.referral.reference) == rival_copy
        assert list(ReferralRecipient.objects.all()) == [rival_copy]
        assert not Offer.objects.exists()
        assert not OfferFee.objects.exists()


def test_wall_refuses_an_offer_in_anothers_name(recipient, home, manager):
    made = offer(recipient, home, manager)
    stranger = provider_actor()
    with acting_as(stranger), pytest.raises(ProgrammingError), transaction.atomic():
        Offer.objects.create(
            authority_id=made.authority_id,
            provider_id=made.provider_id,
            reference="OFF-FORGED",
            recipient_id=made.recipient_id,
            setting_id=made.setting_id,
            state_at=NOW,
            earliest_start_on=START,
            valid_until=UNTIL,
            match_statement="Mine",
            weekly_total=Decimal(1),
            submitted_at=NOW,
            submitted_by="Nobody",
        )


def test_council_cannot_answer_for_a_provider(recipient, home):
    officer = council_actor(Role.COMMISSIONER, authority=recipient.authority)
    with acting_as(officer), pytest.raises(NotPermitted):
        mark_read(recipient=recipient, by=officer, at=NOW)
    assert recipient.referral.state == ReferralState.SENT
