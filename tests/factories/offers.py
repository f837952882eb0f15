"""Offers on a referral, marked, chosen and approved."""

from datetime import date
from decimal import Decimal

import factory

from contracts.choices import CriterionKind, FeeKind
from core.actor import acting_as
from placements import models
from placements.choices import OfferState, RecipientState, RequestState
from tests.factories.authorities import StaffMemberFactory
from tests.factories.placements import NOW, RecipientFactory
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import WalledFactory, council_keeper


class OfferFactory(WalledFactory):
    """A core fee of £4,557 a week from the day the home is free; offered by its recipient."""

    class Meta:
        model = models.Offer
        skip_postgeneration_save = True

    authority = factory.SelfAttribute("recipient.authority")
    provider = factory.SelfAttribute("recipient.provider")
    reference = factory.Sequence(lambda n: f"OFR-{n:06d}")
    recipient = factory.SubFactory(RecipientFactory, state=RecipientState.OFFERED, answered_at=NOW)
    setting = factory.SubFactory(
        OpenHomeFactory,
        provider=factory.SelfAttribute("..provider"),
        authority=factory.SelfAttribute("..authority"),
    )
    state = OfferState.SUBMITTED
    state_at = NOW
    earliest_start_on = date(2026, 12, 7)
    valid_until = date(2026, 12, 31)
    match_statement = "Two children of a similar age live here and get on with newcomers."
    weekly_total = Decimal("4557.00")
    submitted_at = NOW
    submitted_by = "Manager"

    @factory.post_generation
    def fees(self, create, extracted, **kwargs):
        """Components as {kind: £ a week}; the core fee alone unless given."""
        for kind, rate in (extracted or {FeeKind.CORE: self.weekly_total}).items():
            OfferFeeFactory(offer=self, kind=kind, weekly_rate=rate)


class OfferFeeFactory(WalledFactory):
    class Meta:
        model = models.OfferFee

    authority = factory.SelfAttribute("offer.authority")
    provider = factory.SelfAttribute("offer.provider")
    offer = factory.SubFactory(OfferFactory)
    kind = FeeKind.CORE
    weekly_rate = Decimal("4557.00")
    starts_on = factory.SelfAttribute("offer.earliest_start_on")
    sealed_until = factory.SelfAttribute("offer.sealed_until")


class OfferScoreFactory(WalledFactory):
    class Meta:
        model = models.OfferScore

    authority = factory.SelfAttribute("offer.authority")
    offer = factory.SubFactory(OfferFactory)
    criterion = CriterionKind.QUALITY
    mark = Decimal("4.00")
    points = Decimal("48.00")
    scored_by = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    scored_at = NOW


def marked(offer: models.Offer, quality: str = "4", social_value: str = "3") -> models.Offer:
    """The offer with both marks given."""
    for kind, mark, weight in (
        (CriterionKind.QUALITY, quality, 60),
        (CriterionKind.SOCIAL_VALUE, social_value, 5),
    ):
        OfferScoreFactory(offer=offer, criterion=kind, mark=Decimal(mark), points=Decimal(mark) / 5 * weight)
    return offer


def put_in(request: models.PlacementRequest, state: RequestState) -> models.PlacementRequest:
    """The request moved to ``state`` behind the gate's back."""
    with acting_as(council_keeper(request.authority)):
        request.state = state
        request.save(update_fields=["state"])
    return request
