"""Shares and growth as the field counts them: whole numbers in, Decimal per cents out, half up, no database.

A share without a denominator is None, never 0%: the page says "none placed", not "0%".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.errors import DomainError

HUNDRED = Decimal(100)


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Half up, so that 12.5% to a whole per cent is 13%."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Share:
    """A count over its stated base; both are kept so that the figure can be checked."""

    part: int
    base: int

    def __post_init__(self) -> None:
        if self.part < 0 or self.base < 0:
            raise DomainError("A share is made of counts; a count is never below zero.")

    @property
    def percent(self) -> Decimal | None:
        """Unrounded."""
        return HUNDRED * self.part / self.base if self.base else None

    def rounded(self, places: int = 1) -> Decimal | None:
        return None if self.percent is None else rounded(self.percent, places)


def leverage(own_children_in_area: int, beds_in_area: int) -> Share:
    """How much of the local market's beds the council's own children hold."""
    return Share(own_children_in_area, beds_in_area)


def in_area_share(own_children_in_area: int, own_children: int) -> Share:
    """Own children of one placement type who are placed in the area, over all own children of that type."""
    return Share(own_children_in_area, own_children)


@dataclass(frozen=True)
class Growth:
    """From ``old`` to ``new``; the base of a growth is always the old figure."""

    old: int
    new: int

    @property
    def change(self) -> int:
        return self.new - self.old

    @property
    def percent(self) -> Decimal | None:
        return HUNDRED * self.change / self.old if self.old else None

    def rounded(self, places: int = 1) -> Decimal | None:
        return None if self.percent is None else rounded(self.percent, places)


@dataclass(frozen=True)
class Quality:
    """Children in settings by grade. The share is over settings with a grade; the others stand beside it."""

    good_or_better: Share
    without_grade: int


FOUR_GRADES = ("outstanding", "good", "requires_improvement", "inadequate")


def good_or_better(
    children_by_judgement: Mapping[str, int], *, scale: Sequence[str] = FOUR_GRADES, good: int = 2
) -> Quality:
    """Keys are judgement codes, of which the first ``good`` of ``scale`` count as good; what is not on the
    scale ("not_yet_inspected", "not_judged") is left out of the base and shown."""
    graded = [children_by_judgement.get(grade, 0) for grade in scale]
    without = sum(children_by_judgement.values()) - sum(graded)
    return Quality(Share(sum(graded[:good]), sum(graded)), without)
