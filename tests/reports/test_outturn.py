"""The year's forecast: worked examples, parts that add up, why it moved, late entry and what is published."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from threading import Barrier

import pytest
from django.db import connection

from authorities.choices import Role, ServiceCategory
from authorities.models import Budget
from contracts.choices import FeeKind
from contracts.models import BedNight, Charge, LedgerMonth
from contracts.money_choices import InvoiceState, MonthState
from core.actor import Actor, acting_as
from core.errors import NotPermitted
from core.periods import financial_year_of
from placements.choices import PlacementState
from placements.models import AgreementFee, Placement
from placements.selectors.commitments import weekly_commitments
from placements.services.funding import share_fee
from placements.services.nightly import post_nights
from reports.outturn import (
    BudgetLine,
    Item,
    Survival,
    in_lines,
    straight_line,
)
from reports.selectors.grades import graded_months
from reports.selectors.outturns import budgets_of, items_of, totals_by_outturn
from reports.services.outturns import make_outturn, set_budget
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.contracts import BlockContractFactory, BlockShareFactory, ContractedBedFactory
from tests.factories.money import InvoiceFactory, StatementFactory
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


def test_budgets_set_at_one_moment_are_a_version_each(fresh_database):
    finance, start = council_actor(Role.FINANCE), Barrier(4)

    def one(number: int) -> int:
        start.wait(timeout=20)
        facts = {"category": "residential", "year": APRIL, "decision_reference": ""}
        try:
            with acting_as(finance) as actor:
                return set_budget(**facts, amount=Decimal(number + 1), by=actor, at=NOW).version
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_forecast_is_of_what_the_council_bears(council):
    with acting_as(keeper(council)) as actor:
        stays = Placement.objects.order_by("pk").first()
        share_fee(
            placement=stays,
            fee_kind=FeeKind.CORE,
            health_percent=Decimal("25"),
            education_percent=Decimal("8.33333"),
            starts_on=ON,
            ends_on=date(2027, 1, 1),
            agreed_reference="",
            by=actor,
            at=NOW,
        )
        found = next(
            i for i in items_of(make_outturn(by=actor, at=NOW, on=ON)) if i.source == stays.reference
        )
        assert weekly_commitments(actor, on=ON)[stays.reference] == Decimal("466.67")
    # £66.67 a night for 92 nights, then £100 for 90.
    assert found.weekly == Decimal("466.67")
    assert abs(found.total - (Decimal(18300) + Decimal("6133.33") + 9000)) < Decimal("0.05")


@pytest.mark.django_db
def test_forecast_pays_the_notice_to_its_end_and_what_never_began_not_at_all(council):
    with acting_as(council_keeper(council)):
        leaves = Placement.objects.filter(ends_on__isnull=False)
        leaves.update(paid_until=date(2026, 11, 11))
    placed(council, state=PlacementState.CANCELLED)
    placed(council, starts_on=date(2026, 9, 1), state=PlacementState.PLANNED)
    with acting_as(keeper(council)) as actor:
        items = [i for i in items_of(make_outturn(by=actor, at=NOW, on=ON)) if i.source]
    assert [i.total for i in items] == [Decimal("36500.00"), Decimal("22400.00"), Decimal("37400.00")]


@pytest.mark.django_db
def test_months_of_a_forecast_add_to_what_is_to_come_and_are_graded_when_they_are_over(council):
    # £300 a night for 31 nights; three starts a year, of which 496 nights fall in October.
    october_forecast = Decimal("9300.00") + Decimal("407.67")
    with acting_as(keeper(council)) as actor:
        made = make_outturn(by=actor, at=NOW, on=ON)
        to_come = sum(i.total - i.parts["paid"] - i.parts["accrued"] for i in items_of(made))
        assert sum(Decimal(amount) for amount in made.by_month.values()) == to_come
        assert made.by_month["2026-10-01"] == str(october_forecast)
        assert list(made.by_month)[-1] == "2027-03-01"
        Placement.objects.filter(ends_on__isnull=False).update(ends_on=date(2026, 10, 22))
        post_nights(by=actor, through=date(2026, 11, 9), at=NOW)
        make_outturn(by=actor, at=NOW, on=date(2026, 11, 10))
        outturns = [each for each, _ in totals_by_outturn(actor, APRIL)]
        year = financial_year_of(ON)
        assert graded_months(actor, outturns, year, on=date(2026, 10, 31)) == []
        [october] = graded_months(actor, outturns, year, on=date(2026, 11, 10))
    assert (october.month, october.happened) == (ON, Decimal("8300.00"))
    assert october.last.error == october_forecast - Decimal("8300.00")
    assert october.first.made_on == ON


@pytest.mark.django_db
def test_bed_standing_empty_is_told_apart_in_a_block_s_forecast():
    contract = BlockContractFactory()
    BlockShareFactory(contract=contract)
    bed = ContractedBedFactory(contract=contract)
    facts = {"authority": contract.lead_authority, "source_reference": contract.reference, "route": "block"}
    facts |= {"category": contract.category, "provider": contract.provider, "posted_at": NOW}
    with acting_as(council_keeper(contract.lead_authority)) as actor:
        LedgerMonth.objects.create(authority=contract.lead_authority, starts_on=APRIL, state_at=NOW)
        for day in range(1, 29):
            night, state = date(2026, 9, day) + timedelta(days=2), "occupied" if day % 2 else "void_available"
            child_of = contract.lead_authority if state == "occupied" else None
            BedNight.objects.create(contract=contract, bed=bed, night=night, state=state, authority=child_of)
            Charge.objects.create(
                **facts, kind="block_guarantee", fee_kind="core", component_key=f"bed-{bed.pk}", night=night,
                month=date(2026, 9, 1), nights=1, amount=Decimal("600.00"),
            )  # fmt: skip
        [block] = items_of(make_outturn(by=actor, at=NOW, on=ON))
    assert block.parts["accrued"] == Decimal("16800.00")
    assert block.voids == Decimal("8400.00") + Decimal("300.00") * block.nights
