"""Dates: real ones, on the weekday named, in order, inside the term, and early enough before its end."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from reports.checker.amounts import DATE, date_of, terms_in
from reports.checker.draft import Draft
from reports.checker.finding import Finding, Rule

DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
WEEKDAY = re.compile(rf"\b({DAYS}),?\s+(?:the\s+)?$", re.IGNORECASE)
BETWEEN = re.compile(
    r"^\s*(?:\((?:[^)]*)\)\s*)?(?:to|until|and ends? on|and expires? on|–|-)\s*(?:and including\s+)?$"
)
TERM_WORDS = re.compile(r"\b(?:contract|agreement|framework|term|tool|DPS|arrangement)s?\b", re.IGNORECASE)
ENDS = re.compile(
    r"\b(?:expires?|expiring|ends?|ending|comes? to an end|until|runs? out)\b[^.]{0,40}$", re.IGNORECASE
)
EXTENDS = re.compile(r"\bexten(?:d|ds|ded|ding|sion|sions)\b", re.IGNORECASE)
MEETING = re.compile(r"\b(?:meeting|cabinet|date|decision|report|committee)\b[^.\n]{0,40}$", re.IGNORECASE)
INSIDE = re.compile(r"\b(?:break clause|break|review|option|variation)\b[^.]{0,60}$", re.IGNORECASE)
LONGER = re.compile(
    r"\b(?:call-?offs?|contracts?|placements?)\b[^.]{0,60}\b(?:at least|minimum of|no less than|of)\s$",
    re.IGNORECASE,
)
TOOL = re.compile(r"^[\s-]*(?:\w+\s){0,2}?(?:framework|DPS|PDPS|tool|dynamic|approved list)\b", re.IGNORECASE)
GOVERNANCE_WEEKS = 12


def find(draft: Draft) -> Iterator[Finding]:
    dates = []
    for found in DATE.finditer(draft.text):
        if found["year"] is None:
            continue
        on = date_of(found)
        if on is None:
            yield _finding(draft, found, f"There is no {found.group()}.", "A date of the calendar.")
            continue
        dates.append((found, on))
        weekday = WEEKDAY.search(draft.before(found.start(), 30))
        if weekday and weekday[1].title() != f"{on:%A}":
            yield _finding(
                draft, found, f"{found.group()} is not a {weekday[1].title()}.", f"It is a {on:%A}."
            )
    yield from _terms(draft, dates)
    yield from _late_extension(draft, dates)
    yield from _outlasting(draft)


Dates = list[tuple[re.Match[str], date]]


def _terms(draft: Draft, dates: Dates) -> Iterator[Finding]:
    """From one day to another: in order, as long as it says, and with what happens inside it inside it."""
    terms = []
    for (first, starts), (second, ends) in pairwise(dates):
        if not BETWEEN.match(draft.text[first.end() : second.start()]):
            continue
        sentence = draft.sentence_at(first.start())
        if ends <= starts:
            yield _finding(
                draft,
                second,
                f"It ends on {second.group()}, before it starts.",
                "The dates the other way round.",
            )
            continue
        if not TERM_WORDS.search(sentence.text):
            continue
        terms.append((starts, ends))
        years = terms_in(sentence.text)
        if len(years) == 1 and not _lasts(starts, ends, int(years[0].value)):
            length = (ends - starts).days / 365.25
            yield _finding(
                draft,
                second,
                f"{first.group()} to {second.group()} is not {years[0].text}.",
                f"{length:.1f} years, by the dates.",
            )
    if len(terms) == 1:
        [(starts, ends)] = terms
        for found, on in dates:
            sentence = draft.sentence_at(found.start())
            before = draft.text[sentence.start : found.start()]
            if INSIDE.search(before) and not starts <= on <= ends + timedelta(days=1):
                yield _finding(
                    draft,
                    found,
                    f"{found.group()} is outside the term.",
                    f"A date from {_day(starts)} to {_day(ends)}.",
                )


def _lasts(starts: date, ends: date, years: int) -> bool:
    """Whether the term is so many years, give or take a week; an option to extend may make it longer."""
    return abs((ends - starts).days - years * 365.25) <= 8


def _late_extension(draft: Draft, dates: Dates) -> Iterator[Finding]:
    """An extension asked for so late that nothing else can be arranged any more."""
    meeting = next((on for found, on in dates if MEETING.search(draft.before(found.start()))), None)
    if meeting is None or not EXTENDS.search(draft.text):
        return
    for found, on in dates:
        sentence = draft.sentence_at(found.start())
        if not ENDS.search(draft.text[sentence.start : found.start()]) or not TERM_WORDS.search(
            sentence.text
        ):
            continue
        weeks = (on - meeting).days / 7
        if 0 <= weeks < GOVERNANCE_WEEKS:
            by = on - timedelta(weeks=GOVERNANCE_WEEKS)
            yield _finding(
                draft,
                found,
                f"What is to be extended ends on {found.group()}, {weeks:.0f} weeks after the decision.",
                f"Decided by {_day(by)}, with {GOVERNANCE_WEEKS} weeks for governance.",
                f"{found.group()} − {GOVERNANCE_WEEKS} weeks = {_day(by)}",
            )
            return


def _outlasting(draft: Draft) -> Iterator[Finding]:
    """Contracts that must be longer than the tool they are called off from."""
    tools, least = [], []
    for sentence in draft.sentences:
        for term in terms_in(sentence.text):
            if TOOL.match(sentence.text[term.end :]):
                tools.append((sentence, term))
            elif re.search(
                r"\b(?:at least|minimum of|no less than)\s$", sentence.text[: term.start]
            ) and LONGER.search(sentence.text[: term.start]):
                least.append((sentence, term))
    for sentence, term in least:
        for _, tool in tools:
            if term.value > tool.value:
                yield Finding(
                    Rule.TERM,
                    sentence.start + term.start,
                    sentence.start + term.end,
                    sentence.text,
                    f"Contracts of at least {term.text} cannot be held within a tool of {tool.text}.",
                    "Say how contracts go on after the tool ends, or mend one of the terms.",
                    f"{term.value:f} years > {tool.value:f} years",
                )
                return


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _finding(draft: Draft, found: re.Match[str], says: str, correction: str, working: str = "") -> Finding:
    sentence = draft.sentence_at(found.start())
    return Finding(
        Rule.DATE, found.start(), found.end(), sentence.text or found.group(), says, correction, working
    )
