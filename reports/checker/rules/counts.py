"""Counts of the same children, beds or councils that disagree, and lists that name one thing twice."""

import re
from collections import defaultdict
from collections.abc import Iterator

from reports.checker.amounts import Amount, counts_in
from reports.checker.draft import Draft, Span
from reports.checker.finding import Finding, Rule

NOUN = (
    r"(?P<noun>looked[- ]after children|children in care|children|young people|beds|places|homes|settings"
    r"|providers|authorities|councils|households|placements|bids|tenders)"
)
WHERE = (
    r"(?:\s+(?:who\s+|that\s+)?(?:are\s+|is\s+|were\s+)?(?:currently\s+)?"
    r"(?:placed\s+|living\s+|registered\s+|looked after\s+)?"
    r"(?P<where>(?:in|on|with|within|under|across)\s+(?:the\s+|an?\s+|its\s+|our\s+)?(?:\w+[- ]){0,2}?"
    r"(?:residential(?: care| homes| placements)?|foster\w*(?: care| agencies| agency)?|care|region|borough"
    r"|county|city|framework|list|DPS|agenc(?:y|ies)|supported accommodation|block contracts?|partnership)))"
)
COUNTED = re.compile(rf"^\s+(?P<kind>(?:[a-z][\w-]*\s+){{0,2}}?){NOUN}\b(?:{WHERE})?", re.IGNORECASE)
# A sentence with a day, a year, a comparison or a part of a whole speaks of another count.
ANOTHER = re.compile(
    r"\b(?:19|20)\d\d\b|\bof (?:whom|which|these|those)\b|\b(?:more|fewer|further|additional|extra"
    r"|last year|previous|by then|expected|forecast|target|could|would|will"
    r"|each|per|every|was|were|had|new|up to|another|other|remaining"
    r"|first|next|rose|fell|from|of the)\b",
    re.IGNORECASE,
)
LIST = re.compile(
    r"(?:[A-Z][\w’'&-]+(?:\s(?:and\s|of\s|upon\s|with\s)?[A-Z][\w’'&-]+)*,\s+){2,}(?:and\s+)?(?:[A-Z][\w’'&-]+(?:\s[A-Z][\w’'&-]+)*)(?:\s+and\s+[A-Z][\w’'&-]+(?:\s[A-Z][\w’'&-]+)*)?"
)


def find(draft: Draft) -> Iterator[Finding]:
    yield from _disagreeing(draft)
    for sentence in draft.sentences:
        yield from _listed_twice(sentence)


def _disagreeing(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, list[tuple[Amount, Span, str]]] = defaultdict(list)
    for sentence in draft.sentences:
        for amount in counts_in(sentence.text):
            counted = COUNTED.match(sentence.text[amount.end :])
            if counted is None or amount.is_rough or counted["where"] is None:
                continue
            clause = sentence.text[: amount.end + counted.end()]
            if ANOTHER.search(clause[-90:]):
                continue
            kind = re.sub(r"\s+", " ", (counted["kind"] or "") + counted["noun"]).strip().casefold()
            where = re.sub(r"\b(?:the|an?|its|our)\s", "", counted["where"]).casefold()
            where = re.sub(r"\s(?:care|homes|placements)$", "", where)
            seen[f"{kind} {where}"].append((amount, sentence, f"{amount.text}{counted.group()}"))
    for said in seen.values():
        first, first_sentence, first_words = said[0]
        for amount, sentence, words in said[1:]:
            if amount.value != first.value:
                yield Finding(
                    Rule.COUNT,
                    sentence.start + amount.start,
                    sentence.start + amount.end,
                    sentence.text,
                    f"“{words}” here, “{first_words}” in “{_short(first_sentence.text)}”.",
                    "One count, with its day and what it leaves out; or say why they differ.",
                )
                break


def _listed_twice(sentence: Span) -> Iterator[Finding]:
    for found in LIST.finditer(sentence.text):
        items = [
            item.strip() for item in re.split(r",\s*(?:and\s+)?|\s+and\s+", found.group()) if item.strip()
        ]
        twice = next((item for n, item in enumerate(items) if item in items[:n]), None)
        if twice:
            yield Finding(
                Rule.REPETITION,
                sentence.start + found.start(),
                sentence.start + found.end(),
                sentence.text,
                f"{twice} is listed twice.",
                f"Name {twice} once; another name may be missing.",
            )


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:87].rstrip()}…"
