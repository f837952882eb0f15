"""Ceilings and what draws on them, uplift windows and asks."""

from datetime import date
from decimal import Decimal

import factory

from contracts import models
from contracts.keeping_choices import ContractDateKind, DrawKind
from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.models import Document
from tests.factories.authorities import AuthorityFactory
from tests.factories.contracts import BlockContractFactory, CommercialToolFactory
from tests.factories.placements import NOW
from tests.factories.providers import ProviderFactory
from tests.factories.walled import WalledFactory, council_keeper


class CeilingFactory(WalledFactory):
    """£1m for residential care, unless told otherwise."""

    class Meta:
        model = models.ApprovedCeiling

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"CEI-{n:06d}")
    scope = "Residential care"
    category = "residential"
    amount = Decimal("1000000.00")
    decision_reference = "C12/2026"
    starts_on = date(2024, 4, 1)


class DrawFactory(WalledFactory):
    class Meta:
        model = models.CeilingDraw

    ceiling = factory.SubFactory(CeilingFactory)
    authority = factory.SelfAttribute("ceiling.authority")
    kind = DrawKind.AWARD
    key = "award"
    amount = Decimal("100000.00")
    source_reference = factory.Sequence(lambda n: f"PLC-{n:06d}")
    drawn_at = NOW
    drawn_by = "Person"


class EscalationFactory(WalledFactory):
    """Waits for the director; raised by a process."""

    class Meta:
        model = models.CeilingEscalation

    ceiling = factory.SubFactory(CeilingFactory)
    authority = factory.SelfAttribute("ceiling.authority")
    reference = factory.Sequence(lambda n: f"ESC-{n:06d}")
    source_reference = factory.Sequence(lambda n: f"PLC-{n:06d}")
    key = "award"
    what = "Placement PLC-1"
    amount = Decimal("100000.00")
    over = Decimal("1000.00")
    raised_at = NOW
    state_at = NOW


class WindowFactory(WalledFactory):
    """Open in November 2026 for prices from April 2027: the lower of 1.5% and a CPI of 2.6%."""

    class Meta:
        model = models.UpliftWindow

    reference = factory.Sequence(lambda n: f"UPW-{n:06d}")
    tool = factory.SubFactory(CommercialToolFactory)
    lead_authority = factory.SelfAttribute("tool.lead_authority")
    opens_on = date(2026, 11, 1)
    closes_on = date(2026, 12, 31)
    decide_by = date(2027, 2, 28)
    effective_on = date(2027, 4, 1)
    cap_percent = Decimal("1.50")
    cpi_percent = Decimal("2.60")

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["lead_authority"])


class UpliftFactory(WalledFactory):
    class Meta:
        model = models.UpliftRequest

    window = factory.SubFactory(WindowFactory)
    provider = factory.SubFactory(ProviderFactory)
    reference = factory.Sequence(lambda n: f"UPL-{n:06d}")
    percent_asked = Decimal("1.50")
    reasons = "Pay rose by 4% in April."
    submitted_at = NOW
    submitted_by = "Person"


# The window after the one that ``WindowFactory`` opens, itself open in November 2026.
NEXT_YEAR = {
    "closes_on": date(2028, 1, 31),
    "decide_by": date(2028, 2, 28),
    "effective_on": date(2028, 4, 1),
}


def evidence_of(uplift: models.UpliftRequest) -> models.UpliftEvidence:
    """A document behind an ask."""
    with acting_as(Actor.provider(uplift.provider_id)):
        document = store_document(
            title="Evidence",
            filename="accounts.pdf",
            content_type="application/pdf",
            content=b"%PDF-1.7 accounts",
            classification=Document.Classification.OFFICIAL,
            authority_id=None,
            provider_id=uplift.provider_id,
            at=NOW,
        )
        return models.UpliftEvidence.objects.create(
            request=uplift, provider=uplift.provider, document=document, added_at=NOW
        )


class ContractDateFactory(WalledFactory):
    """Insurance to renew, of a block contract."""

    class Meta:
        model = models.ContractDate

    block = factory.SubFactory(BlockContractFactory)
    authority = factory.SelfAttribute("block.lead_authority")
    kind = ContractDateKind.INSURANCE
    on = date(2027, 3, 31)
    recorded_at = NOW
    recorded_by = "Person"


class ContractAlarmFactory(WalledFactory):
    class Meta:
        model = models.ContractAlarm

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"ALM-{n:06d}")
    contract_reference = factory.Sequence(lambda n: f"BLK-A{n:05d}")
    contract = "Block"
    kind = ContractDateKind.OPTION
    due_on = date(2027, 1, 6)
    words = "Last day to decide option 1, which adds 24 months"
    raised_at = NOW
