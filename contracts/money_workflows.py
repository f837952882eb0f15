"""The lives of months, statements, invoices and payment files, as data."""

from authorities.choices import Role
from contracts.money_choices import BatchState, InvoiceState, MonthState, StatementState
from core.workflow import TransitionTable, transition
from providers.choices import ProviderRole

FINANCE = (Role.FINANCE.value,)
PROVIDER = (ProviderRole.PROVIDER.value,)
M, S, I = MonthState, StatementState, InvoiceState  # noqa: E741

MONTH = TransitionTable(
    name="month",
    initial=M.OPEN,
    transitions=(
        transition("freeze", M.OPEN, M.PROVISIONAL, roles=FINANCE, label="Make provisional"),
        transition("reopen", M.PROVISIONAL, M.OPEN, roles=FINANCE, label="Take back to open"),
        transition("close", M.PROVISIONAL, M.CLOSED, roles=FINANCE, label="Close the month"),
    ),
)
STATEMENT = TransitionTable(
    name="statement",
    initial=S.PUBLISHED,
    transitions=(
        transition("confirm", S.PUBLISHED, S.AGREED, roles=PROVIDER, label="Confirm"),
        transition("dispute", S.PUBLISHED, S.DISPUTED, roles=PROVIDER, label="Dispute"),
        transition("settle", S.DISPUTED, S.AGREED, roles=FINANCE, label="Settle the dispute"),
    ),
)
INVOICE = TransitionTable(
    name="invoice",
    initial=I.RECEIVED,
    transitions=(
        transition("match", I.RECEIVED, I.MATCHED, roles=PROVIDER, label="Match"),
        transition("bill", I.RECEIVED, I.MATCHED, roles=FINANCE, label="Make the invoice"),
        transition("differ", I.RECEIVED, I.HELD, roles=PROVIDER, label="Hold for its difference"),
        transition("hold", I.MATCHED, I.HELD, roles=FINANCE, label="Hold"),
        transition("approve", (I.MATCHED, I.HELD), I.APPROVED, roles=FINANCE, label="Approve"),
        transition("give_back", (I.MATCHED, I.HELD), I.RETURNED, roles=FINANCE, label="Return"),
        transition("batch", I.APPROVED, I.BATCHED, roles=FINANCE, label="Put in a payment file"),
        transition("pay", I.BATCHED, I.PAID, roles=FINANCE, label="Paid"),
        transition("refuse", I.BATCHED, I.APPROVED, roles=FINANCE, label="Refused by the finance system"),
    ),
)
BATCH = TransitionTable(
    name="payment file",
    initial=BatchState.MADE,
    transitions=(
        transition("settle", BatchState.MADE, BatchState.SETTLED, roles=FINANCE, label="Record the answer"),
    ),
)

TABLES = (MONTH, STATEMENT, INVOICE, BATCH)
