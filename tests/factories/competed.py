"""Mini-competitions brought to where a test starts."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from authorities.choices import Role
from contracts.choices import FeeKind, Route
from core.actor import Actor
from placements.choices import RecipientState, RequestState
from placements.models import Offer, PlacementRequest
from tests.factories.authorities import DelegationRuleFactory, council_actor
from tests.factories.offers import OfferFactory, put_in
from tests.factories.placements import (
    NOW,
    ChildIdentityFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
)
from tests.factories.providers import OpenHomeFactory

OPENED = NOW + timedelta(days=11)


@dataclass
class Competition:
    """Two offers whose seal is over, compared: £4,557 at 8 miles and £4,101.30 at 24."""

    request: PlacementRequest
    dear: Offer
    cheap: Offer
    first: Actor
    second: Actor
    manager: Actor


def competition() -> Competition:
    step = OpenStepFactory(route=Route.DPS)
    ChildIdentityFactory(child=step.request.child)
    # The database opens a seal by its own clock.
    referral = SentReferralFactory(step=step, respond_by=timezone.now() - timedelta(minutes=1))
    authority = step.request.authority
    offers = []
    for miles, weekly in ((8, "4557.00"), (24, "4101.30")):
        recipient = RecipientFactory(referral=referral, state=RecipientState.OFFERED)
        home = OpenHomeFactory(
            provider=recipient.provider,
            authority=authority,
            easting=step.request.easting,
            northing=step.request.northing + round(miles * 1609.3),
        )
        offers.append(
            OfferFactory(
                recipient=recipient,
                setting=home,
                weekly_total=Decimal(weekly),
                fees={FeeKind.CORE: Decimal(weekly)},
                sealed_until=referral.respond_by,
            )
        )
    for role, limit in ((Role.SERVICE_MANAGER, 1500), (Role.HEAD_OF_SERVICE, 5000), (Role.DCS, None)):
        DelegationRuleFactory(authority=authority, role=role, weekly_limit=limit)
    officers = [council_actor(Role.COMMISSIONER, authority=authority) for _ in range(2)]
    return Competition(
        put_in(step.request, RequestState.EVALUATING),
        *offers,
        *officers,
        council_actor(Role.SERVICE_MANAGER, authority=authority),
    )
