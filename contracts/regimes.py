"""Which procurement law a tool stands under, and what follows from it. Pure.

Public Contracts Regulations 2015 for what began before 24 February 2025, for its whole life, call-offs and
changes included; the Procurement Act 2023 for what began on or after that day. A tool begins with its first
notice, which may be long before its first day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.choices import Regime, ToolType
from contracts.tool_choices import NoticeKind
from core.periods import Period, add_months

PROCUREMENT_ACT = date(2025, 2, 24)
# A dynamic purchasing system under regulation 34 ends four years after the Act at the latest, and its period
# could be altered for one year after it.
LAST_DAY_OF_DPS = date(2029, 2, 23)
LAST_DAY_TO_ALTER_DPS = date(2026, 2, 23)
OPEN_FRAMEWORK_YEARS = 8
# Light-touch services to local authorities, with VAT.
LIGHT_TOUCH_THRESHOLD = Decimal("663540")
DETAILS_NOTICE_DAYS = 120
AWARD_NOTICE_DAYS = 30

T = ToolType
TYPES_OF: dict[Regime, tuple[ToolType, ...]] = {
    Regime.PCR_2015: (T.FRAMEWORK, T.DPS, T.PSEUDO_DPS, T.APPROVED_LIST),
    Regime.PA_2023: (T.FRAMEWORK, T.OPEN_FRAMEWORK, T.DYNAMIC_MARKET, T.APPROVED_LIST),
}
GROUNDS: dict[Regime, tuple[str, ...]] = {
    Regime.PCR_2015: (
        "Extreme urgency that nobody could foresee, and only as far as strictly necessary (regulation 32)",
        "Only one provider can do it, for technical reasons or exclusive rights (regulation 32)",
        "No suitable tender was received (regulation 32)",
    ),
    Regime.PA_2023: (
        "User choice: for one child, whose or whose carer's preference or needs leave one provider, and where"
        " competing would be against the child's interest",
        "Extreme and unavoidable urgency, strictly necessary (schedule 5)",
        "A single provider: no reasonable alternative (schedule 5)",
        "The provider is insolvent (schedule 5)",
        "Further services of the same provider (schedule 5)",
    ),
}
STANDSTILL = {
    Regime.PCR_2015: "Optional for light-touch services; good practice is 10 days before signing.",
    Regime.PA_2023: "Not mandatory for light-touch services; 8 working days where the award notice says so.",
}
REOPENING: dict[ToolType, str] = {
    T.FRAMEWORK: "Closed: nobody joins between the award and the end.",
    T.DPS: "Always open. An application is decided in 10 working days, 15 where that is justified.",
    T.PSEUDO_DPS: "Opens in rounds, as the council has published.",
    T.DYNAMIC_MARKET: "Always open, any number of members. Conditions cannot change during its life.",
    T.OPEN_FRAMEWORK: "Opens again at least once in its first three years, then at least every five.",
    T.APPROVED_LIST: "The council opens it when it likes.",
}
# Joined at any time, so a round of these may be without a last day.
ALWAYS_OPEN = (T.DPS, T.DYNAMIC_MARKET, T.APPROVED_LIST)
# Joined once.
CLOSED_ONCE = (T.FRAMEWORK,)


@dataclass(frozen=True)
class DueNotice:
    """A notice that the tool must give, what for and by when."""

    kind: NoticeKind
    why: str
    due_on: date


@dataclass(frozen=True)
class Rules:
    """What follows from the regime. ``last_day`` is the latest possible, None without a limit."""

    regime: Regime
    longest: str
    last_day: date | None
    grounds: tuple[str, ...]
    standstill: str
    reopening: str
    doubts: tuple[str, ...]


def opening_due_by(tool_type: ToolType, starts_on: date, opened_on: tuple[date, ...]) -> date | None:
    """By when an open framework must open again; None for every other tool."""
    if tool_type != T.OPEN_FRAMEWORK:
        return None
    later = [on for on in opened_on if on > starts_on]
    return add_months(max(later), 60) if later else add_months(starts_on, 36)


def regime_of(began_on: date) -> Regime:
    return Regime.PCR_2015 if began_on < PROCUREMENT_ACT else Regime.PA_2023


def refusal_of(tool_type: ToolType, regime: Regime) -> str:
    """Why such a tool cannot be set up under the regime; empty when it can."""
    if tool_type in TYPES_OF[regime]:
        return ""
    instead = (
        "a framework, a dynamic purchasing system or a pseudo-DPS"
        if regime == Regime.PCR_2015
        else "an open framework or a dynamic market"
    )
    when = "before" if regime == Regime.PCR_2015 else "on or after"
    return f"A procurement that began {when} 24 February 2025 cannot set up this kind: choose {instead}"


def latest_day(tool_type: ToolType, regime: Regime, starts_on: date) -> date | None:
    """The last day such a tool may have; None without a limit. Light-touch services throughout."""
    if tool_type == T.DPS and regime == Regime.PCR_2015:
        return LAST_DAY_OF_DPS
    if tool_type == T.OPEN_FRAMEWORK:
        return add_months(starts_on, 12 * OPEN_FRAMEWORK_YEARS) - timedelta(days=1)
    return None


def rules_of(tool_type: ToolType, regime: Regime, starts_on: date) -> Rules:
    longest = {
        T.DPS: "A dynamic purchasing system under regulation 34 ends on 23 February 2029 at the latest; its"
        " period could be altered until 23 February 2026.",
        T.OPEN_FRAMEWORK: f"{OPEN_FRAMEWORK_YEARS} years.",
    }.get(tool_type, "The law sets no limit for light-touch services: the council's own choice.")
    doubts = []
    if tool_type == T.PSEUDO_DPS:
        doubts.append(
            "A pseudo-DPS stands on the light-touch rules, not plainly on regulation 34: ask legal."
        )
    if tool_type == T.DYNAMIC_MARKET:
        doubts.append(
            "Above the threshold each call-off needs its own tender notice; below it conditions of membership"
            " are barred, with few exceptions: ask legal."
        )
    if regime == Regime.PCR_2015:
        doubts.append("Call-offs and changes stay under the 2015 regulations, also after 24 February 2025.")
    return Rules(
        regime,
        longest,
        latest_day(tool_type, regime, starts_on),
        GROUNDS[regime],
        STANDSTILL[regime],
        REOPENING[tool_type],
        tuple(doubts),
    )


def notices_due(
    tool_type: ToolType, regime: Regime, began_on: date, term: Period, extended_on: tuple[date, ...] = ()
) -> list[DueNotice]:
    """Every notice in the life of a tool, by the day it is due. An approved list without a competed price,
    set up under neither a tender nor a market, gives none."""
    if tool_type == T.APPROVED_LIST:
        return []
    N = NoticeKind
    first = term.start - timedelta(days=1)
    if regime == Regime.PCR_2015:
        due = [
            DueNotice(N.CONTRACT, "Call for competition", began_on),
            DueNotice(N.AWARD, "Members admitted", term.start + timedelta(days=AWARD_NOTICE_DAYS)),
        ]
    elif tool_type == T.DYNAMIC_MARKET:
        due = [
            DueNotice(N.UK13, "Before the market is set up", began_on),
            DueNotice(N.UK14, "The market is established", term.start),
            *(DueNotice(N.UK15, "The market was changed", day) for day in extended_on),
        ]
        if term.end:
            due.append(DueNotice(N.UK16, "The market ends", term.end))
    else:
        due = [
            DueNotice(N.UK4, "Tender", began_on),
            DueNotice(N.UK6, "Before the framework is concluded", first),
            DueNotice(N.UK7, "Framework concluded", term.start + timedelta(days=DETAILS_NOTICE_DAYS)),
            *(DueNotice(N.UK10, "The term was extended", day) for day in extended_on),
        ]
        if term.end:
            due.append(DueNotice(N.UK11, "The framework ends", term.end + timedelta(days=AWARD_NOTICE_DAYS)))
    return sorted(due, key=lambda each: (each.due_on, each.kind))
