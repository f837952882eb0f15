"""Sums: equations, parts of a whole, over and under a budget, and the totals of tables."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.checker.amounts import Amount, counts_in, money_in, terms_in, written
from reports.checker.draft import Draft, Line, Span
from reports.checker.finding import Finding, Rule

NUMBER = r"£?\d[\d,]{0,15}(?:\.\d+)?\s?(?:million|billion|thousand|bn|m|k)?"
EQUATION = re.compile(
    rf"({NUMBER}(?:\s*(?:\+|plus|and)\s*{NUMBER})+)\s*(?:=|makes?|equals?|totals?)\s*({NUMBER})\b"
)
PARTS = re.compile(
    r"(?::|;|,)?\s*\b(?:of (?:whom|which|these|those|them)|made up of|comprising|consisting of|split between"
    r"|being)\b|:",
    re.IGNORECASE,
)
# Words after which the parts need not be the whole.
NOT_ALL = re.compile(
    r"\b(?:includ|among|for example|at least|most|some of|only|such as|or more|times?)\b", re.IGNORECASE
)
AGAINST = re.compile(
    r"\b(?:over-?spen[dt]|under-?spen[dt]|over budget|under budget|shortfall|variance"
    r"|pressure of|over the budget)",
    re.IGNORECASE,
)
REST = re.compile(r"\bthe (?:other|remaining)\s*$", re.IGNORECASE)
TOTAL_ROW = re.compile(r"^(?:grand )?total\b|^all\b", re.IGNORECASE)


def find(draft: Draft) -> Iterator[Finding]:
    for sentence in draft.sentences:
        yield from _equations(sentence)
        yield from _parts(sentence)
        yield from _against(sentence)
    yield from _rest(draft)
    for rows in draft.tables():
        yield from _table(rows)


def _equations(sentence: Span) -> Iterator[Finding]:
    for found in EQUATION.finditer(sentence.text):
        read = money_in if "£" in found.group() else _plain
        parts, totals = read(found[1]), read(found[2])
        if len(totals) != 1 or len(parts) < 2:
            continue
        total = totals[0]
        true = sum((part.value for part in parts), Decimal(0))
        if abs(true - total.value) > total.slack + sum(part.slack for part in parts if part.step > 1):
            yield _finding(sentence, found.start(), found.end(), parts, true, found[2])


def _parts(sentence: Span) -> Iterator[Finding]:
    """A whole and, after "of whom" or a colon, two or more parts of it."""
    marker = PARTS.search(sentence.text)
    if marker is None or NOT_ALL.search(sentence.text):
        return
    before, after = sentence.text[: marker.start()], sentence.text[marker.end() :]
    for read in (money_in, counts_in):
        wholes, parts = read(before), read(after)
        if not wholes or len(parts) < 2 or any(amount.is_rough for amount in (wholes[-1], *parts)):
            continue
        if read is counts_in and (money_in(before) or money_in(after) or "%" in after or terms_in(after)):
            continue
        whole, true = wholes[-1], sum((part.value for part in parts), Decimal(0))
        # A total said again at the end, or a part of a part, is no new part.
        if (
            any(part.value == whole.value for part in parts)
            or max(part.value for part in parts) > whole.value
        ):
            continue
        if abs(true - whole.value) > whole.slack + sum(part.slack for part in parts if part.step > 1):
            yield _finding(sentence, whole.start, marker.end() + parts[-1].end, parts, true, whole.text)
        return


def _against(sentence: Span) -> Iterator[Finding]:
    """A forecast, a budget and the difference between them."""
    said = AGAINST.search(sentence.text)
    amounts = money_in(sentence.text)
    if said is None or len(amounts) != 3 or any(amount.is_rough for amount in amounts):
        return
    first, second = sorted(amounts, key=lambda amount: amount.value)[1:]
    difference = min(amounts, key=lambda amount: amount.value)
    true = second.value - first.value
    if not true:
        return
    if abs(true - difference.value) > difference.slack + first.slack + second.slack:
        yield Finding(
            Rule.SUM,
            sentence.start + difference.start,
            sentence.start + difference.end,
            sentence.text,
            f"The difference is said to be {difference.text}.",
            f"{written(true, difference)}, if both amounts are right.",
            f"{second.text} − {first.text} = {written(true, difference)}",
        )


def _rest(draft: Draft) -> Iterator[Finding]:
    """Some of a number of councils, and "the other" so many: together they must be all there are."""
    nouns = r"(authorit(?:y|ies)|councils?|homes?|providers?|children)"
    alls = {
        found[2].lower()[:6]: counts_in(found[1])[0]
        for found in re.finditer(
            rf"\b(?:has|have|all|of the|its|are)\s+(\w+)\s+{nouns}\b", draft.text, re.IGNORECASE
        )
        if counts_in(found[1])
    }
    for sentence in draft.sentences:
        amounts = counts_in(sentence.text)
        rest = next((a for a in amounts if REST.search(sentence.text[: a.start])), None)
        noun = re.search(nouns, sentence.text, re.IGNORECASE)
        whole = alls.get(noun[0].lower()[:6]) if noun else None
        if rest is None or whole is None or len(amounts) < 2:
            continue
        named = [a for a in amounts if a is not rest and a.value != whole.value]
        true = sum((a.value for a in named), rest.value)
        if named and true != whole.value:
            working = " + ".join(str(a.value) for a in (*named, rest)) + f" = {true}, not {whole.value}"
            yield Finding(
                Rule.SUM,
                sentence.start,
                sentence.end,
                sentence.text,
                f"These make {true}, but elsewhere there are {whole.value}: "
                f"{abs(whole.value - true)} not accounted for.",
                f"Say what becomes of all {whole.value}.",
                working,
            )


def _table(rows: list[Line]) -> Iterator[Finding]:
    """Each column of a table whose last row is a total."""
    cells = [[cell.strip() for cell in row.text.split("\t")] for row in rows]
    total = next((n for n, row in enumerate(cells) if TOTAL_ROW.search(row[0])), None)
    if total is None or total < 2:
        return
    for column in range(1, min(len(row) for row in cells[: total + 1])):
        read = money_in if "£" in cells[total][column] else _plain
        printed = read(cells[total][column])
        if "%" in cells[total][column] or len(printed) != 1:
            continue
        parts = [read(row[column]) for row in cells[1:total]]
        if any(len(part) != 1 for part in parts):
            continue
        flat = [part[0] for part in parts]
        true = sum((part.value for part in flat), Decimal(0))
        if abs(true - printed[0].value) > printed[0].slack + sum(
            part.slack for part in flat if part.step > 1
        ):
            yield _finding(rows[total], 0, len(rows[total].text), flat, true, printed[0].text)


def _plain(text: str) -> list[Amount]:
    return [
        Amount(Decimal(found[0].replace(",", "")), Decimal(1), found.start(), found.end(), found[0])
        for found in re.finditer(r"\d[\d,]*(?:\.\d+)?", text)
    ]


def _finding(place: Span, start: int, end: int, parts: list[Amount], true: Decimal, printed: str) -> Finding:
    shown = written(true, max(parts, key=lambda part: part.step)) if "£" in printed else f"{true:,}"
    return Finding(
        Rule.SUM,
        place.start + start,
        place.start + end,
        place.text,
        f"The parts do not make {printed.strip()}.",
        f"{shown}, if the parts are right.",
        " + ".join(part.text.strip() for part in parts) + f" = {shown}",
    )
