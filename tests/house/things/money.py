"""What a tenancy owes and pays."""

from decimal import Decimal
from typing import Any

from authorities.choices import ServiceCategory
from authorities.models import Authority
from contracts.choices import ChargeKind, FeeKind, Route
from contracts.models import Charge
from contracts.money_choices import InvoiceState, StatementState
from providers.models import Provider
from tests.factories.money import (
    InvoiceFactory,
    OneOffFactory,
    PaymentLineFactory,
    StatementFactory,
    StatementLineFactory,
)
from tests.factories.placements import NOW, TODAY


def billed(authority: Authority, provider: Provider, placement: str) -> dict[str, str]:
    """A statement to answer, an invoice to decide on, a payment file to answer and a one-off."""
    own: dict[str, Any] = {"authority": authority, "provider": provider}
    bill = StatementFactory.create(**own)
    StatementLineFactory.create(statement=bill)
    agreed = [StatementFactory.create(**own, state=StatementState.AGREED) for _ in range(2)]
    paid = InvoiceFactory.create(statement=agreed[1], state=InvoiceState.BATCHED)
    return {
        "bill": bill.reference,
        "invoice": InvoiceFactory.create(statement=agreed[0]).reference,
        "payment": PaymentLineFactory.create(invoice=paid).batch.reference,
        "oneoff": OneOffFactory.create(**own, source_reference=placement).reference,
    }


def charge(authority: Authority, provider: Provider, source: str) -> None:
    Charge.objects.create(
        authority=authority,
        kind=ChargeKind.PLACEMENT,
        source_reference=source,
        component_key="core",
        fee_kind=FeeKind.CORE,
        night=TODAY,
        amount=Decimal("651.00"),
        category=ServiceCategory.RESIDENTIAL,
        route=Route.FRAMEWORK_TIER_1,
        provider=provider,
        posted_at=NOW,
    )
