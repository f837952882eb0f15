"""Pure rules of a placement's life: clocks, ages, notice, fees over time, prices side by side."""

from datetime import date
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.choices import FeeKind
from core.money import cost_of_nights
from core.periods import Period
from placements.approvals import Area, care_rule, key_stage_4
from placements.choices import SigningSide
from placements.clocks import Stay, duties, reaches
from placements.fees import Fee, NewFee, changed, highest_weekly, values_over, weekly_on
from placements.life_choices import ClockKind
from placements.notice import paid_until
from placements.prices import spread_of

D = Decimal
START = date(2026, 11, 2)


def stay(**differs) -> Stay:
    facts = {
        "starts_on": START,
        "ends_on": None,
        "known_before": True,
        "is_out_of_area": True,
        "lasts_until_18": False,
        "was_disrupted": False,
        "looked_after_since": date(2026, 10, 26),
        "birth_month": date(2012, 5, 1),
        "done": {},
    }
    return Stay(**{**facts, **differs})


def due(kind: ClockKind, **differs) -> date:
    on = differs.pop("on", date(2026, 11, 10))
    return next(d.due_on for d in duties(stay(**differs), holidays=(), on=on) if d.kind == kind)


def test_plan_and_areas_council_are_due_before_the_start_or_five_working_days_after():
    assert due(ClockKind.PLACEMENT_PLAN) == due(ClockKind.AREA_TOLD) == START
    assert due(ClockKind.PLACEMENT_PLAN, known_before=False) == date(2026, 11, 9)


def test_area_is_told_only_of_a_home_outside_our_own():
    kinds = {d.kind for d in duties(stay(is_out_of_area=False), holidays=(), on=START)}
    assert ClockKind.AREA_TOLD not in kinds


def test_visits_come_within_a_week_then_every_six_weeks():
    assert due(ClockKind.VISIT) == date(2026, 11, 9)
    assert due(ClockKind.VISIT, done={ClockKind.VISIT: [date(2026, 11, 6)]}) == date(2026, 12, 18)


def test_later_visits_are_three_months_apart_where_the_home_is_to_last():
    visits = {ClockKind.VISIT: [date(2027, 11, 5)]}
    assert due(ClockKind.VISIT, lasts_until_18=True, done=visits) == date(2028, 2, 5)
    assert due(ClockKind.VISIT, done=visits) == date(2027, 12, 17)


def test_reviews_come_at_20_working_days_three_months_and_six_months():
    assert due(ClockKind.REVIEW) == date(2026, 11, 23)
    one = [date(2026, 11, 23)]
    assert due(ClockKind.REVIEW, done={ClockKind.REVIEW: one}) == date(2027, 2, 23)
    assert due(ClockKind.REVIEW, done={ClockKind.REVIEW: [*one, date(2027, 2, 23)]}) == date(2027, 8, 23)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (ClockKind.PATHWAY_PLAN, date(2028, 2, 1)),
        (ClockKind.AT_SIXTEEN, date(2028, 5, 1)),
        (ClockKind.ADULT_SERVICES, date(2029, 5, 1)),
        (ClockKind.MOVE_PLAN, date(2029, 11, 1)),
        (ClockKind.LEAVES_CARE, date(2030, 5, 1)),
    ],
)
def test_ages_ring_at_15_9_16_17_17_6_and_18(kind, day):
    assert due(kind) == day


def test_age_past_before_the_placement_is_not_asked_again_and_evidence_answers_one():
    kinds = [d.kind for d in duties(stay(birth_month=date(2010, 3, 1)), holidays=(), on=START)]
    assert ClockKind.PATHWAY_PLAN not in kinds and ClockKind.ADULT_SERVICES in kinds
    done = {ClockKind.ADULT_SERVICES: [date(2026, 12, 1)]}
    answered = duties(stay(birth_month=date(2010, 3, 1), done=done), holidays=(), on=date(2027, 4, 1))
    assert next(d for d in answered if d.kind == ClockKind.ADULT_SERVICES).done_on == date(2026, 12, 1)


def test_breakdown_asks_for_a_meeting_in_ten_working_days():
    ended = stay(ends_on=date(2026, 12, 1), was_disrupted=True)
    kinds = {d.kind: d.due_on for d in duties(ended, holidays=(), on=date(2026, 12, 2))}
    assert kinds[ClockKind.DISRUPTION_MEETING] == date(2026, 12, 15)
    assert ClockKind.VISIT not in kinds


def test_leap_day_child_turns_18_on_1_march():
    assert reaches(date(2008, 2, 29), 216) == date(2026, 3, 1)


def test_council_that_leaves_early_pays_the_notice_and_a_home_does_not():
    given, leaves = date(2026, 11, 2), date(2026, 11, 9)
    council = paid_until(side=SigningSide.AUTHORITY, given_on=given, leaves_on=leaves, notice_days=28)
    assert council == date(2026, 11, 30)
    assert cost_of_nights(D("4557.00"), (council - leaves).days) == D("13671.00")
    home = paid_until(side=SigningSide.PROVIDER, given_on=given, leaves_on=leaves, notice_days=28)
    assert home == leaves


CORE = Fee(FeeKind.CORE, D("4557.00"), Period(START))
STAFF = Fee(FeeKind.ADDITIONAL_STAFFING, D("700.00"), Period(date(2026, 11, 9), date(2026, 12, 7)))


def test_extra_staffing_falls_off_by_itself():
    assert weekly_on([CORE, STAFF], date(2026, 12, 6)) == D("5257.00")
    assert weekly_on([CORE, STAFF], date(2026, 12, 7)) == D("4557.00")


def test_change_ends_one_price_and_starts_another_and_the_week_is_never_both():
    after = changed([CORE, STAFF], [NewFee(FeeKind.CORE, D("4700.00"))], date(2026, 11, 16))
    whole = Period(START, date(2026, 11, 30))
    assert highest_weekly(after, whole) == D("5400.00")
    assert values_over(after, whole).whole_life == D("4557.00") * 2 + D("4700.00") * 2 + D("700.00") * 3


def test_stopped_component_leaves_nothing_behind():
    after = changed([CORE, STAFF], [NewFee(FeeKind.ADDITIONAL_STAFFING, D(0))], date(2026, 11, 9))
    assert after == [CORE]


@pytest.mark.parametrize(
    ("birth_month", "on", "inside"),
    [
        (date(2011, 9, 1), date(2026, 9, 1), True),
        (date(2011, 9, 1), date(2025, 8, 31), False),
        (date(2012, 8, 1), date(2026, 9, 1), True),
        (date(2012, 9, 1), date(2026, 9, 1), False),
        (date(2010, 9, 1), date(2026, 9, 1), True),
        (date(2010, 8, 1), date(2026, 9, 1), False),
    ],
)
def test_key_stage_4_is_school_years_10_and_11(birth_month, on, inside):
    assert key_stage_4(birth_month, on) is inside


def test_unregistered_home_and_change_of_school_go_to_the_law_s_own_people():
    assert care_rule(Area.IN_AREA, is_registered=False).roles == (Role.DCS,)
    assert care_rule(Area.IN_AREA, disrupts_key_stage_4=True).roles == (Role.NOMINATED_OFFICER,)
    assert care_rule(Area.DISTANT, disrupts_key_stage_4=True).roles == (Role.DCS,)


def test_prices_are_told_with_their_spread_and_never_of_fewer_than_five():
    prices = [D(n) for n in (4000, 4200, 4400, 4600, 5000)]
    spread = spread_of("placements in a children's home", prices, fewest=5)
    assert (spread.count, spread.lowest, spread.highest) == (5, D(4000), D(5000))
    assert spread.quartiles == [D(4200), D(4400), D(4600)]
    assert spread.dearer_than(D(4500)) == 3
    assert spread_of("", prices[:4], fewest=5) is None
