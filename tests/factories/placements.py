"""Children, requests in each state, their sourcing steps and referrals."""

from datetime import UTC, date, datetime

import factory

from contracts.choices import Route
from placements import models
from placements.choices import (
    DeclineReason,
    LegalStatus,
    PlacementType,
    RecipientState,
    ReferralState,
    RequestState,
    StepState,
    Urgency,
)
from providers.choices import Need, Sex
from tests.factories.authorities import AuthorityFactory, StaffMemberFactory
from tests.factories.providers import ProviderFactory
from tests.factories.walled import WalledFactory

# The moment and day every placements test stands on unless it says otherwise.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
WEIGHTS = {"quality": "60.00", "cost": "25.00", "location": "10.00", "social_value": "5.00"}


class ChildFactory(WalledFactory):
    """A girl of 14 by reference, with no identity recorded."""

    class Meta:
        model = models.Child

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"CHD-{n:06d}")
    sex = Sex.FEMALE
    birth_month = date(2012, 5, 1)


class ChildIdentityFactory(WalledFactory):
    class Meta:
        model = models.ChildIdentity

    authority = factory.SelfAttribute("child.authority")
    child = factory.SubFactory(ChildFactory)
    full_name = "Zofia Testchild"
    date_of_birth = date(2012, 5, 14)
    home_postcode = "DE4 3AB"
    case_number = "4471902"
    school = "Highfields"


class DraftRequestFactory(WalledFactory):
    """Everything needed to submit is filled in. Home is the grid reference of the home factories too."""

    class Meta:
        model = models.PlacementRequest

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"REQ-{n:06d}")
    child = factory.SubFactory(ChildFactory, authority=factory.SelfAttribute("..authority"))
    state = RequestState.DRAFT
    state_at = NOW
    raised_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    raised_at = NOW
    age = 14
    placement_type = PlacementType.RESIDENTIAL
    urgency = Urgency.PLANNED
    needed_on = date(2026, 12, 14)
    legal_status = LegalStatus.C2
    needs = factory.LazyFunction(lambda: [Need.EMOTIONAL, Need.EDUCATION])
    needs_summary = "Needs a small, calm home with adults who stay."
    child_views = "I want to stay near my friends."
    home_area = "Matlock"
    easting = 430_000
    northing = 360_000


class SubmittedRequestFactory(DraftRequestFactory):
    state = RequestState.SUBMITTED


class NeedAgreedRequestFactory(DraftRequestFactory):
    state = RequestState.NEED_AGREED


class SourcingRequestFactory(DraftRequestFactory):
    """In sourcing, without steps: make those with ``OpenStepFactory``."""

    state = RequestState.SOURCING


class WaitingStepFactory(WalledFactory):
    class Meta:
        model = models.SourcingStep

    authority = factory.SelfAttribute("request.authority")
    request = factory.SubFactory(SourcingRequestFactory)
    position = 1
    route = Route.FRAMEWORK_TIER_1


class OpenStepFactory(WaitingStepFactory):
    state = StepState.OPEN
    opened_at = NOW


class DraftReferralFactory(WalledFactory):
    class Meta:
        model = models.Referral

    authority = factory.SelfAttribute("step.authority")
    reference = factory.Sequence(lambda n: f"REF-{n:06d}")
    request = factory.SelfAttribute("step.request")
    step = factory.SubFactory(OpenStepFactory)
    state = ReferralState.DRAFT
    state_at = NOW
    age = 14
    sex = Sex.FEMALE
    placement_type = factory.SelfAttribute("request.placement_type")
    urgency = factory.SelfAttribute("request.urgency")
    home_area = "Matlock"
    needed_on = factory.SelfAttribute("request.needed_on")
    broad_legal_status = "Care order"
    needs = factory.LazyFunction(lambda: [Need.EMOTIONAL, Need.EDUCATION])
    radius_miles = 20
    summary = "Enjoys football and drawing."
    weights = factory.LazyFunction(WEIGHTS.copy)
    seals_offers = factory.LazyAttribute(lambda referral: referral.step.route == Route.DPS)
    drafted_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))


class SentReferralFactory(DraftReferralFactory):
    """Sent to nobody yet: make recipients with ``RecipientFactory``."""

    state = ReferralState.SENT
    cleared_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    sent_at = NOW
    respond_by = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


class RecipientFactory(WalledFactory):
    """A provider that has not read it."""

    class Meta:
        model = models.ReferralRecipient

    authority = factory.SelfAttribute("referral.authority")
    provider = factory.SubFactory(ProviderFactory)
    referral = factory.SubFactory(SentReferralFactory)
    state = RecipientState.SENT
    state_at = NOW


class DeclinedRecipientFactory(RecipientFactory):
    state = RecipientState.DECLINED
    decline_reason = DeclineReason.NO_VACANCY
    answered_at = NOW
