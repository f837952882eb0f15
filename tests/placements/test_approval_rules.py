"""The pure rules of approval: values, areas, and who may decide."""

from datetime import date
from decimal import Decimal

import pytest

from authorities.choices import GRADES, Role
from contracts.choices import PurchaseBasis, Route
from core.periods import Period
from placements.approvals import (
    Area,
    Values,
    care_rule,
    end_of_childhood,
    financial_rule,
    is_on_contract,
    may_decide,
    purchase_basis,
    values_of,
)

D = Decimal
START = date(2026, 12, 1)


def test_values_of_kents_bed_over_ten_years():
    stay = Period(date(2022, 1, 1), date(2032, 1, 1))
    values = values_of([(D("4557.00"), Period(stay.start))], stay)
    assert values == Values(D("4557.00"), D("237615.00"), D("2377452.00"))


def test_time_limited_fee_counts_for_its_own_nights_only():
    stay = Period(START, date(2027, 2, 9))  # 70 nights
    core = (D("3500.00"), Period(START))
    staffing = (D("700.00"), Period(START, date(2026, 12, 15)))  # 14 nights
    assert values_of([core, staffing], stay).whole_life == D("36400.00")


def test_fee_that_starts_after_the_stay_counts_in_the_week_but_not_in_the_whole():
    stay = Period(START, date(2026, 12, 8))
    values = values_of([(D(700), Period(START)), (D(70), Period(date(2027, 1, 1)))], stay)
    assert (values.weekly, values.whole_life) == (D("770.00"), D("700.00"))


@pytest.mark.parametrize(
    ("area", "roles"),
    [
        (Area.IN_AREA, GRADES),
        (Area.ADJOINING, (Role.NOMINATED_OFFICER,)),
        (Area.DISTANT, (Role.DCS,)),
    ],
)
def test_care_approval_goes_by_area_not_by_miles(area, roles):
    assert care_rule(area).roles == roles


def test_distant_placement_names_the_consultation():
    assert "consulted" in care_rule(Area.DISTANT).grounds


def test_financial_rule_says_which_grade_and_why():
    values = Values(D("4557.00"), D("237615.00"), D("900000.00"))
    rule = financial_rule([Role.ASSISTANT_DIRECTOR, Role.DCS], values, grades_up=1)
    assert rule.roles == (Role.ASSISTANT_DIRECTOR, Role.DCS)
    assert "Assistant director" in rule.grounds
    assert "£4,557.00 a week" in rule.grounds
    assert "one grade up" in rule.grounds


@pytest.mark.parametrize(
    ("route", "basis", "on_contract"),
    [
        (Route.IN_HOUSE, PurchaseBasis.IN_HOUSE, True),
        (Route.BLOCK, PurchaseBasis.BLOCK, True),
        (Route.FRAMEWORK_TIER_2, PurchaseBasis.CALL_OFF, True),
        (Route.DPS, PurchaseBasis.CALL_OFF, True),
        (Route.PARTNERSHIP, PurchaseBasis.CALL_OFF, True),
        (Route.SPOT, PurchaseBasis.SPOT, False),
        (Route.EXCEPTION, PurchaseBasis.SPOT, False),
    ],
)
def test_route_fixes_how_a_home_is_bought(route, basis, on_contract):
    assert purchase_basis(route) is basis
    assert is_on_contract(route) is on_contract


def decide(**facts):
    return may_decide(
        **{
            "person_id": 7,
            "roles": {Role.HEAD_OF_SERVICE},
            "roles_able": GRADES,
            "raised_by": {1, 2},
            "already_given": 0,
            **facts,
        }
    )


def test_able_grade_may_decide_and_may_give_two():
    assert decide()
    assert decide(already_given=1)


@pytest.mark.parametrize(
    "facts",
    [
        {"person_id": None},
        {"person_id": 2},
        {"roles": {Role.COMMISSIONER}},
        {"roles_able": (Role.DCS,)},
        {"already_given": 2},
    ],
)
def test_nobody_else_may_decide(facts):
    decision = decide(**facts)
    assert not decision
    assert decision.reason.endswith(".")


@pytest.mark.parametrize(
    ("birth_month", "end"),
    [(date(2012, 3, 1), date(2030, 4, 1)), (date(2010, 12, 1), date(2029, 1, 1))],
)
def test_end_of_childhood_never_tells_the_birthday(birth_month, end):
    assert end_of_childhood(birth_month) == end
