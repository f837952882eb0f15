"""What a rule of uplifts allows, and how a ballot of councils comes out. Pure; percentages as Decimal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from core.errors import DomainError
from core.money import pence
from core.periods import add_months

MONTHS_BETWEEN = 12


class Rule(Protocol):
    """The terms of a window, as ``contracts.models.UpliftWindow`` holds them."""

    cap_percent: Decimal
    cpi_percent: Decimal
    review_above_percent: Decimal


def most_allowed(rule: Rule) -> Decimal:
    """The lower of the cap and CPI; never less than nothing."""
    return max(min(rule.cap_percent, rule.cpi_percent), Decimal(0))


def is_reviewed(rule: Rule) -> bool:
    """Whether CPI passed the line from which the rule itself is reviewed."""
    return rule.cpi_percent > rule.review_above_percent


def check_percent(rule: Rule, percent: Decimal, *, asked: Decimal) -> None:
    """Raise DomainError where ``percent`` is nothing, more than was asked, or than the rule lets a council
    agree."""
    if percent <= 0:
        raise DomainError("Enter more than 0%. To keep the price as it is, refuse.", field="percent")
    if percent > asked:
        raise DomainError(f"The provider asked for {asked}%: more cannot be agreed.", field="percent")
    if percent > most_allowed(rule) and not is_reviewed(rule):
        raise DomainError(
            f"The most that may be agreed is {most_allowed(rule)}%: the lower of {rule.cap_percent}% and CPI"
            f" ({rule.cpi_percent}%).",
            field="percent",
        )


def raised(weekly: Decimal, percent: Decimal) -> Decimal:
    """A weekly price after an uplift, to the penny, half up."""
    return pence(weekly * (100 + percent) / 100)


def earliest_next(effective_on: date) -> date:
    """The first day on which a price that rose on ``effective_on`` may rise again."""
    return add_months(effective_on, MONTHS_BETWEEN)


class Outcome(StrEnum):
    OPEN = "The ballot is open"
    CARRIED = "Carried"
    LOST = "Lost"
    NO_QUORUM = "Too few councils voted: the old price stands"


@dataclass(frozen=True)
class Ballot:
    """``members`` may vote, ``in_favour`` and ``against`` did; at least ``quorum`` must."""

    members: int
    in_favour: int
    against: int
    quorum: int
    is_over: bool

    @property
    def cast(self) -> int:
        return self.in_favour + self.against

    @property
    def outcome(self) -> Outcome:
        """Over when its last day has passed or everybody has voted; a tie is lost."""
        if not (self.is_over or self.cast >= self.members):
            return Outcome.OPEN
        if self.cast < self.quorum:
            return Outcome.NO_QUORUM
        return Outcome.CARRIED if self.in_favour > self.against else Outcome.LOST


def ballot_of(votes: Sequence[bool], *, members: int, quorum: int, decide_by: date, on: date) -> Ballot:
    in_favour = sum(votes)
    return Ballot(members, in_favour, len(votes) - in_favour, quorum, on > decide_by)
