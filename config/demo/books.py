"""Finance's books: one month closed and paid in part, one with providers, the year forecast twice."""

from datetime import date, timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.world import World
from contracts.models import Creditor, Invoice, LedgerMonth, ProviderStatement
from contracts.money_choices import InvoiceState, StatementState
from contracts.selectors.billing import lines_of, providers_charged
from contracts.services.entries import record_one_off
from contracts.services.invoices import bill_ourselves, decide_invoice, submit_invoice
from contracts.services.months import close_month
from contracts.services.payments import make_batch, record_answer
from contracts.services.statements import answer_statement, dispute_line, publish_statements, settle_line
from core.actor import Actor, acting_as
from core.periods import add_months
from placements.models import Placement
from placements.selectors.commitments import placements_on
from placements.services.funding import share_fee
from placements.services.nightly import make_month_provisional, post_nights
from providers.choices import ProviderRole
from reports.services.outturns import make_outturn

# Three councils' finance officers are this far; the others have only just started.
KEPT = ("DBS", "KEN", "WSX")
A_MONTH_AGO = timedelta(days=31)
# Of every so many providers, one disputes a line, one sends too much, and one is billed by the council.
DISPUTES, SENDS_TOO_MUCH, SELF_BILLED = 7, 5, 4
HEALTH, EDUCATION = Decimal("30"), Decimal("20")


def keep_books(world: World) -> None:
    for code in KEPT:
        _keep(world, code)


def _keep(world: World, code: str) -> None:
    finance = world.person(code, Role.FINANCE)
    with acting_as(finance):
        start = LedgerMonth.objects.order_by("starts_on").values_list("starts_on", flat=True)[0]
        _beside_the_fees(world, finance, start)
        post_nights(by=finance, through=world.today - timedelta(days=1), at=world.now)
        _creditors(finance, start)
        first, second = start, add_months(start, 1)
        for month in (first, second):
            row = make_month_provisional(month=month, by=finance, at=world.now, on=world.today)
            publish_statements(month=row, by=finance, at=world.now)
    _answer(world, finance, first)
    with acting_as(finance):
        _pay(world, finance)
        close_month(row=LedgerMonth.objects.get(starts_on=first), by=finance, at=world.now)
        for on in (world.today - A_MONTH_AGO, world.today):
            make_outturn(by=finance, at=world.now, on=on)


def _beside_the_fees(world: World, finance: Actor, start: date) -> None:
    """A few children whose care health and education share, and a few one-offs."""
    there: list[Placement] = list(placements_on(finance, on=start).order_by("reference")[:6])
    for placement in there[:3]:
        share_fee(
            placement=placement,
            fee_kind="core",
            health_percent=HEALTH,
            education_percent=EDUCATION,
            starts_on=max(start, placement.starts_on),
            ends_on=None,
            agreed_reference="Tripartite panel",
            by=finance,
            at=world.now,
        )
    for placement, amount in zip(there[3:], ("84.50", "310.00", "-45.00"), strict=False):
        record_one_off(
            source_reference=placement.reference,
            provider=placement.provider,
            setting=placement.setting,
            category=placement.category,
            route=placement.route,
            on=start + timedelta(days=12),
            amount=Decimal(amount),
            reason="Refund of a taxi" if amount.startswith("-") else "Taxi to school while the bus is off",
            by=finance,
            at=world.now,
        )


def _creditors(finance: Actor, start: date) -> None:
    """Every provider but one is known to the finance system."""
    Creditor.objects.bulk_create(
        Creditor(
            authority_id=finance.council_id,
            provider=provider,
            number=f"C{104_000 + number}",
            self_billed=number % SELF_BILLED == 0,
            starts_on=start,
        )
        for number, provider in enumerate(providers_charged(finance), start=1)
    )


def _answer(world: World, finance: Actor, month: date) -> None:
    """The first month's statements are answered and invoiced; disputes in it are settled."""
    with acting_as(finance):
        statements = list(ProviderStatement.objects.filter(month=month).order_by("provider__name"))
    for number, statement in enumerate(statements, start=1):
        provider = Actor.provider(statement.provider_id, roles=frozenset({ProviderRole.PROVIDER.value}))
        with acting_as(provider):
            line = lines_of(statement)[0]
            if number % DISPUTES == 0:
                dispute_line(line=line, reason="We make it one night fewer", by=provider, at=world.now)
            answered = answer_statement(statement=statement, by=provider, at=world.now)
        if answered.state == StatementState.DISPUTED:
            with acting_as(finance):
                words = "The child came back on the Sunday, so the night is right"
                settle_line(line=line, settlement=words, by=finance, at=world.now)
        if statement.total <= 0:
            continue
        if statement.self_billed:
            with acting_as(finance):
                bill_ourselves(statement=statement, by=finance, at=world.now, on=world.today)
            continue
        with acting_as(provider):
            more = Decimal("120.00") if number % SENDS_TOO_MUCH == 0 else Decimal(0)
            submit_invoice(
                statement=statement,
                number=f"{month:%y%m}-{number:03d}",
                issued_on=world.today,
                amount=statement.total + more,
                by=provider,
                at=world.now,
            )


def _pay(world: World, finance: Actor) -> None:
    """What matches is approved and put in a file, of which the finance system refuses the last line."""
    matched = list(Invoice.objects.filter(state=InvoiceState.MATCHED).order_by("pk"))
    for invoice in matched:
        decide_invoice(invoice=invoice, verb="approve", reason="", by=finance, at=world.now)
    if matched:
        batch = make_batch(by=finance, at=world.now, on=world.today)
        record_answer(
            batch=batch,
            accepted_to=len(matched) - 1,
            reason="Creditor blocked: bank details being checked",
            by=finance,
            at=world.now,
        )
