"""Rates, years and terms: weekly × beds × weeks, yearly × years, and amounts of unlikely size."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.checker.amounts import Amount, counts_in, money_in, terms_in, written
from reports.checker.draft import Draft, Line
from reports.checker.finding import Finding, Rule

WEEKLY = re.compile(
    r"^[^.£]{0,25}?\b(?:a|per|each|every)\s(?:bed\s)?(?:(?:a|per)\s)?week\b|^\s*(?:weekly|pw|p/w)\b",
    re.IGNORECASE,
)
WEEKLY_BEFORE = re.compile(r"\bweekly\s(?:\w+\s){0,3}(?:of|is|at|was)?\s*$", re.IGNORECASE)
YEARLY = re.compile(
    r"^[^.£]{0,20}?\b(?:a|per|each|every)\s(?:year|annum)\b|^\s*(?:annually|yearly|p\.?a\.?\b)", re.IGNORECASE
)
YEARLY_BEFORE = re.compile(r"\b(?:annual|yearly)\s(?:\w+\s){0,3}(?:of|is|at|was)?\s*$", re.IGNORECASE)
WHOLE = re.compile(
    r"^[^.£;]{0,40}?\b(?:over|for|across|during)\s(?:the\s|its\s|a\s|all\s)?(?:whole\s|full\s|entire\s)?(?:[\w+-]+\s)?(?:\(?[\d+\w]+\)?[\s-])?(?:years?|term|life|period)\b"
    r"|^\s*(?:in total|in all|altogether)",
    re.IGNORECASE,
)
WHOLE_BEFORE = re.compile(
    r"\b(?:total(?:ling)?|whole[- ]life|ceiling|altogether|in all|maximum)\s(?:\w+\s){0,4}?$", re.IGNORECASE
)
BY_THE_BED = re.compile(r"\s*(?:a|per|each)\s(?:bed|place|child)\b", re.IGNORECASE)
# A ceiling may be higher than what is planned under it.
CEILING = re.compile(r"\b(?:ceiling|limit|maximum|within|no more than)\s(?:\w+\s){0,4}?$", re.IGNORECASE)
BEDS = re.compile(r"\s*(?:\w+\s){0,2}?(?:beds?|places)\b", re.IGNORECASE)
# A discount or a share between the rate and the year: the plain product is not what is claimed.
ADJUSTED = re.compile(
    r"ramp|phase|occupan|void|discount|below|under spot|guarantee|saving|index|inflation", re.IGNORECASE
)
CONVENTIONS = (
    ("52 weeks", Decimal(52)),
    ("52.14 weeks", Decimal("52.14")),
    ("365 nights", Decimal(365) / 7),
    ("366 nights", Decimal(366) / 7),
)
UNLIKELY = Decimal(5_000_000_000)
NATIONAL = re.compile(r"\b(?:national|England|country|government|Treasury|billion|bn)\b", re.IGNORECASE)
BROKEN_COMMAS = re.compile(r"£\s?\d{1,3}(?:,\d{3})*,(?:\d{1,2}|\d{4,})(?![\d,])")


def find(draft: Draft) -> Iterator[Finding]:
    for line in draft.paragraphs:
        weekly, yearly, whole = _sorted(line)
        yield from _weekly_to_yearly(line, weekly, yearly)
        yield from _yearly_to_term(line, yearly, whole)
    yield from _sizes(draft)


def _sorted(line: Line) -> tuple[list[Amount], list[Amount], list[Amount]]:
    """A paragraph's amounts that are said to be by the week, by the year, and for the whole term."""
    weekly, yearly, whole = [], [], []
    for amount in money_in(line.text):
        before, after = (
            line.text[max(0, amount.start - 60) : amount.start],
            line.text[amount.end : amount.end + 120],
        )
        if WEEKLY.search(after) or WEEKLY_BEFORE.search(before):
            weekly.append(amount)
        elif YEARLY.search(after) or YEARLY_BEFORE.search(before):
            yearly.append(amount)
        elif WHOLE.search(after) or WHOLE_BEFORE.search(before):
            whole.append(amount)
    return weekly, yearly, whole


def _weekly_to_yearly(line: Line, weekly: list[Amount], yearly: list[Amount]) -> Iterator[Finding]:
    if len(weekly) != 1 or len(yearly) != 1 or ADJUSTED.search(line.text):
        return
    [rate], [year] = weekly, yearly
    beds = {a.value for a in counts_in(line.text) if BEDS.match(line.text, a.end) and a.value}
    # By the bed, without saying how many there are: nothing to reckon with.
    unsaid = not beds and BY_THE_BED.match(line.text, rate.end)
    if len(beds) > 1 or unsaid or year.is_rough:
        return
    many = beds.pop() if beds else Decimal(1)
    made = [(name, rate.value * many * weeks) for name, weeks in CONVENTIONS]
    slack = year.slack + rate.slack * many * 53
    if any(year.agrees(value) or abs(value - year.value) <= slack for _, value in made):
        return
    likely = made[2][1]
    yield Finding(
        Rule.RATE,
        line.start + min(rate.start, year.start),
        line.start + max(rate.end, year.end),
        line.text,
        f"{rate.text} a week for {many:f} {'bed' if many == 1 else 'beds'} does not make {year.text} a year, "
        "however a year is counted.",
        f"{written(likely, year)} at 365 nights.",
        "; ".join(f"{written(value)} at {name}" for name, value in made),
    )


def _yearly_to_term(line: Line, yearly: list[Amount], whole: list[Amount]) -> Iterator[Finding]:
    """Several totals may stand beside several terms (3, 5 and 7 years): each must fit one of them."""
    terms = terms_in(line.text)
    if len(yearly) != 1 or not whole or not terms or ADJUSTED.search(line.text):
        return
    [year] = yearly
    lengths = {term.value for term in terms}
    running = [sum(sorted(lengths)[: n + 1]) for n in range(len(lengths))]
    for total in whole:
        products = [year.value * Decimal(length) for length in {*lengths, *running}]
        slack = max(lengths) * year.slack + total.slack
        is_within = CEILING.search(line.text[max(0, total.start - 60) : total.start])
        if is_within and max(products) <= total.value + slack:
            continue
        if total.is_rough or any(abs(product - total.value) <= slack for product in products):
            continue
        term = min(terms, key=lambda t: abs(t.start - total.start))
        true = year.value * term.value
        yield Finding(
            Rule.TERM,
            line.start + min(year.start, total.start),
            line.start + max(year.end, total.end),
            line.text,
            f"{year.text} a year for {term.value:f} years does not make {total.text}.",
            f"{written(true)}.",
            f"{year.text} × {term.value:f} = {written(true)}",
        )


def _sizes(draft: Draft) -> Iterator[Finding]:
    for found in BROKEN_COMMAS.finditer(draft.text):
        yield Finding(
            Rule.MAGNITUDE,
            found.start(),
            found.end(),
            found.group(),
            "The commas do not part thousands.",
            "Commas every three figures, or a full stop for pence.",
        )
    for amount in money_in(draft.text):
        sentence = draft.sentence_at(amount.start)
        if (
            amount.value < UNLIKELY
            or "bn" in amount.text
            or "billion" in amount.text
            or NATIONAL.search(sentence.text)
        ):
            continue
        if amount.step < 1_000_000 or "," not in amount.text:
            continue
        yield Finding(
            Rule.MAGNITUDE,
            amount.start,
            amount.end,
            sentence.text or amount.text,
            f"{amount.text} is {amount.value / 1_000_000_000:,.3f} billion pounds: "
            "the comma may stand for a decimal point.",
            f"{amount.text.replace(',', '.')} or £{amount.value / 1_000_000:,.0f},000, if that is meant.",
        )
