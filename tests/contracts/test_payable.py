"""What a bed-night costs by the contract's terms: the worked figures, to the penny."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from contracts.calculations import (
    break_even_beds,
    break_even_occupancy,
    price_per_bed_week,
    price_per_occupied_bed,
    term_values,
    void_cost,
    weekly_saving,
)
from contracts.choices import PAYABLE_VOIDS, BedNightState
from contracts.payable import cost_of_used_bed_week, payable_weekly, priced_terms, terms_on
from contracts.services.block_drafts import share_of
from core.money import cost_of_nights, pence

S = BedNightState


@dataclass
class Terms:
    starts_on: date = date(2026, 4, 1)
    beds_agreed: int = 15
    weekly_rate: Decimal = Decimal("4101.30")
    guaranteed_share: Decimal = Decimal(1)
    payable_voids: list[str] = field(default_factory=lambda: list(PAYABLE_VOIDS))
    below_good_share: Decimal = Decimal(0)
    indexation_percent: Decimal = Decimal(0)
    pk: int = 0
    reverses_id: int | None = None


def terms_now(on: date = date(2026, 6, 1), **facts):
    return terms_on(Terms(**facts), [], on=on)


def test_kents_block_guarantees_and_breaks_even_at_thirteen_and_a_half_of_fifteen():
    block = terms_now()
    spot = Decimal("4557.00")
    assert block.guaranteed_weekly == Decimal("61519.50")
    assert break_even_beds(block.guaranteed_weekly, spot) == Decimal("13.5")
    assert break_even_occupancy(block.guaranteed_weekly, spot, block.beds) == Decimal("0.9")
    assert weekly_saving(block.guaranteed_weekly, spot, 15) == Decimal("6835.50")
    assert weekly_saving(block.guaranteed_weekly, spot, 14) == Decimal("2278.50")
    assert weekly_saving(block.guaranteed_weekly, spot, 13) == Decimal("-2278.50")
    assert price_per_occupied_bed(block.guaranteed_weekly, 13) == Decimal("4732.27")


def test_two_beds_empty_all_year_cost_427_707_pounds():
    weekly = payable_weekly(terms_now(), S.VOID_AVAILABLE)
    assert void_cost(weekly, 2 * 365) == Decimal("427707.00")


def test_full_use_costs_what_every_bed_night_adds_to():
    weekly = payable_weekly(terms_now(), S.OCCUPIED)
    assert cost_of_nights(weekly, 15 * 365) == cost_of_nights(Decimal("61519.50"), 365)
    assert cost_of_used_bed_week(cost_of_nights(weekly, 15 * 7), 13 * 7) == Decimal("4732.27")
    assert cost_of_used_bed_week(Decimal("61519.50"), 0) is None


def test_a_two_part_price_owes_its_guarantee_for_an_empty_bed_and_all_for_a_used_one():
    """£18.72m over nine years and four beds, of which £11.262m is guaranteed."""
    full = price_per_bed_week(Decimal(18_720_000), 9, 4)
    guaranteed = price_per_bed_week(Decimal(11_262_000), 9, 4)
    assert (full, guaranteed) == (Decimal("9972.60"), Decimal("5999.54"))
    block = terms_now(weekly_rate=full, guaranteed_share=share_of(guaranteed, full), beds_agreed=4)
    assert pence(payable_weekly(block, S.OCCUPIED)) == Decimal("9972.60")
    assert pence(payable_weekly(block, S.VOID_AVAILABLE)) == Decimal("5999.54")


def test_derbyshires_options_are_worth_thirteen_and_a_half_twenty_two_and_a_half_and_thirty_one_and_a_half():
    values = term_values(Decimal(4_500_000), [3, 2, 2])
    assert values == [Decimal(13_500_000), Decimal(22_500_000), Decimal(31_500_000)]


@pytest.mark.parametrize(
    ("state", "weekly"),
    [
        (S.OCCUPIED, "4101.30"),
        (S.VOID_AVAILABLE, "4101.30"),
        (S.VOID_MATCHING, "4101.30"),
        (S.VOID_AUTHORITY, "4101.30"),
        (S.VOID_PROVIDER, "0"),
        (S.REGULATOR_STOP, "0"),
        (S.VOID_BELOW_GOOD, "2050.65"),
        (S.NOT_LIVE, "0"),
    ],
)
def test_each_state_is_payable_as_the_terms_say(state, weekly):
    block = terms_now(below_good_share=Decimal("0.5"))
    assert payable_weekly(block, state) == Decimal(weekly)


def test_an_unusual_contract_pays_for_the_providers_causes_and_not_for_matching():
    block = terms_now(payable_voids=[S.VOID_PROVIDER])
    assert payable_weekly(block, S.VOID_PROVIDER) == Decimal("4101.30")
    assert payable_weekly(block, S.VOID_MATCHING) == 0


def test_the_price_rises_on_each_anniversary_and_is_rounded_there():
    years = priced_terms(
        Terms(weekly_rate=Decimal("4557.00"), indexation_percent=Decimal("1.5")), [], until=date(2028, 5, 1)
    )
    assert [(year.period.start, year.weekly_rate) for year in years] == [
        (date(2026, 4, 1), Decimal("4557.00")),
        (date(2027, 4, 1), Decimal("4625.36")),
        (date(2028, 4, 1), Decimal("4694.74")),
    ]
    assert years[-1].period.end == date(2028, 5, 1)


def test_a_variation_that_was_taken_back_leaves_the_terms_as_they_were():
    raised = Terms(starts_on=date(2026, 9, 1), weekly_rate=Decimal(5000), pk=1)
    undone = Terms(starts_on=date(2026, 9, 1), weekly_rate=Decimal(5000), pk=2, reverses_id=1)
    signed, until = Terms(indexation_percent=Decimal("1.5")), date(2028, 4, 1)
    assert priced_terms(signed, [raised, undone], until=until) == priced_terms(signed, [], until=until)
    assert len(priced_terms(signed, [raised], until=until)) == 2


def test_a_variation_replaces_the_terms_from_its_day_and_the_last_recorded_holds():
    first = Terms(starts_on=date(2027, 1, 1), beds_agreed=18, pk=1)
    corrected = Terms(starts_on=date(2027, 1, 1), beds_agreed=17, pk=2)
    stretches = priced_terms(Terms(), [corrected, first], until=date(2028, 1, 1))
    assert [(each.beds, each.period.nights) for each in stretches] == [(15, 275), (17, 365)]
