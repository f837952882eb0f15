"""One thing under several names: the tool that is to be set up, and people whose names are spelt two ways."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from reports.checker.draft import Draft
from reports.checker.finding import Finding, Rule

# What a tool may be called, by kind. Longer names first: a pseudo-DPS is no DPS.
KINDS = {
    "pseudo-DPS": r"pseudo[- ](?:DPS|dynamic purchasing system)s?|PDPS",
    "open framework": r"open framework",
    "framework": r"framework(?: agreement)?",
    "DPS": r"dynamic purchasing system|DPS",
    "dynamic market": r"dynamic market",
    "local purchasing system": r"(?:local )?purchasing system",
    "approved list": r"approved (?:provider )?list",
}
THE_NEW = re.compile(
    r"\b(?:the|this|a|our)\s+(?:proposed|new|planned|recommended|replacement)\s+(?:[\w-]+\s+){0,2}?(?P<tool>"
    + "|".join(f"(?:{pattern})" for pattern in KINDS.values())
    + r")\b",
    re.IGNORECASE,
)
PERSON = re.compile(r"\b([A-Z][a-z]{2,})\s+((?:Ma?c)?[A-Z][a-z]{3,}(?:[A-Z][a-z]+)?)\b")
NOT_NAMES = {
    "The",
    "This",
    "Local",
    "County",
    "City",
    "Council",
    "Children",
    "Head",
    "Director",
    "Strategic",
    "Executive",
}


def find(draft: Draft) -> Iterator[Finding]:
    yield from _tools(draft)
    yield from _people(draft)


def _tools(draft: Draft) -> Iterator[Finding]:
    called: dict[str, re.Match[str]] = {}
    for found in THE_NEW.finditer(draft.text):
        called.setdefault(_kind(found["tool"]), found)
    if len(called) < 2:
        return
    first, *others = called.values()
    names = ", ".join(f"“{found['tool']}”" for found in called.values())
    last = others[-1]
    yield Finding(
        Rule.NAME,
        last.start("tool"),
        last.end("tool"),
        draft.sentence_at(last.start()).text or last.group(),
        f"What is proposed is called {names}. They are different things in procurement law.",
        f"One name throughout, “{first['tool']}” for example; define it where it first stands.",
    )


def _kind(words: str) -> str:
    return next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, words, re.IGNORECASE))


def _people(draft: Draft) -> Iterator[Finding]:
    """The same first name beside two surnames that sound alike."""
    seen: dict[str, str] = {}
    for found in PERSON.finditer(draft.text):
        first, last = found.groups()
        if first in NOT_NAMES:
            continue
        before = seen.setdefault(first, last)
        alike = SequenceMatcher(None, before.lower(), last.lower()).ratio()
        if before != last and alike >= 0.8:
            yield Finding(
                Rule.NAME,
                found.start(),
                found.end(),
                draft.sentence_at(found.start()).text or found.group(),
                f"“{first} {before}” elsewhere, “{first} {last}” here.",
                "One spelling: look it up.",
            )
            return
