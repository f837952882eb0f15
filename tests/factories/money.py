"""Statements, invoices, payment files and one-offs, each written by the council they are of."""

from datetime import date
from decimal import Decimal
from itertools import count

import factory

from authorities.choices import ServiceCategory
from contracts import models
from contracts.choices import ChargeKind, FeeKind, Route
from contracts.money_choices import InvoiceState, LineAnswer, StatementState
from core.periods import add_months
from tests.factories.authorities import AuthorityFactory
from tests.factories.placements import NOW
from tests.factories.providers import ProviderFactory
from tests.factories.walled import WalledFactory

_months = (add_months(date(1960, 1, 1), n) for n in count())


class StatementFactory(WalledFactory):
    """With its provider, of a month of its own, and not answered yet."""

    class Meta:
        model = models.ProviderStatement

    authority = factory.SubFactory(AuthorityFactory)
    provider = factory.SubFactory(ProviderFactory)
    reference = factory.Sequence(lambda n: f"STA-{n:06d}")
    month = factory.LazyFunction(lambda: next(_months))
    state = StatementState.PUBLISHED
    state_at = NOW
    total = Decimal("4557.00")
    tolerance = Decimal("1.00")
    published_at = NOW


class StatementLineFactory(WalledFactory):
    class Meta:
        model = models.StatementLine

    statement = factory.SubFactory(StatementFactory)
    authority = factory.SelfAttribute("statement.authority")
    provider = factory.SelfAttribute("statement.provider")
    position = 1
    source_reference = "PLC-000001"
    component_key = "fee-1"
    kind = ChargeKind.PLACEMENT
    fee_kind = FeeKind.CORE
    first_night = factory.SelfAttribute("statement.month")
    last_night = factory.SelfAttribute("statement.month")
    units = 7
    amount = Decimal("4557.00")
    answer = LineAnswer.WAITING


class InvoiceFactory(WalledFactory):
    """Held, of an agreed statement."""

    class Meta:
        model = models.Invoice

    statement = factory.SubFactory(StatementFactory, state=StatementState.AGREED)
    authority = factory.SelfAttribute("statement.authority")
    provider = factory.SelfAttribute("statement.provider")
    reference = factory.Sequence(lambda n: f"INV-{n:06d}")
    number = factory.Sequence(lambda n: f"A{n}")
    issued_on = date(2026, 11, 2)
    amount = Decimal("4557.00")
    difference = Decimal("0.00")
    state = InvoiceState.HELD
    state_at = NOW
    received_at = NOW


class PaymentLineFactory(WalledFactory):
    """The only line of a file the finance system has not answered."""

    class Meta:
        model = models.PaymentLine

    invoice = factory.SubFactory(InvoiceFactory, state=InvoiceState.BATCHED)
    authority = factory.SelfAttribute("invoice.authority")
    batch = factory.SubFactory(
        "tests.factories.money.PaymentBatchFactory", authority=factory.SelfAttribute("..authority")
    )
    position = 1
    creditor_number = "C1"
    amount = factory.SelfAttribute("invoice.amount")


class PaymentBatchFactory(WalledFactory):
    class Meta:
        model = models.PaymentBatch

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"PAY-{n:06d}")
    layout = "lines"
    made_on = date(2026, 11, 3)
    made_by = "Fay Finance"
    state_at = NOW


class OneOffFactory(WalledFactory):
    class Meta:
        model = models.OneOff

    authority = factory.SubFactory(AuthorityFactory)
    reference = factory.Sequence(lambda n: f"ONE-{n:06d}")
    source_reference = "PLC-000001"
    provider = factory.SubFactory(ProviderFactory)
    category = ServiceCategory.RESIDENTIAL
    route = Route.SPOT
    on = date(2026, 1, 20)
    amount = Decimal("84.50")
    reason = "Taxi to the hospital"
    recorded_at = NOW
    recorded_by = "Fay Finance"


class CreditorFactory(WalledFactory):
    class Meta:
        model = models.Creditor

    authority = factory.SubFactory(AuthorityFactory)
    provider = factory.SubFactory(ProviderFactory)
    number = factory.Sequence(lambda n: f"C{n:05d}")
    starts_on = date(2020, 1, 1)
