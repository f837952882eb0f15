"""From request to offers: messages, questions, areas, brothers and sisters, holds, judgements, waves."""

from datetime import date, timedelta

import factory

from core.actor import Actor
from placements import models
from placements.choices import ClaimState, EscalatedTo, RequestState, Verdict
from tests.factories.authorities import AuthorityFactory, StaffMemberFactory
from tests.factories.placements import (
    NOW,
    TODAY,
    ChildFactory,
    RecipientFactory,
    SentReferralFactory,
    SourcingRequestFactory,
    WaitingStepFactory,
)
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import WalledFactory, council_keeper


def _person_of(path: str = "..authority"):
    return factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute(path))


class QuestionFactory(WalledFactory):
    """What a provider asked about its referral."""

    class Meta:
        model = models.ReferralMessage

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])

    recipient = factory.SubFactory(RecipientFactory)
    authority = factory.SelfAttribute("recipient.authority")
    provider = factory.SelfAttribute("recipient.provider")
    from_provider = True
    is_question = True
    body = "Is there a pet to bring along?"
    sent_at = NOW
    sent_by = "Pat Provider"


class AttachmentFactory(WalledFactory):
    class Meta:
        model = models.MessageAttachment

    message = factory.SubFactory(QuestionFactory)
    recipient = factory.SelfAttribute("message.recipient")
    authority = factory.SelfAttribute("message.authority")
    provider = factory.SelfAttribute("message.provider")
    reference = factory.Sequence(lambda n: f"ATT-{n:06d}")
    filename = "plan.pdf"
    content_type = "application/pdf"
    content = b"%PDF-1.7 plan"
    sha256 = "0" * 64


class SharedAnswerFactory(WalledFactory):
    class Meta:
        model = models.SharedAnswer

    message = factory.SubFactory(QuestionFactory)
    referral = factory.SelfAttribute("message.recipient.referral")
    authority = factory.SelfAttribute("message.authority")
    question = "Is there a pet?"
    answer = "No."
    answered_at = NOW
    answered_by = _person_of()


class AvoidedAreaFactory(WalledFactory):
    """Three miles around where the home factories stand."""

    class Meta:
        model = models.AvoidedArea

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    place = "Matlock"
    easting = 430_000
    northing = 360_000
    miles = 3
    reason = "People who have harmed the child live there."
    recorded_at = NOW


class RequestSiblingFactory(WalledFactory):
    class Meta:
        model = models.RequestSibling

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    child = factory.SubFactory(ChildFactory, authority=factory.SelfAttribute("..authority"))
    age = 11


class DolOrderFactory(WalledFactory):
    class Meta:
        model = models.DolOrder

    child = factory.SubFactory(ChildFactory)
    authority = factory.SelfAttribute("child.authority")
    starts_on = TODAY
    ends_on = date(2027, 2, 20)
    restrictions = "Doors may be locked at night."
    recorded_by = _person_of()
    recorded_at = NOW


class WaitingClaimFactory(WalledFactory):
    """A council in line for a place."""

    class Meta:
        model = models.VacancyClaim

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])

    authority = factory.SelfAttribute("setting.authority")
    setting = factory.SubFactory(OpenHomeFactory)
    reference = factory.Sequence(lambda n: f"HLD-{n:06d}")
    urgency = "planned"
    joined_at = NOW


class HeldClaimFactory(WaitingClaimFactory):
    """The first place, for a day from now."""

    state = ClaimState.HELD
    place = 1
    held_from = NOW
    held_until = NOW + timedelta(days=1)


class ReservationFactory(WalledFactory):
    class Meta:
        model = models.Reservation

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    claim = factory.SubFactory(HeldClaimFactory, authority=factory.SelfAttribute("..authority"))
    made_by = _person_of()


class JudgementFactory(WalledFactory):
    class Meta:
        model = models.MatchJudgement

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    setting = factory.SubFactory(OpenHomeFactory)
    verdict = Verdict.AGAINST
    reasons = "The youngest child there is frightened by shouting."
    judged_by = _person_of()
    judged_at = NOW


class PlannedWaveFactory(WalledFactory):
    """The step after a sent referral's, in two days."""

    class Meta:
        model = models.PlannedWave

    referral = factory.SubFactory(SentReferralFactory)
    authority = factory.SelfAttribute("referral.authority")
    step = factory.SubFactory(
        WaitingStepFactory, request=factory.SelfAttribute("..referral.request"), position=2, route="spot"
    )
    fires_at = NOW + timedelta(days=2)
    within_miles = 20
    planned_by = _person_of()


class ChaseFactory(WalledFactory):
    class Meta:
        model = models.Chase

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    chased_on = TODAY
    chased_at = NOW
    chased_by = _person_of()
    whom = "Two providers"


class SearchRecordFactory(WalledFactory):
    class Meta:
        model = models.SearchRecord

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    ended_at = NOW
    ended_as = RequestState.WITHDRAWN
    wanted_type = "residential"
    wanted_miles = 20
    asked = 3
    unread = 1
    no_reply = 0
    offers = 0
    declines = factory.LazyFunction(lambda: {"no_vacancy": 2})
    not_fit = factory.LazyFunction(lambda: {"age": 4})


class EscalationOfSearchFactory(WalledFactory):
    """Taken to the head of service, who has not decided."""

    class Meta:
        model = models.Escalation

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    to = EscalatedTo.HEAD_OF_SERVICE
    reason = "Every route has been tried."
    raised_by = _person_of()
    raised_at = NOW


class DetailedProfileFactory(WalledFactory):
    class Meta:
        model = models.DetailedProfile

    request = factory.SubFactory(SourcingRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    needs = "Needs two adults at bedtime."
    incidents = "Most often on Sunday evenings."
    written_by = _person_of()
    written_at = NOW


class DetailReleaseFactory(WalledFactory):
    """Shortlisted, terms not accepted."""

    class Meta:
        model = models.DetailRelease

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])

    recipient = factory.SubFactory(RecipientFactory, state="read")
    authority = factory.SelfAttribute("recipient.authority")
    provider = factory.SelfAttribute("recipient.provider")
    profile = factory.SubFactory(
        DetailedProfileFactory, request=factory.SelfAttribute("..recipient.referral.request")
    )
    reference = factory.SelfAttribute("recipient.referral.reference")
    released_at = NOW
    released_by = _person_of()


class TermsAcceptanceFactory(WalledFactory):
    """By one of the provider's people."""

    class Meta:
        model = models.TermsAcceptance

    @classmethod
    def keeper(cls, fields):
        return Actor.provider(fields["provider"].pk)

    release = factory.SubFactory(DetailReleaseFactory)
    authority = factory.SelfAttribute("release.authority")
    provider = factory.SelfAttribute("release.provider")
    edition = "2026-11"
    accepted_at = NOW
    accepted_by = "Pat Provider"


class SharedPriceFactory(WalledFactory):
    """Seven planned placements of one child, as partners read of them."""

    class Meta:
        model = models.SharedPrice
        django_get_or_create = ("authority", "category", "is_planned", "with_siblings")

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])

    authority = factory.SubFactory(AuthorityFactory)
    category = "residential"
    is_planned = True
    with_siblings = False
    placements = 7
    lower = 4100
    middle = 4500
    upper = 5200
    fewer_than = 5
    counted_on = TODAY
