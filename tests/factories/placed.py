"""Agreements signed by both sides and the placements under them."""

from datetime import date
from decimal import Decimal

import factory

from authorities.choices import ServiceCategory
from contracts.choices import FeeKind, PurchaseBasis, Route
from placements import models
from placements.choices import AgreementState, PlacementState, PlacementType
from tests.factories.authorities import AuthorityFactory
from tests.factories.placements import NOW, ChildFactory
from tests.factories.providers import OpenHomeFactory
from tests.factories.walled import WalledFactory


class ActiveAgreementFactory(WalledFactory):
    """A framework call-off for one child in a children's home; give it fees with ``AgreementFeeFactory``."""

    class Meta:
        model = models.PlacementAgreement

    authority = factory.SubFactory(AuthorityFactory)
    setting = factory.SubFactory(OpenHomeFactory)
    provider = factory.SelfAttribute("setting.provider")
    reference = factory.Sequence(lambda n: f"IPA-{n:06d}")
    child = factory.SubFactory(ChildFactory, authority=factory.SelfAttribute("..authority"))
    state = AgreementState.ACTIVE
    state_at = NOW
    placement_type = PlacementType.RESIDENTIAL
    route = Route.FRAMEWORK_TIER_1
    purchase_basis = PurchaseBasis.CALL_OFF
    is_on_contract = True
    starts_on = date(2026, 1, 15)
    planned_end_on = date(2027, 1, 15)
    notice_days = 28


class AgreementFeeFactory(WalledFactory):
    """The core fee from the agreement's start, open-ended."""

    class Meta:
        model = models.AgreementFee

    agreement = factory.SubFactory(ActiveAgreementFactory)
    authority = factory.SelfAttribute("agreement.authority")
    provider = factory.SelfAttribute("agreement.provider")
    kind = FeeKind.CORE
    weekly_rate = Decimal("4557.00")
    starts_on = factory.SelfAttribute("agreement.starts_on")


class ActivePlacementFactory(WalledFactory):
    """A placement under its agreement, not ended."""

    class Meta:
        model = models.Placement

    agreement = factory.SubFactory(ActiveAgreementFactory)
    authority = factory.SelfAttribute("agreement.authority")
    provider = factory.SelfAttribute("agreement.provider")
    reference = factory.Sequence(lambda n: f"PLA-{n:06d}")
    child = factory.SelfAttribute("agreement.child")
    setting = factory.SelfAttribute("agreement.setting")
    state = PlacementState.ACTIVE
    state_at = NOW
    placement_type = factory.SelfAttribute("agreement.placement_type")
    category = ServiceCategory.RESIDENTIAL
    route = factory.SelfAttribute("agreement.route")
    purchase_basis = factory.SelfAttribute("agreement.purchase_basis")
    is_on_contract = True
    starts_on = factory.SelfAttribute("agreement.starts_on")
    recorded_at = NOW
