"""Which law a tool stands under, by the day its procurement began, and what follows from it."""

from datetime import date

import pytest

from contracts.choices import Regime, ToolType
from contracts.regimes import latest_day, notices_due, opening_due_by, refusal_of, regime_of, rules_of
from contracts.tool_choices import NoticeKind
from core.periods import Period

PCR, ACT = Regime.PCR_2015, Regime.PA_2023


@pytest.mark.parametrize(
    ("began_on", "regime"), [(date(2025, 2, 23), PCR), (date(2025, 2, 24), ACT), (date(2019, 3, 1), PCR)]
)
def test_regime_follows_the_day_the_procurement_began(began_on, regime):
    assert regime_of(began_on) == regime


@pytest.mark.parametrize("tool_type", [ToolType.DPS, ToolType.PSEUDO_DPS])
def test_the_old_tools_cannot_begin_under_the_act(tool_type):
    assert "open framework" in refusal_of(tool_type, ACT)
    assert refusal_of(tool_type, PCR) == ""


@pytest.mark.parametrize("tool_type", [ToolType.DYNAMIC_MARKET, ToolType.OPEN_FRAMEWORK])
def test_the_acts_tools_cannot_begin_before_it(tool_type):
    assert "before 24 February 2025" in refusal_of(tool_type, PCR)
    assert refusal_of(tool_type, ACT) == ""


def test_longest_life_is_the_laws_where_it_sets_one():
    start = date(2026, 4, 1)
    assert latest_day(ToolType.DPS, PCR, date(2021, 4, 1)) == date(2029, 2, 23)
    assert latest_day(ToolType.OPEN_FRAMEWORK, ACT, start) == date(2034, 3, 31)
    assert latest_day(ToolType.FRAMEWORK, ACT, start) is None
    assert latest_day(ToolType.DYNAMIC_MARKET, ACT, start) is None


def test_a_framework_under_the_act_gives_its_notices_on_their_days():
    term = Period(date(2026, 4, 1), date(2030, 4, 1))
    due = notices_due(ToolType.FRAMEWORK, ACT, date(2025, 9, 1), term, (date(2029, 10, 1),))
    assert [(each.kind, each.due_on) for each in due] == [
        (NoticeKind.UK4, date(2025, 9, 1)),
        (NoticeKind.UK6, date(2026, 3, 31)),
        (NoticeKind.UK7, date(2026, 7, 30)),
        (NoticeKind.UK10, date(2029, 10, 1)),
        (NoticeKind.UK11, date(2030, 5, 1)),
    ]


def test_a_dynamic_market_and_an_old_dps_give_notices_of_their_own_kind():
    term = Period(date(2026, 4, 1), date(2030, 4, 1))
    market = notices_due(ToolType.DYNAMIC_MARKET, ACT, date(2026, 1, 1), term)
    assert [each.kind for each in market] == [NoticeKind.UK13, NoticeKind.UK14, NoticeKind.UK16]
    old = notices_due(ToolType.DPS, PCR, date(2020, 9, 1), term)
    assert [each.kind for each in old] == [NoticeKind.CONTRACT, NoticeKind.AWARD]
    assert notices_due(ToolType.APPROVED_LIST, PCR, date(2020, 9, 1), term) == []


def test_an_open_framework_must_open_again():
    start = date(2026, 4, 1)
    assert opening_due_by(ToolType.OPEN_FRAMEWORK, start, (start,)) == date(2029, 4, 1)
    assert opening_due_by(ToolType.OPEN_FRAMEWORK, start, (date(2028, 4, 1),)) == date(2033, 4, 1)
    assert opening_due_by(ToolType.FRAMEWORK, start, ()) is None


def test_rules_carry_grounds_and_doubts():
    rules = rules_of(ToolType.PSEUDO_DPS, PCR, date(2024, 4, 1))
    assert any("regulation 32" in ground for ground in rules.grounds)
    assert any("ask legal" in doubt for doubt in rules.doubts)
    assert any(
        "User choice" in ground for ground in rules_of(ToolType.FRAMEWORK, ACT, date(2026, 4, 1)).grounds
    )
