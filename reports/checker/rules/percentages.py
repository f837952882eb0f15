"""Percentages: shares of a number, growth and its base, shares of money, and weights."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.checker.amounts import Amount, counts_in, dates_in, money_in, percents_in, share
from reports.checker.draft import Draft, Span
from reports.checker.finding import Finding, Rule

COUNT = r"\d{1,3}(?:,\d{3})+|\d+"
SHARE = re.compile(
    rf"\b(?P<part>{COUNT})\s+(?:\w+\s+){{0,3}}?(?:of|out of)\s+(?:\w+\s+){{0,2}}?(?P<whole>{COUNT})\b(?!\s?%)"
)
GROWTH = re.compile(
    r"\b(?:rise|rose|risen|increas\w+|grow\w*|grew|up|f[ae]ll\w*|decreas\w+|reduc\w+|down|more|fewer)\b",
    re.IGNORECASE,
)
FROM_TO = re.compile(
    rf"\bfrom\s+(?P<old>£?(?:{COUNT})(?:\.\d+)?(?:\s?(?:million|bn|m|k))?)\b(?P<between>[^.;]{{0,60}}?)\bto\s+"
    rf"(?P<new>£?(?:{COUNT})(?:\.\d+)?(?:\s?(?:million|bn|m|k))?)\b(?!\s?(?:%|years|weeks|months|miles|per\s?cent))",
    re.IGNORECASE,
)
A_YEAR = re.compile(rf"\b(?:{COUNT})\s+(?:\w+\s+){{0,3}}?(?:a|per|each|every)\s+year\b", re.IGNORECASE)
OF_MONEY = re.compile(r"^\s*(?:\)|,)?\s*(?:of|on)\b[^.£]{0,50}$", re.IGNORECASE)
WEIGHTS = re.compile(r"\bweight(?:s|ed|ing|ings)?\b", re.IGNORECASE)


def find(draft: Draft) -> Iterator[Finding]:
    for sentence in draft.sentences:
        yield from _growth_a_year(sentence)
        percents = percents_in(sentence.text)
        if percents:
            yield from _shares(sentence, percents)
            yield from _growth(sentence, percents)
            yield from _of_money(sentence, percents)
            yield from _weights(sentence, percents)


def _shares(sentence: Span, percents: list[Amount]) -> Iterator[Finding]:
    """ "42 of the 336 places (12%)", either way round."""
    for found in SHARE.finditer(sentence.text):
        part, whole = (Decimal(found[name].replace(",", "")) for name in ("part", "whole"))
        near = [p for p in percents if _gap(p, found.start(), found.end()) <= 60]
        if not near or whole == 0 or part > whole:
            continue
        percent = min(near, key=lambda p: _gap(p, found.start(), found.end()))
        true = part / whole
        if not percent.agrees(true * 100):
            places = 1 if percent.step == 1 else 2
            yield Finding(
                Rule.PERCENTAGE,
                sentence.start + min(found.start(), percent.start),
                sentence.start + max(found.end(), percent.end),
                sentence.text,
                f"{found['part']} of {found['whole']} is not {percent.text}.",
                f"{share(true, places)}, or {percent.rounded(true * 100):f}% rounded half up.",
                f"{found['part']} ÷ {found['whole']} = {share(true, places)}",
            )


def _growth(sentence: Span, percents: list[Amount]) -> Iterator[Finding]:
    found = FROM_TO.search(sentence.text)
    if found is None or not GROWTH.search(sentence.text):
        return
    read = money_in if "£" in found["old"] else counts_in
    olds, news = read(found["old"]), read(found["new"])
    if len(olds) != 1 or len(news) != 1 or not olds[0].value or not news[0].value:
        return
    if read is counts_in and {olds[0].value, news[0].value} & {Decimal(y) for y in range(1990, 2100)}:
        return
    old, new = olds[0].value, news[0].value
    old_words, new_words = found["old"].strip(), found["new"].strip()
    change = abs(new - old)
    rule, said = None, ""
    for percent in percents:
        if "a year" in sentence.text[percent.end : percent.end + 12] or percent.agrees(change / old * 100):
            continue
        if abs(percent.value - change / new * 100) <= percent.step:
            rule, said = (
                Rule.BASE,
                f"{percent.text} is the change over the new figure; growth is over the old one.",
            )
        else:
            rule, said = Rule.PERCENTAGE, f"From {old_words} to {new_words} is not {percent.text}."
        yield Finding(
            rule,
            sentence.start + min(found.start(), percent.start),
            sentence.start + max(found.end(), percent.end),
            sentence.text,
            said,
            f"{share(change / old)} on the base of {old_words}.",
            f"({new_words} − {old_words}) ÷ {old_words} = {share(change / old)}",
        )
        return


def _growth_a_year(sentence: Span) -> Iterator[Finding]:
    """From so many on one day to so many on another: how many a year, by the days between."""
    found, said = FROM_TO.search(sentence.text), A_YEAR.search(sentence.text)
    days = dates_in(sentence.text)
    if found is None or said is None or len(days) != 2 or "£" in found.group() or days[1] <= days[0]:
        return
    olds, news = counts_in(found["old"]), counts_in(found["new"])
    counted = counts_in(said.group())
    if not len(olds) == len(news) == len(counted) == 1 or counted[0].is_rough:
        return
    printed = counted[0]
    years = Decimal((days[1] - days[0]).days) / Decimal("365.25")
    true = abs(news[0].value - olds[0].value) / years
    if not printed.agrees(true):
        yield Finding(
            Rule.PERCENTAGE,
            sentence.start + said.start(),
            sentence.start + said.end(),
            sentence.text,
            f"From {found['old']} to {found['new']} between these days is not {printed.text} a year.",
            f"{true:.1f} a year, or {printed.rounded(true):f} rounded half up.",
            f"({found['new']} − {found['old']}) ÷ {years:.2f} years = {true:.1f}",
        )


def _of_money(sentence: Span, percents: list[Amount]) -> Iterator[Finding]:
    """ "£4.5m, which is 19% of £23.7m", and "£9m (16%) on a base of £56.25m"."""
    amounts = money_in(sentence.text)
    for percent in percents:
        before = [a for a in amounts if a.end <= percent.start]
        after = [a for a in amounts if a.start >= percent.end]
        if not before or not after or not OF_MONEY.search(sentence.text[percent.end : after[0].start]):
            continue
        if sentence.text[before[-1].end : percent.start].count(".") or percent.start - before[-1].end > 60:
            continue
        part, whole = before[-1], after[0]
        if not whole.value or part.value > whole.value or part.is_rough or whole.is_rough:
            continue
        low = (part.value - part.slack) / (whole.value + whole.slack) * 100
        high = (part.value + part.slack) / (whole.value - whole.slack) * 100
        if low - percent.slack <= percent.value <= high + percent.slack or percent.is_rough:
            continue
        true = part.value / whole.value
        yield Finding(
            Rule.PERCENTAGE,
            sentence.start + part.start,
            sentence.start + whole.end,
            sentence.text,
            f"{part.text} is not {percent.text} of {whole.text}.",
            f"{share(true)}.",
            f"{part.text} ÷ {whole.text} = {share(true)}",
        )


def _weights(sentence: Span, percents: list[Amount]) -> Iterator[Finding]:
    total = sum((percent.value for percent in percents), Decimal(0))
    if WEIGHTS.search(sentence.text) and len(percents) >= 3 and total != 100:
        yield Finding(
            Rule.SUM,
            sentence.start,
            sentence.end,
            sentence.text,
            f"The weights make {total:f}%, not 100%.",
            "Weights that add to 100%.",
            " + ".join(percent.text for percent in percents) + f" = {total:f}%",
        )


def _gap(percent: Amount, start: int, end: int) -> int:
    return max(percent.start - end, start - percent.end, 0)
