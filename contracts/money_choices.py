"""Words of the month, of statements and invoices, and of what is paid."""

from django.db import models


class MonthState(models.TextChoices):
    """A frozen month takes no more charges: what comes late is posted in the month then open."""

    OPEN = "open", "Open"
    PROVISIONAL = "provisional", "Provisional"
    CLOSED = "closed", "Closed"


FROZEN = (MonthState.PROVISIONAL, MonthState.CLOSED)


class StatementState(models.TextChoices):
    PUBLISHED = "published", "With the provider"
    DISPUTED = "disputed", "Disputed"
    AGREED = "agreed", "Agreed"


class LineAnswer(models.TextChoices):
    WAITING = "waiting", "Not answered"
    CONFIRMED = "confirmed", "Confirmed"
    DISPUTED = "disputed", "Disputed"
    SETTLED = "settled", "Settled"


class InvoiceState(models.TextChoices):
    RECEIVED = "received", "Received"
    MATCHED = "matched", "Matches the charges"
    HELD = "held", "Held"
    APPROVED = "approved", "Approved to pay"
    BATCHED = "batched", "In a payment file"
    PAID = "paid", "Paid"
    RETURNED = "returned", "Returned to the provider"


class BatchState(models.TextChoices):
    MADE = "made", "Waiting for the finance system's answer"
    SETTLED = "settled", "Answered"


class PaymentOutcome(models.TextChoices):
    WAITING = "waiting", "No answer yet"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
