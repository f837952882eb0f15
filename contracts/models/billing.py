"""What is owed to a provider for a month, what it invoices, and what is paid."""

from django.db import models
from django.db.models import Q

from contracts.choices import ChargeKind, FeeKind
from contracts.money_choices import (
    BatchState,
    InvoiceState,
    LineAnswer,
    PaymentOutcome,
    StatementState,
)
from core.periods import EffectiveDated
from core.wall import Access, Wall
from core.wall.declare import OWN_PROVIDER
from core.workflow import Stateful

BOTH = ("authority_id", "provider_id")


class Creditor(EffectiveDated):
    """A provider as one council's finance system knows it.

    ``self_billed`` says that the contract lets the council make the invoice itself. ``is_personal`` marks a
    payee who is a person, such as a foster carer: never named in what is published.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    self_billed = models.BooleanField(default=False)
    is_personal = models.BooleanField(default=False)

    wall = Wall.council_private(clearance=0)

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "provider"], condition=Q(ends_on=None), name="one_creditor_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ProviderStatement(Stateful):
    """What the ledger says is owed to one provider for one frozen month, for it to confirm or dispute."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    month = models.DateField()
    state = models.CharField(max_length=10, choices=StatementState, default=StatementState.PUBLISHED)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    # As the council's terms with the provider stood when it was published.
    self_billed = models.BooleanField(default=False)
    tolerance = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    published_at = models.DateTimeField()

    wall = Wall.council_private(
        provider=Access("SU", OWN_PROVIDER),
        tenant_columns=BOTH,
        changes=("state", "state_at", "state_reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "provider", "month"], name="one_statement_a_month")
        ]

    def __str__(self) -> str:
        return self.reference


class StatementLine(models.Model):
    """One component of one placement or block: planned nights, pounds, and the provider's answer."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(ProviderStatement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    source_reference = models.CharField(max_length=20)
    component_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=ChargeKind)
    fee_kind = models.CharField(max_length=20, choices=FeeKind)
    first_night = models.DateField()
    last_night = models.DateField()
    units = models.IntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    answer = models.CharField(max_length=10, choices=LineAnswer, default=LineAnswer.WAITING)
    reason = models.CharField(max_length=400, blank=True)
    settlement = models.CharField(max_length=400, blank=True)

    wall = Wall.council_private(
        provider=Access("SU", OWN_PROVIDER),
        tenant_columns=BOTH,
        changes=("answer", "reason", "settlement"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "position"], name="statement_line_once")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.source_reference} {self.component_key}"


class Invoice(Stateful):
    """One invoice for one statement; ``difference`` is what it asks above the statement, in pounds."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(ProviderStatement, on_delete=models.PROTECT, related_name="invoices")
    reference = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    difference = models.DecimalField(max_digits=14, decimal_places=2)
    self_billed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=InvoiceState, default=InvoiceState.RECEIVED)
    received_at = models.DateTimeField()

    # A provider sends an invoice; what becomes of it after that is the council's doing.
    wall = Wall.council_private(
        provider=Access(
            "SIU",
            OWN_PROVIDER,
            written=OWN_PROVIDER + " AND NOT self_billed AND state IN ('received', 'matched', 'held')",
        ),
        tenant_columns=BOTH,
        changes=("state", "state_at", "state_reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "provider", "number"],
                condition=~Q(state="returned"),
                name="invoice_number_once",
            ),
            models.UniqueConstraint(
                fields=["statement"], condition=~Q(state="returned"), name="one_live_invoice_a_statement"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_is_an_amount"),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentBatch(Stateful):
    """Approved invoices written to one creditor file, in ``layout``, for the council's finance system."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    layout = models.CharField(max_length=20)
    made_on = models.DateField()
    made_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.MADE)

    wall = Wall.council_private(clearance=0)

    def __str__(self) -> str:
        return self.reference


class PaymentLine(models.Model):
    """One invoice in one creditor file. An invoice is in one file at a time unless the last refused it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="lines")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    position = models.PositiveIntegerField()
    creditor_number = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    outcome = models.CharField(max_length=10, choices=PaymentOutcome, default=PaymentOutcome.WAITING)
    reason = models.CharField(max_length=200, blank=True)

    wall = Wall.council_private(clearance=0, changes=("outcome", "reason"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=~Q(outcome="rejected"), name="invoice_paid_once"
            ),
            models.UniqueConstraint(fields=["batch", "position"], name="payment_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"
