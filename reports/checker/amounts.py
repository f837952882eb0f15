"""Numbers as papers write them: money, percentages, counts and terms, each with its last printed place."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MAGNITUDES = {
    "k": Decimal(1_000),
    "thousand": Decimal(1_000),
    "m": Decimal(1_000_000),
    "million": Decimal(1_000_000),
    "bn": Decimal(1_000_000_000),
    "billion": Decimal(1_000_000_000),
}
WORDS = {
    word: number
    for number, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
}
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
WORD_NUMBER = "|".join(WORDS)
MONEY = re.compile(
    r"£\s?(?P<digits>\d[\d,]*(?:\.\d+)?)(?:\s?(?P<magnitude>million|billion|thousand|bn|m|k)\b)?",
    re.IGNORECASE,
)
PERCENT = re.compile(r"(?P<digits>\d+(?:\.\d+)?)\s?(?:%|per\s?cent\b)", re.IGNORECASE)
# A whole number that is not money, a percentage, a date, a year of the calendar or a number of years.
COUNT = re.compile(
    rf"(?<![£\d.,/+−–-])\b(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\b(?![,.]?\d|\s?%|\s?per\s?cent|/|\+)",
    re.IGNORECASE,
)
YEARS = re.compile(
    rf"(?<!adults of )(?<!aged )\b(?P<digits>\d{{1,2}}|{WORD_NUMBER})(?:\s|-)years?(?:['’])?\b"
    r"(?!\s*(?:old|olds|of age|ago))",
    re.IGNORECASE,
)
OPTIONS = re.compile(r"\b(\d{1,2}(?:\s?\+\s?\d{1,2})+)\b")
ROUGHLY = re.compile(
    r"(?:about|around|approximately|approx\.?|nearly|almost|some|roughly|circa|over|more than|up to|at least"
    r"|under|fewer than|less than|just)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """``step`` is the worth of one in the last printed place; a rough amount is said to be one."""

    value: Decimal
    step: Decimal
    start: int
    end: int
    text: str
    is_rough: bool = False

    def agrees(self, true: Decimal) -> bool:
        """Whether ``true``, rounded half up to the printed place, is what is printed; roughly, within 5%."""
        if self.is_rough:
            return abs(true - self.value) <= max(abs(true) * Decimal("0.05"), self.step)
        return self.rounded(true) == self.value

    def rounded(self, true: Decimal) -> Decimal:
        return (true / self.step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * self.step

    @property
    def slack(self) -> Decimal:
        """How far the truth may be from what is printed."""
        return self.step / 2


def money_in(text: str, offset: int = 0) -> list[Amount]:
    return [
        _amount(found, text, offset, MAGNITUDES.get((found["magnitude"] or "").lower(), Decimal(1)))
        for found in MONEY.finditer(text)
    ]


def percents_in(text: str, offset: int = 0) -> list[Amount]:
    return [_amount(found, text, offset) for found in PERCENT.finditer(text)]


def counts_in(text: str, offset: int = 0) -> list[Amount]:
    """Whole numbers that count something: those that belong to dates, terms and references are left out."""
    taken = [span for pattern in NOT_COUNTS for span in (found.span() for found in pattern.finditer(text))]
    return [
        _amount(found, text, offset)
        for found in COUNT.finditer(text)
        if not any(start <= found.start() < end for start, end in taken)
    ]


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{MONTHS})(?:,?\s+(?P<year>\d{{4}}))?\b")
NOT_COUNTS = (
    DATE,
    YEARS,
    OPTIONS,
    re.compile(rf"\b(?:{MONTHS})\s+\d{{4}}\b"),
    re.compile(r"\b(?:19|20)\d\d(?:\s?[-/–]\s?\d{2,4})?\b"),
    re.compile(
        r"\b(?:section|paragraph|para|appendix|part|lot|tier|item|schedule|regulation|reg|page|phase|s|ss|recommendation"
        r"|option|stage|table|figure|key stage|version|annex)s?\.?"
        r"\s?\d+[\dA-Z.]*(?:\s?(?:and|to|or|,|-|–)\s?\d+[\dA-Z.]*)*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:\d+|{WORD_NUMBER})(?:\s|-)(?:weeks?|months?|days?|hours?|miles?|minutes?|nights?|working)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:aged?|ages)\s+\d+(?:\s?(?:to|-|–|and)\s?\d+)?", re.IGNORECASE),
    re.compile(r"\b\d+(?:st|nd|rd|th)\b"),
)


def terms_in(text: str, offset: int = 0) -> list[Amount]:
    """Terms in years; a term with options, 3+2+2, is their sum."""
    plain = [_amount(found, text, offset) for found in YEARS.finditer(text)]
    with_options = [
        Amount(
            Decimal(sum(int(part) for part in found.group().split("+"))),
            Decimal(1),
            found.start() + offset,
            found.end() + offset,
            found.group(),
        )
        for found in OPTIONS.finditer(text)
    ]
    return sorted(plain + with_options, key=lambda term: term.start)


def date_of(found: re.Match[str]) -> date | None:
    """The day a ``DATE`` match names; None without a year or where the calendar has no such day."""
    try:
        return date(
            int(found["year"]), MONTHS.split("|").index(found["month"].title()) + 1, int(found["day"])
        )
    except (TypeError, ValueError):
        return None


def dates_in(text: str) -> list[date]:
    return [on for found in DATE.finditer(text) if (on := date_of(found))]


def written(value: Decimal, like: Amount | None = None) -> str:
    """Money as a paper would write it, to the same place as ``like``: £35.64m, £4,557.00."""
    if (like and like.step >= 1_000) or (not like and value >= 1_000_000):
        step = like.step if like else Decimal(10_000)
        millions = (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step / 1_000_000
        return f"£{millions.normalize():f}m"
    places = Decimal("0.01") if value != value.to_integral_value() else Decimal(1)
    return f"£{value.quantize(places, rounding=ROUND_HALF_UP):,}"


def share(value: Decimal, places: int = 1) -> str:
    """A ratio as a percentage."""
    return f"{(value * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)}%"


def _amount(found: re.Match[str], text: str, offset: int, scale: Decimal = Decimal(1)) -> Amount:
    digits = found["digits"].replace(",", "").lower()
    number = Decimal(WORDS[digits]) if digits in WORDS else Decimal(digits)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Amount(
        number * scale,
        Decimal(1).scaleb(exponent) * scale,
        found.start() + offset,
        found.end() + offset,
        found.group(),
        bool(ROUGHLY.search(text[max(0, found.start() - 20) : found.start()])),
    )
