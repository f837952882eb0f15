"""The ledger over random lives of placements: what is posted is what an independent sum of nights gives."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum

from authorities.choices import Role
from contracts.choices import FeeKind, Funder
from contracts.models import Charge, LedgerMonth
from contracts.money_choices import MonthState
from contracts.selectors.months import broken_lines, differences_of, standing_of
from contracts.services.months import close_month, freeze_month, reopen_month
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotPermitted
from placements.models import AgreementFee, JointFunding, Placement
from placements.services.accrual import accrue_placements
from placements.services.nightly import make_month_provisional, post_nights, run_again
from tests.factories.authorities import AuthorityFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import NOW
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)
PENNY = Decimal("0.01")


def finance(authority) -> Actor:
    return Actor.council(authority.pk, name="Fay Finance", roles=frozenset({Role.FINANCE.value}))


def half_up(amount: Fraction) -> Decimal:
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(PENNY, rounding=ROUND_HALF_UP)


def nightly_sum(placement: Placement, through: date) -> Decimal:
    """What a placement is owed to ``through``, counted night by night with exact fractions."""
    total = Decimal(0)
    for fee in placement.agreement.fees.all():
        owed, night = Fraction(0), max(fee.starts_on, placement.starts_on)
        while night <= through:
            gone = placement.ends_on is not None and night >= placement.ends_on
            if not gone and (fee.ends_on is None or night < fee.ends_on):
                owed += Fraction(fee.weekly_rate) / 7
            night += timedelta(days=1)
        total += half_up(owed)
    return total


def change(rng: Random, placement: Placement, authority) -> None:
    """Something becomes known of the placement, mostly late."""
    on = START + timedelta(days=rng.randrange(0, 120))
    what = rng.choice(["end", "reopen", "new price", "staffing"])
    with acting_as(council_keeper(authority)):
        fee = placement.agreement.fees.filter(kind=FeeKind.CORE).order_by("-starts_on").first()
        if what == "end" and on > placement.starts_on:
            Placement.objects.filter(pk=placement.pk).update(ends_on=on)
        elif what == "reopen":
            Placement.objects.filter(pk=placement.pk).update(ends_on=None)
        elif what == "new price" and fee.starts_on < on and fee.ends_on is None:
            AgreementFee.objects.filter(pk=fee.pk).update(ends_on=on)
            fee.pk, fee.starts_on = None, on
            fee.weekly_rate = Decimal(rng.randrange(70_000, 700_000)) / 100
            fee.save(force_insert=True)
        elif what == "staffing":
            AgreementFeeFactory(
                agreement=placement.agreement,
                kind=FeeKind.ADDITIONAL_STAFFING,
                weekly_rate=Decimal(rng.randrange(1_000, 90_000)) / 100,
                starts_on=on,
                ends_on=on + timedelta(days=rng.randrange(1, 40)),
            )
        placement.refresh_from_db()


@pytest.mark.parametrize("seed", range(4))
def test_ledger_is_the_sum_of_nights_whatever_becomes_known_when(seed):
    rng, authority = Random(seed), AuthorityFactory()
    placements = []
    for _ in range(4):
        starts = START + timedelta(days=rng.randrange(0, 60))
        placement = ActivePlacementFactory(agreement__authority=authority, agreement__starts_on=starts)
        AgreementFeeFactory(
            agreement=placement.agreement, weekly_rate=Decimal(rng.randrange(50_000, 900_000)) / 100
        )
        placements.append(placement)
    through = START
    for _ in range(12):
        through += timedelta(days=rng.randrange(1, 14))
        change(rng, rng.choice(placements), authority)
        with acting_as(finance(authority)) as actor:
            accrue_placements(by=actor, since=START, through=through, at=NOW)
            assert accrue_placements(by=actor, since=START, through=through, at=NOW) == 0
            earlier = through - timedelta(days=7)
            assert accrue_placements(by=actor, since=START, through=earlier, at=NOW) == 0
            held = dict(
                Charge.objects.values_list("source_reference")
                .annotate(s=Sum("amount"))
                .values_list("source_reference", "s")
            )
            for placement in placements:
                assert held.get(placement.reference, 0) == nightly_sum(placement, through)


@pytest.fixture
def stay():
    placement = ActivePlacementFactory(agreement__starts_on=START)
    AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal("1000.00"))
    return placement


def share(placement, health="0", education="0", **facts):
    with acting_as(council_keeper(placement.authority)):
        return JointFunding.objects.create(
            authority=placement.authority,
            placement=placement,
            fee_kind=FeeKind.CORE,
            health_percent=Decimal(health),
            education_percent=Decimal(education),
            starts_on=START,
            recorded_at=NOW,
            **facts,
        )


def by_funder(placement, through) -> dict[str, Decimal]:
    with acting_as(finance(placement.authority)) as actor:
        accrue_placements(by=actor, since=START, through=through, at=NOW)
        return dict(Charge.objects.values_list("funder").annotate(s=Sum("amount")).values_list("funder", "s"))


def test_odd_penny_goes_to_the_last_funder(stay):
    share(stay, health="33.33333", education="33.33333")
    assert by_funder(stay, START + timedelta(days=6)) == {
        Funder.COUNCIL: Decimal("1000.00"),
        Funder.HEALTH: Decimal("-333.33"),
        Funder.EDUCATION: Decimal("-333.34"),
    }


def test_parts_never_drift_from_the_whole_however_the_nights_fall(stay):
    share(stay, health="41.7", education="12.345")
    for days in (0, 1, 5, 30, 58):
        parts = by_funder(stay, START + timedelta(days=days))
        gross = parts[Funder.COUNCIL]
        health = (gross * Decimal("0.417")).quantize(PENNY, rounding=ROUND_DOWN)
        own = (gross * Decimal("0.45955")).quantize(PENNY, rounding=ROUND_DOWN)
        assert (-parts[Funder.HEALTH], -parts[Funder.EDUCATION]) == (health, gross - health - own)


def test_funder_that_becomes_known_late_gives_back_what_was_charged(stay):
    assert by_funder(stay, START + timedelta(days=6)) == {Funder.COUNCIL: Decimal("1000.00")}
    row = share(stay, health="50")
    assert by_funder(stay, START + timedelta(days=6))[Funder.HEALTH] == Decimal("-500.00")
    with acting_as(council_keeper(stay.authority)):
        JointFunding.objects.filter(pk=row.pk).update(ends_on=START + timedelta(days=1))
    # 50% of the one night left: 142.86 in all, of which the council bears 71.43.
    assert by_funder(stay, START + timedelta(days=6))[Funder.HEALTH] == Decimal("-71.43")


def test_share_of_more_than_the_whole_is_refused_by_the_database(stay):
    with pytest.raises(IntegrityError), transaction.atomic():
        share(stay, health="60", education="41")


@pytest.mark.parametrize(
    ("weekly", "january", "february"),
    [("4557.00", "11067.00", "6510.00"), ("5000.00", "12142.86", "7142.85")],
)
def test_months_of_a_stay_add_to_its_nights_and_pennies_do_not_drift(stay, weekly, january, february):
    """15 January to 11 February: 27 nights, which at £5,000 a week are £19,285.71 and not £19,285.72."""
    child = ActivePlacementFactory(
        agreement__authority=stay.authority,
        agreement__starts_on=date(2026, 1, 15),
        ends_on=date(2026, 2, 11),
    )
    AgreementFeeFactory(agreement=child.agreement, weekly_rate=Decimal(weekly))
    with acting_as(finance(stay.authority)) as actor:
        accrue_placements(by=actor, since=START, through=date(2026, 2, 28), at=NOW)
        own = Charge.objects.filter(source_reference=child.reference).values_list("month")
        months = dict(own.annotate(s=Sum("amount")).order_by("month"))
    assert months == {START: Decimal(january), date(2026, 2, 1): Decimal(february)}


def test_leap_year_has_366_nights(stay):
    leap = ActivePlacementFactory(
        agreement__authority=stay.authority, agreement__starts_on=date(2028, 1, 1), ends_on=date(2029, 1, 1)
    )
    AgreementFeeFactory(agreement=leap.agreement, weekly_rate=Decimal("4557.00"))
    with acting_as(finance(stay.authority)) as actor:
        accrue_placements(by=actor, since=START, through=date(2030, 1, 1), at=NOW)
        sums = Charge.objects.filter(source_reference=leap.reference).aggregate(
            s=Sum("amount"), n=Sum("nights")
        )
    assert (sums["s"], sums["n"]) == (Decimal("238266.00"), 366)


def test_stay_or_fee_never_has_nights_below_nought(stay):
    with acting_as(council_keeper(stay.authority)), pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=stay.pk).update(ends_on=START - timedelta(days=1))
    with acting_as(council_keeper(stay.authority)), pytest.raises(IntegrityError), transaction.atomic():
        AgreementFee.objects.filter(agreement=stay.agreement).update(ends_on=START - timedelta(days=1))


def test_stay_ended_retrospectively_over_two_frozen_months_is_taken_back_whole(stay):
    with acting_as(finance(stay.authority)) as actor:
        LedgerMonth.objects.create(
            authority=stay.authority, starts_on=START, state=MonthState.OPEN, state_at=NOW
        )
        for month in (START, date(2026, 2, 1)):
            make_month_provisional(month=month, by=actor, at=NOW, on=MARCH)
    with acting_as(council_keeper(stay.authority)):
        Placement.objects.filter(pk=stay.pk).update(ends_on=date(2026, 1, 11))
    with acting_as(finance(stay.authority)) as actor:
        post_nights(by=actor, through=date(2026, 3, 31), at=NOW)
        totals = Charge.objects.aggregate(s=Sum("amount"), n=Sum("nights"))
        assert totals == {"s": Decimal("1428.57"), "n": 10}
        taken_back = Charge.objects.filter(kind="adjustment")
        assert {c.month for c in taken_back} == {date(2026, 3, 1)}
        notes = set(taken_back.values_list("note", flat=True))
        assert {note.partition("Belongs to ")[2] for note in notes} == {
            "January 2026, which was frozen",
            "February 2026, which was frozen",
            "",  # 1 March was charged in March
        }


def test_move_on_the_same_day_pays_one_night_only(stay):
    moved = START + timedelta(days=10)
    with acting_as(council_keeper(stay.authority)):
        Placement.objects.filter(pk=stay.pk).update(ends_on=moved)
    second = ActivePlacementFactory(agreement__authority=stay.authority, agreement__starts_on=moved)
    AgreementFeeFactory(agreement=second.agreement, weekly_rate=Decimal("1000.00"))
    with acting_as(finance(stay.authority)) as actor:
        accrue_placements(by=actor, since=START, through=START + timedelta(days=20), at=NOW)
        assert Charge.objects.filter(night=moved).count() == 1
        assert Charge.objects.aggregate(n=Sum("nights"))["n"] == 21


# Months.


@pytest.fixture
def books(stay):
    """A ledger from January, charged to the end of February."""
    with acting_as(finance(stay.authority)) as actor:
        LedgerMonth.objects.create(
            authority=stay.authority, starts_on=START, state=MonthState.OPEN, state_at=NOW
        )
        post_nights(by=actor, through=date(2026, 2, 28), at=NOW)
    return stay


MARCH = date(2026, 3, 2)


def freeze(authority, month=START):
    with acting_as(finance(authority)) as actor:
        return make_month_provisional(month=month, by=actor, at=NOW, on=MARCH)


def test_late_fact_is_posted_in_the_open_month_and_names_its_own(books):
    freeze(books.authority)
    with acting_as(council_keeper(books.authority)):
        Placement.objects.filter(pk=books.pk).update(ends_on=date(2026, 1, 25))
    with acting_as(finance(books.authority)) as actor:
        would = run_again(by=actor, through=date(2026, 3, 1), at=NOW)
        assert [(d.nights, d.posted_in) for d in would] == [(7, None)]
        assert not Charge.objects.filter(kind="adjustment").exists(), "looking posts nothing"
        before = standing_of(actor, START).amount
        post_nights(by=actor, through=date(2026, 3, 1), at=NOW)
        late = Charge.objects.filter(night__lt=date(2026, 2, 1), kind="adjustment")
        assert {c.month for c in late} == {date(2026, 2, 1)}
        assert late.first().note.endswith("Belongs to January 2026, which was frozen")
        assert standing_of(actor, START).amount == before
        assert standing_of(actor, date(2026, 2, 1)).late == Decimal("-1000.00")
        [found] = differences_of(Charge.objects.all(), nights_of=START)
        assert (found.amount, found.posted_in) == (Decimal("-1000.00"), date(2026, 2, 1))
        assert run_again(by=actor, through=date(2026, 3, 1), at=NOW) == []


def test_placement_typed_in_three_months_late_is_charged_whole_in_the_open_month(books):
    for month in (START, date(2026, 2, 1)):
        freeze(books.authority, month)
    late = ActivePlacementFactory(agreement__authority=books.authority, agreement__starts_on=START)
    AgreementFeeFactory(agreement=late.agreement, weekly_rate=Decimal("4557.00"))
    with acting_as(finance(books.authority)) as actor:
        post_nights(by=actor, through=date(2026, 3, 31), at=NOW)
        charges = Charge.objects.filter(source_reference=late.reference)
        assert {c.month for c in charges} == {date(2026, 3, 1)}
        assert charges.aggregate(s=Sum("amount"), n=Sum("nights")) == {"s": Decimal("58590.00"), "n": 90}


def test_frozen_month_takes_no_charge_from_anybody(books):
    freeze(books.authority)
    with acting_as(finance(books.authority)), pytest.raises(DatabaseError), transaction.atomic():
        charge = Charge.objects.order_by("id").first()
        charge.pk, charge.component_key = None, "by hand"
        charge.save(force_insert=True)


def test_snapshot_is_what_the_ledger_holds(books):
    row = freeze(books.authority)
    with acting_as(finance(books.authority)) as actor:
        assert broken_lines(actor, row) == []
        assert row.lines.aggregate(s=Sum("amount"), n=Sum("nights")) == {"s": Decimal("4428.57"), "n": 31}


def test_months_are_frozen_and_closed_in_order_when_they_are_over(books):
    with acting_as(finance(books.authority)) as actor:
        with pytest.raises(Conflict, match="Freeze January 2026 first"):
            freeze_month(month=date(2026, 2, 1), by=actor, at=NOW, on=MARCH)
        with pytest.raises(DomainError, match="not over yet"):
            freeze_month(month=date(2026, 3, 1), by=actor, at=NOW, on=MARCH)
        january = freeze_month(month=START, by=actor, at=NOW, on=MARCH)
        february = freeze_month(month=date(2026, 2, 1), by=actor, at=NOW, on=MARCH)
        with pytest.raises(Conflict, match="Close January 2026 first"):
            close_month(row=february, by=actor, at=NOW)
        with pytest.raises(Conflict, match="later month is frozen"):
            reopen_month(row=january, by=actor, at=NOW)
        closed = close_month(row=january, by=actor, at=NOW)
        assert (closed.state, closed.state_by) == (MonthState.CLOSED, "Fay Finance")
        with pytest.raises(Conflict, match="came too late"):
            reopen_month(row=reopen_month(row=february, by=actor, at=NOW), by=actor, at=NOW)


def test_only_finance_closes_the_books(books):
    other = Actor.council(books.authority.pk, roles=frozenset({Role.COMMISSIONER.value}))
    with acting_as(other) as actor, pytest.raises(NotPermitted):
        freeze_month(month=START, by=actor, at=NOW, on=MARCH)
