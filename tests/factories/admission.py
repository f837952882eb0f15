"""Rounds, what applicants are asked, applications, and how members do."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory

from authorities.choices import Role
from contracts import models
from contracts.tool_choices import ApplicationState, CheckKind, Comparator, Measure, Trigger
from core.actor import Actor
from tests.factories.authorities import AuthorityFactory
from tests.factories.contracts import (
    TERM_START,
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    _OfToolFactory,
)
from tests.factories.providers import OpenHomeFactory, ProviderFactory
from tests.factories.walled import WalledFactory, council_keeper

OPENED = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, tzinfo=UTC)
BEFORE = OPENED - timedelta(days=30)


class AdmissionRoundFactory(_OfToolFactory):
    """Open all November 2026."""

    class Meta:
        model = models.AdmissionRound

    reference = factory.Sequence(lambda n: f"RND-{n:06d}")
    tool = factory.SubFactory(CommercialToolFactory)
    number = 1
    opens_at = OPENED
    closes_at = CLOSES


class QuestionFactory(_OfToolFactory):
    class Meta:
        model = models.AdmissionQuestion

    tool = factory.SubFactory(CommercialToolFactory)
    position = 1
    text = "How do you keep children safe?"
    weight = Decimal(100)
    since = BEFORE


class ItemFactory(_OfToolFactory):
    class Meta:
        model = models.DiligenceItem

    tool = factory.SubFactory(CommercialToolFactory)
    position = 1
    kind = CheckKind.FINANCE
    text = "Two years of accounts"
    needs_document = True
    since = BEFORE


class MaximumPriceFactory(_OfToolFactory):
    class Meta:
        model = models.MaximumPrice

    tool = factory.SelfAttribute("lot.tool")
    lot = factory.SubFactory(LotFactory)
    band = "Standard"
    weekly_rate = Decimal("4800.00")
    starts_on = TERM_START


class DraftApplicationFactory(WalledFactory):
    """Begun by the provider, with nothing in it."""

    class Meta:
        model = models.Application

    round = factory.SubFactory(AdmissionRoundFactory)
    tool = factory.SelfAttribute("round.tool")
    authority = factory.SelfAttribute("tool.lead_authority")
    provider = factory.SubFactory(ProviderFactory)
    lot = factory.SubFactory(LotFactory, tool=factory.SelfAttribute("..tool"))
    state = ApplicationState.DRAFT
    state_at = OPENED
    started_at = OPENED

    @classmethod
    def keeper(cls, fields):
        return Actor.provider(fields["provider"].pk)


class SubmittedApplicationFactory(DraftApplicationFactory):
    state = ApplicationState.SUBMITTED
    submitted_at = OPENED
    submitted_by = "Manager"


class HomeAdditionFactory(WalledFactory):
    class Meta:
        model = models.HomeAddition

    membership = factory.SubFactory(MembershipFactory)
    tool = factory.SelfAttribute("membership.tool")
    authority = factory.SelfAttribute("tool.lead_authority")
    provider = factory.SelfAttribute("membership.provider")
    setting = factory.SubFactory(OpenHomeFactory, provider=factory.SelfAttribute("..provider"))
    state_at = OPENED
    asked_at = OPENED
    asked_by = "Manager"

    @classmethod
    def keeper(cls, fields):
        return Actor.provider(fields["provider"].pk)


class KpiFactory(_OfToolFactory):
    """Nine homes in ten good or better."""

    class Meta:
        model = models.Kpi

    tool = factory.SubFactory(CommercialToolFactory)
    name = "Homes are good or better"
    measure = Measure.GOOD_OR_BETTER
    comparator = Comparator.AT_LEAST
    target = Decimal(90)
    starts_on = TERM_START


class KpiResultFactory(WalledFactory):
    """Seven homes in ten: missed, from July to September 2026."""

    class Meta:
        model = models.KpiResult

    authority = factory.SubFactory(AuthorityFactory)
    kpi = factory.SubFactory(KpiFactory, tool__lead_authority=factory.SelfAttribute("...authority"))
    quarter = date(2026, 7, 1)
    value = Decimal(70)
    counted = 7
    out_of = 10
    target = factory.SelfAttribute("kpi.target")
    is_met = False
    recorded_by = "Commissioner"
    recorded_at = OPENED


class SharedResultFactory(WalledFactory):
    """Told whole, as homes are not children."""

    class Meta:
        model = models.SharedResult

    authority = factory.SubFactory(AuthorityFactory)
    kpi = factory.SubFactory(KpiFactory, tool__lead_authority=factory.SelfAttribute("...authority"))
    quarter = date(2026, 7, 1)
    is_told = True
    value = Decimal(70)
    counted = 7
    out_of = 10
    is_met = False
    fewer_than = 5
    recorded_at = OPENED

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])


class ProtocolStepFactory(_OfToolFactory):
    class Meta:
        model = models.ProtocolStep

    tool = factory.SubFactory(CommercialToolFactory)
    trigger = Trigger.KPI_MISSED
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    text = "Meet the provider"
    role = Role.COMMISSIONER
    working_days = 5


class ProtocolTaskFactory(WalledFactory):
    class Meta:
        model = models.ProtocolTask

    authority = factory.SubFactory(AuthorityFactory)
    step = factory.SubFactory(ProtocolStepFactory, tool__lead_authority=factory.SelfAttribute("...authority"))
    state_at = OPENED
    opened_at = OPENED
    due_on = date(2026, 11, 27)

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])
