"""From a frozen month to a payment: statements answered, invoices matched, files refused half-way."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.creditor_files import LAYOUTS, Payable, coded_parts
from contracts.models import Charge, Invoice, LedgerMonth, PaymentLine, ProviderStatement
from contracts.money_choices import InvoiceState, LineAnswer, MonthState, PaymentOutcome, StatementState
from contracts.selectors.billing import lines_of, payables_of
from contracts.services.entries import cancel_one_off, post_entries, record_one_off
from contracts.services.invoices import bill_ourselves, decide_invoice, submit_invoice
from contracts.services.payments import keep_cost_centres, keep_creditor, make_batch, record_answer
from contracts.services.statements import answer_statement, dispute_line, publish_statements, settle_line
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotFound
from placements.services.nightly import make_month_provisional, post_nights
from providers.choices import ProviderRole
from tests.factories.authorities import AuthorityFactory
from tests.factories.money import CreditorFactory, InvoiceFactory, StatementFactory, StatementLineFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW

pytestmark = pytest.mark.django_db
START, MARCH = date(2026, 1, 1), date(2026, 3, 2)


def finance(authority) -> Actor:
    return Actor.council(authority.pk, name="Fay Finance", roles=frozenset({Role.FINANCE.value}))


def provider_of(provider) -> Actor:
    return Actor.provider(provider.pk, roles=frozenset({ProviderRole.PROVIDER.value}))


@pytest.fixture
def statement():
    """January's, published for a placement of £4,557.00 a week."""
    placement = ActivePlacementFactory(agreement__starts_on=START)
    AgreementFeeFactory(agreement=placement.agreement)
    with acting_as(finance(placement.authority)) as actor:
        LedgerMonth.objects.create(
            authority=placement.authority, starts_on=START, state=MonthState.OPEN, state_at=NOW
        )
        record_one_off(
            source_reference=placement.reference,
            provider=placement.provider,
            setting=placement.setting,
            category=placement.category,
            route=placement.route,
            on=date(2026, 1, 20),
            amount=Decimal("84.50"),
            reason="Taxi",
            by=actor,
            at=NOW,
        )
        month = make_month_provisional(month=START, by=actor, at=NOW, on=MARCH)
        assert publish_statements(month=month, by=actor, at=NOW) == 1
        assert publish_statements(month=month, by=actor, at=NOW) == 0
        return ProviderStatement.objects.select_related("authority", "provider").get()


def agree(statement):
    with acting_as(provider_of(statement.provider)) as actor:
        return answer_statement(statement=statement, by=actor, at=NOW)


def invoice(statement, amount, number="A1"):
    with acting_as(provider_of(statement.provider)) as actor:
        return submit_invoice(
            statement=statement, number=number, issued_on=MARCH, amount=Decimal(amount), by=actor, at=NOW
        )


def test_statement_is_what_was_charged(statement):
    # 31 nights at 651.00, and the taxi.
    assert statement.total == Decimal("20265.50")
    with acting_as(provider_of(statement.provider)):
        assert [(line.units, line.amount) for line in lines_of(statement)] == [
            (31, Decimal("20181.00")),
            (0, Decimal("84.50")),
        ]


def test_disputed_line_waits_until_it_is_settled(statement):
    with acting_as(provider_of(statement.provider)) as actor:
        line = lines_of(statement)[1]
        with pytest.raises(DomainError, match="Say what is wrong"):
            dispute_line(line=line, reason=" ", by=actor, at=NOW)
        dispute_line(line=line, reason="It was two taxis", by=actor, at=NOW)
    assert agree(statement).state == StatementState.DISPUTED
    with pytest.raises(Conflict, match="not agreed yet"):
        invoice(statement, "20265.50")
    with acting_as(finance(statement.authority)) as actor:
        settled = settle_line(line=line, settlement="The second is recorded now", by=actor, at=NOW)
        assert settled.answer == LineAnswer.SETTLED
    assert invoice(statement, "20265.50").state == InvoiceState.MATCHED


@pytest.mark.parametrize(
    ("amount", "state"),
    [
        ("20265.50", InvoiceState.MATCHED),
        ("20266.50", InvoiceState.MATCHED),
        ("20264.50", InvoiceState.MATCHED),
        ("20266.51", InvoiceState.HELD),
        ("20264.49", InvoiceState.HELD),
    ],
)
def test_invoice_matches_within_the_tolerance_of_a_pound(statement, amount, state):
    agree(statement)
    assert invoice(statement, amount).state == state


def test_statement_is_invoiced_once_unless_the_invoice_is_returned(statement):
    agree(statement)
    first = invoice(statement, "30000.00")
    assert first.state_reason == "£9,734.50 more than the statement"
    with pytest.raises(Conflict, match="invoiced already"):
        invoice(statement, "20265.50", "A2")
    with acting_as(finance(statement.authority)) as actor:
        with pytest.raises(DomainError, match="Say why"):
            decide_invoice(invoice=first, verb="give_back", reason="", by=actor, at=NOW)
        decide_invoice(invoice=first, verb="give_back", reason="Too much", by=actor, at=NOW)
    assert invoice(statement, "20265.50", "A1").state == InvoiceState.MATCHED


def test_same_number_twice_is_refused_beside_the_field(statement):
    agree(statement)
    invoice(statement, "20265.50", "A1")
    second = StatementFactory(
        authority=statement.authority, provider=statement.provider, state=StatementState.AGREED
    )
    with pytest.raises(DomainError, match="numbered A1 already") as caught:
        invoice(second, "4557.00", "A1")
    assert caught.value.field == "number"


def test_self_billing_needs_no_invoice_of_the_provider():
    bill = StatementFactory(state=StatementState.AGREED, self_billed=True)
    with pytest.raises(DomainError, match="council makes the invoices"):
        invoice(bill, "4557.00")
    with acting_as(finance(bill.authority)) as actor:
        made = bill_ourselves(statement=bill, by=actor, at=NOW, on=MARCH)
    assert (made.amount, made.state, made.number) == (
        bill.total,
        InvoiceState.MATCHED,
        f"SB-{bill.reference}",
    )


def test_provider_reads_its_own_statements_only(statement):
    other = StatementFactory(authority=statement.authority)
    with acting_as(provider_of(other.provider)):
        assert list(ProviderStatement.objects.values_list("pk", flat=True)) == [other.pk]
        assert lines_of(statement) == []
    with acting_as(finance(AuthorityFactory())):
        assert not ProviderStatement.objects.exists()


@pytest.fixture
def approved():
    """Three approved invoices of one council."""
    authority = AuthorityFactory()
    rows = [
        InvoiceFactory(
            statement=StatementFactory(authority=authority, state=StatementState.AGREED),
            state=InvoiceState.APPROVED,
        )
        for _ in range(3)
    ]
    return authority, rows


def test_file_needs_every_provider_to_have_a_number(approved):
    authority, _ = approved
    with acting_as(finance(authority)) as actor, pytest.raises(DomainError, match="Give a creditor number"):
        make_batch(by=actor, at=NOW, on=MARCH)


def test_file_rejected_half_way_pays_what_was_taken_and_the_rest_later_once(approved):
    authority, rows = approved
    for row in rows:
        CreditorFactory(authority=authority, provider=row.provider)
    with acting_as(finance(authority)) as actor:
        batch = make_batch(by=actor, at=NOW, on=MARCH)
        with pytest.raises(DomainError, match="No invoice is approved"):
            make_batch(by=actor, at=NOW, on=MARCH)
        with pytest.raises(DomainError, match="3 lines"):
            record_answer(batch=batch, accepted_to=4, reason="", by=actor, at=NOW)
        with pytest.raises(DomainError, match="Give the reason"):
            record_answer(batch=batch, accepted_to=1, reason="", by=actor, at=NOW)
        record_answer(batch=batch, accepted_to=1, reason="Line 2: unknown creditor", by=actor, at=NOW)
        with pytest.raises(Conflict, match="came too late"):
            record_answer(batch=batch, accepted_to=3, reason="", by=actor, at=NOW)
        states = [Invoice.objects.get(pk=row.pk).state for row in rows]
        assert states == [InvoiceState.PAID, InvoiceState.APPROVED, InvoiceState.APPROVED]
        again = make_batch(by=actor, at=NOW, on=MARCH)
        assert [line.invoice_id for line in again.lines.order_by("position")] == [rows[1].pk, rows[2].pk]
        record_answer(batch=again, accepted_to=2, reason="", by=actor, at=NOW)
        paid = PaymentLine.objects.filter(outcome=PaymentOutcome.ACCEPTED).values_list(
            "invoice_id", flat=True
        )
        assert sorted(paid) == sorted(row.pk for row in rows), "each once"


def test_creditor_file_adds_up_in_every_layout(approved):
    authority, rows = approved
    for row in rows:
        CreditorFactory(authority=authority, provider=row.provider, number="=1+1")
    with acting_as(finance(authority)) as actor:
        payables = payables_of(make_batch(by=actor, at=NOW, on=MARCH))
    for layout in LAYOUTS.values():
        found = list(csv.DictReader(io.StringIO(layout.write(payables).decode("utf-8-sig"))))
        assert sum(Decimal(row["Amount"]) for row in found) == Decimal("13671.00")
        assert {row["Creditor number"] for row in found} == {"'=1+1"}, "no cell is a formula"


def test_cost_centres_of_a_payment_are_of_what_the_provider_is_owed(approved):
    """Recharges and what health gives back carry the provider too, and are nobody's invoice."""
    authority, rows = approved
    facts = {"authority": authority, "provider": rows[0].provider, "source_reference": "PLC-1"}
    facts |= {"category": "residential", "route": "spot", "fee_kind": "core", "posted_at": NOW}
    month = rows[0].statement.month
    facts |= {"night": month, "month": month, "nights": 0}
    with acting_as(finance(authority)) as actor:
        for kind, funder, centre, key in (
            ("placement", "council", "CC1", "fee-1"),
            ("recharge", "council", "CC2", "recharge-1"),
            ("adjustment", "council", "CC2", "recharge-2"),
            ("contribution", "health", "CC3", "fee-1/health"),
        ):
            Charge.objects.create(
                **facts, kind=kind, funder=funder, cost_centre=centre, component_key=key, amount=Decimal(100)
            )
        for row in rows:
            CreditorFactory(authority=authority, provider=row.provider)
        first, *_ = payables_of(make_batch(by=actor, at=NOW, on=MARCH))
    assert coded_parts(first) == [("CC1", first.amount)]


def test_odd_penny_of_a_coded_invoice_goes_to_the_last_cost_centre():
    payable = Payable(
        1, "C", "P", "A1", "INV", MARCH, START, Decimal("100.00"), [(c, Decimal("33.40")) for c in "abc"]
    )
    assert [amount for _, amount in coded_parts(payable)] == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]


def test_charges_carry_the_cost_centre_of_their_night():
    placement = ActivePlacementFactory(agreement__starts_on=START)
    AgreementFeeFactory(agreement=placement.agreement)
    with acting_as(finance(placement.authority)) as actor:
        LedgerMonth.objects.create(
            authority=placement.authority, starts_on=START, state=MonthState.OPEN, state_at=NOW
        )
        keep_cost_centres(codes={"residential": "CC1"}, by=actor, on=START)
        keep_cost_centres(codes={"residential": "CC2"}, by=actor, on=START + timedelta(days=5))
        post_nights(by=actor, through=START + timedelta(days=9), at=NOW)
        codes = list(Charge.objects.order_by("night").values_list("cost_centre", flat=True))
    assert codes == ["CC1"] * 5 + ["CC2"] * 5


def test_cancelled_one_off_is_taken_back():
    authority = AuthorityFactory()
    placement = ActivePlacementFactory(agreement__authority=authority)
    with acting_as(finance(authority)) as actor:
        one = record_one_off(
            source_reference=placement.reference,
            provider=placement.provider,
            setting=None,
            category=placement.category,
            route=placement.route,
            on=START,
            amount=Decimal("-20.00"),
            reason="Refund",
            by=actor,
            at=NOW,
        )
        period = {"since": START, "through": MARCH, "at": NOW}
        assert (post_entries(by=actor, **period), post_entries(by=actor, **period)) == (1, 0)
        cancel_one_off(one_off=one, by=actor, at=NOW)
        assert post_entries(by=actor, **period) == 1
        assert sum(Charge.objects.values_list("amount", flat=True)) == 0


def test_creditor_known_otherwise_from_today_keeps_what_it_was():
    known = CreditorFactory(number="C1")
    with acting_as(finance(known.authority)) as actor:
        facts = {"self_billed": True, "is_personal": False, "by": actor, "on": MARCH}
        new = keep_creditor(provider_id=known.provider_id, number="C2", **facts)
        known.refresh_from_db()
    assert (known.number, known.ends_on, new.starts_on) == ("C1", MARCH, MARCH)


def test_lines_of_an_answered_statement_can_no_longer_be_disputed(statement):
    agree(statement)
    with acting_as(provider_of(statement.provider)) as actor, pytest.raises(Conflict):
        dispute_line(line=lines_of(statement)[0], reason="Late", by=actor, at=NOW)


def test_answered_line_is_a_line_of_its_provider_only():
    line = StatementLineFactory()
    rival = StatementFactory(authority=line.authority).provider
    with acting_as(provider_of(rival)) as actor, pytest.raises(NotFound):
        dispute_line(line=line, reason="Not mine", by=actor, at=NOW)
