"""The year's forecast: worked examples, parts that add up, why it moved, late entry and what is published."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest

from authorities.choices import Role, ServiceCategory
from authorities.models import Budget
from contracts.choices import FeeKind
from contracts.models import LedgerMonth
from contracts.money_choices import InvoiceState, MonthState, PaymentOutcome
from core.actor import Actor, acting_as
from core.errors import NotPermitted
from core.periods import Period
from placements.models import AgreementFee, Placement
from placements.services.nightly import post_nights
from reports.outturn import (
    BudgetLine,
    Item,
    Survival,
    in_lines,
    straight_line,
    why_it_moved,
)
from reports.selectors.late_entry import by_team, late_placements
from reports.selectors.outturns import budgets_of, items_of
from reports.selectors.publication import REDACTED, WITHHELD, spend_over_500
from reports.services.outturns import make_outturn, set_budget
from tests.factories.authorities import AuthorityFactory
from tests.factories.money import CreditorFactory, InvoiceFactory, PaymentLineFactory, StatementFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW
from tests.factories.walled import council_keeper

APRIL, ON = date(2026, 4, 1), date(2026, 10, 1)
MILLION = Decimal(1_000_000)
EARLY = datetime(2025, 1, 1, 9, tzinfo=UTC)


def test_residential_at_12_97_million_is_1_498_over_its_11_472():
    line = BudgetLine("Residential", Decimal("11472000"), {"accrued": Decimal("12970000")})
    assert (line.over, round(line.over_share * 100, 1)) == (Decimal("1498000"), Decimal("13.1"))


def test_fostering_at_5_100_million_is_3_000_over_and_its_straight_line_has_two_bases():
    line = BudgetLine(
        "Fostering", Decimal("5097000"), {"paid": Decimal("3816000"), "committed": Decimal("1284000")}
    )
    assert (line.forecast, line.over) == (Decimal("5100000"), Decimal("3000"))
    assert straight_line(Decimal("3816000"), 9, 12) == Decimal("5088000.00")
    assert straight_line(Decimal("3816000"), 275, 365) == Decimal("5064872.73")


def test_lines_hold_every_budget_and_every_part():
    items = [Item("fostering", "A", parts={"paid": Decimal(1)}), Item("other", parts={"accrued": Decimal(2)})]
    lines = in_lines(items, {"school": Decimal(9)}, dict(ServiceCategory.choices))
    assert [(line.label, line.forecast, line.budget) for line in lines] == [
        ("Fostering", 1, None),
        ("Residential special schools", 0, 9),
        ("Other arrangements", 2, None),
    ]


def test_survival_is_the_share_left_of_those_at_risk():
    curve = Survival([(10, True), (10, True), (20, False), (30, True)])
    assert [curve.after(n) for n in (0, 9, 10, 29, 30)] == [1.0, 1.0, 0.5, 0.5, 0.0]
    assert curve.expected_nights(0, 20) == Decimal("15.00")
    assert Survival([]).expected_nights(0, 20) == Decimal("20.00")


def test_survival_finds_the_hazard_that_made_the_stays():
    rng = Random(1)
    curve = Survival((int(rng.expovariate(1 / 100)) + 1, True) for _ in range(4000))
    # Of the next 100 nights, 100 × (1 − 1/e) = 63.2 are expected.
    assert abs(curve.expected_nights(0, 100) - Decimal("63.2")) < Decimal("2.5")
    assert abs(curve.expected_nights(50, 100) - Decimal("63.2")) < Decimal("3.5")


def item(source, total, *, weekly="700.00", nights=100, starts_on=APRIL, ends_on=None, **facts):
    return Item(
        "residential",
        source,
        weekly=Decimal(weekly),
        nights=Decimal(nights),
        starts_on=starts_on,
        ends_on=ends_on,
        parts={"committed": Decimal(total)},
        **facts,
    )


def test_causes_add_to_the_whole_change_and_each_is_named():
    before = [item("A", 10_000), item("B", 10_000), item("C", 10_000), Item("residential", is_block=False)]
    now = [
        item("A", 10_500, weekly="735.00"),
        item("B", 4_000, nights=0, ends_on=ON),
        item("C", 11_000),
        item("D", 5_000, starts_on=date(2026, 9, 20)),
        item("E", 9_000, starts_on=date(2026, 7, 1)),
        item("BLK", 300, is_block=True),
        Item("residential", "PLC-X", parts={"accrued": Decimal(84)}),
        Item("residential", parts={"assumed_starts": Decimal(700)}),
    ]
    causes = why_it_moved(before, now, made_before=date(2026, 9, 1))
    assert causes == {
        "starts": Decimal(5_700),
        "late_entry": Decimal(9_000),
        "ends": Decimal(-6_000),
        "extensions": Decimal(1_000),
        "fees": Decimal(500),
        "blocks": Decimal(300),
        "other": Decimal(84),
    }
    assert sum(causes.values()) == sum(i.total for i in now) - sum(i.total for i in before)


def keeper(authority) -> Actor:
    return Actor.council(authority.pk, name="Fay Finance", roles=frozenset({Role.FINANCE.value}))


def placed(authority, weekly="700.00", starts_on=APRIL, recorded_at=EARLY, **facts):
    placement = ActivePlacementFactory(
        agreement__authority=authority, agreement__starts_on=starts_on, recorded_at=recorded_at, **facts
    )
    AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal(weekly))
    return placement


@pytest.fixture
def council():
    """Charged from April to September: one stays, one leaves in November, one is yet to change."""
    authority = AuthorityFactory()
    placed(authority)
    placed(authority, ends_on=date(2026, 11, 1))
    dearer = placed(authority)
    with acting_as(council_keeper(authority)):
        fee = dearer.agreement.fees.get()
        AgreementFee.objects.filter(pk=fee.pk).update(ends_on=date(2027, 1, 1))
        fee.pk, fee.starts_on, fee.weekly_rate = None, date(2027, 1, 1), Decimal("770.00")
        fee.save(force_insert=True)
    with acting_as(keeper(authority)) as actor:
        LedgerMonth.objects.create(authority=authority, starts_on=APRIL, state=MonthState.OPEN, state_at=NOW)
        post_nights(by=actor, through=date(2026, 9, 30), at=NOW)
    return authority


@pytest.mark.django_db
def test_parts_of_a_forecast_are_what_is_known(council):
    with acting_as(keeper(council)) as actor:
        made = make_outturn(by=actor, at=NOW, on=ON)
        assert make_outturn(by=actor, at=NOW, on=ON).pk == made.pk
        items = [i for i in items_of(made) if i.source]
    stays, leaves, dearer = items
    # 183 nights charged at £100, 182 to come; nobody has ever left, so nobody is assumed to.
    assert stays.parts["accrued"] == Decimal("18300.00") and stays.total == Decimal("36500.00")
    assert leaves.parts["committed"] == Decimal("18200.00")
    assert leaves.total == Decimal("21400.00"), "31 nights of October"
    assert dearer.parts["known_changes"] == Decimal("900.00"), "£10 more for 90 nights"
    assert dearer.total == Decimal("37400.00")


@pytest.mark.django_db
def test_what_is_paid_moves_out_of_what_is_accrued(council):
    with acting_as(keeper(council)):
        placement = Placement.objects.order_by("pk").first()
    InvoiceFactory(
        statement=StatementFactory(authority=council, provider=placement.provider, month=APRIL),
        state=InvoiceState.PAID,
    )
    with acting_as(keeper(council)) as actor:
        first = next(
            i for i in items_of(make_outturn(by=actor, at=NOW, on=ON)) if i.source == placement.reference
        )
    assert (first.parts["paid"], first.parts["accrued"]) == (Decimal("3000.00"), Decimal("15300.00"))


@pytest.mark.django_db
def test_nights_before_the_ledger_began_are_counted_from_the_records():
    authority = AuthorityFactory()
    placed(authority)
    with acting_as(keeper(authority)) as actor:
        LedgerMonth.objects.create(
            authority=authority, starts_on=date(2026, 9, 1), state=MonthState.OPEN, state_at=NOW
        )
        post_nights(by=actor, through=date(2026, 9, 30), at=NOW)
        made = make_outturn(by=actor, at=NOW, on=ON)
        [found] = [i for i in items_of(made) if i.source]
    assert found.total == Decimal("36500.00")
    assert "1 September 2026" in made.basis


@pytest.mark.django_db
def test_budget_changes_by_version_and_only_finance_sets_it(council):
    with acting_as(keeper(council)) as actor:
        for amount in ("11000000", "11472000"):
            set_budget(
                category="residential",
                year=APRIL,
                amount=Decimal(amount),
                decision_reference="",
                by=actor,
                at=NOW,
            )
        assert budgets_of(actor, APRIL) == {"residential": Decimal("11472000.00")}
        assert Budget.objects.count() == 2
        stranger = Actor.council(council.pk)
        with pytest.raises(NotPermitted):
            set_budget(
                category="residential", year=APRIL, amount=MILLION, decision_reference="", by=stranger, at=NOW
            )


@pytest.mark.django_db
def test_late_entry_says_how_late_and_what_it_hid():
    authority = AuthorityFactory()
    at = datetime(2026, 7, 1, 9, tzinfo=UTC)
    late = placed(authority, recorded_at=at)
    placed(authority, starts_on=date(2026, 7, 5), recorded_at=at)
    AgreementFeeFactory(agreement=late.agreement, kind=FeeKind.EDUCATION, weekly_rate=Decimal("70.00"))
    with acting_as(keeper(authority)) as actor:
        found, recorded = late_placements(actor, since=APRIL, until=ON)
        [team] = by_team(found, recorded)
    assert [(row.reference, row.days, row.hidden) for row in found] == [
        (late.reference, 91, Decimal("10010.00"))
    ]
    assert (team.placements, team.late, team.mean_days) == (2, 1, 91)


@pytest.mark.django_db
def test_publication_names_neither_people_nor_providers_of_few_children():
    authority = AuthorityFactory()
    quarter = Period(date(2026, 10, 1), date(2027, 1, 1))
    bills = [StatementFactory(authority=authority) for _ in range(4)]
    sums = ("900.00", "900.00", "900.00", "500.00")
    for bill, amount in zip(bills, sums, strict=True):
        PaymentLineFactory(
            invoice=InvoiceFactory(statement=bill, state=InvoiceState.PAID, amount=Decimal(amount)),
            outcome=PaymentOutcome.ACCEPTED,
        )
    carer, few, many, _ = (bill.provider for bill in bills)
    CreditorFactory(authority=authority, provider=carer, is_personal=True)
    for provider, number in ((few, 4), (many, 5)):
        for _ in range(number):
            ActivePlacementFactory(agreement__authority=authority, agreement__setting__provider=provider)
    with acting_as(keeper(authority)) as actor:
        made = spend_over_500(actor, quarter)
    assert [row[4] for row in made.rows] == [REDACTED, WITHHELD, many.name]
    assert (made.redacted, made.withheld, made.below) == (1, 1, 1)
    assert date(2026, 11, 3) == made.rows[0][2]
