from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from contracts.calculations import full_term_value
from contracts.terms import full_term_months, option_terms
from core.periods import Period, add_months


@dataclass
class Option:
    position: int
    months: int
    notice_months: int = 6
    exercised_on: date | None = None


def test_the_last_day_to_decide_leaves_notice_and_governance():
    term = Period(date(2023, 4, 1), date(2028, 4, 1))
    used, first, second = option_terms(
        term,
        [Option(2, 24), Option(1, 24, exercised_on=date(2025, 1, 15)), Option(3, 12)],
        governance_weeks=12,
    )
    assert (used.exercised_on, used.decide_by) == (date(2025, 1, 15), None)
    # 31 March 2028 less six months is 30 September 2027; twelve weeks before that is 8 July.
    assert (first.decide_by, first.new_last_day) == (date(2027, 7, 8), date(2030, 3, 31))
    assert (second.decide_by, second.new_last_day) == (date(2029, 7, 8), date(2031, 3, 31))


def test_an_open_contract_has_nothing_to_decide():
    [term] = option_terms(Period(date(2023, 4, 1)), [Option(1, 12)], governance_weeks=12)
    assert (term.decide_by, term.new_last_day) == (None, None)
    assert full_term_months(Period(date(2023, 4, 1)), []) is None


def test_the_full_term_counts_options_not_yet_used():
    term = Period(date(2023, 4, 1), date(2028, 4, 1))
    assert full_term_months(term, [Option(1, 24, exercised_on=date(2025, 1, 1)), Option(2, 24)]) == 84


@pytest.mark.parametrize(
    "on, months, then",
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 20), 14, date(2028, 1, 20)),
        (date(2026, 1, 5), -13, date(2024, 12, 5)),
    ],
)
def test_months_are_added_to_the_last_day_of_a_shorter_month(on, months, then):
    assert add_months(on, months) == then


def test_a_term_ending_within_a_year_pays_for_the_part():
    assert full_term_value(Decimal(100), Decimal("2.5"), Decimal("0.10")) == Decimal("270.50")
