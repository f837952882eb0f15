"""Words that contradict or repeat each other, and what a reader of such a paper needs and does not find."""

import re
from collections.abc import Iterator

from reports.checker.amounts import money_in
from reports.checker.draft import NOTHING, Draft
from reports.checker.finding import Finding, Rule

NO_INFLATION = re.compile(
    r"\b(?:no|without|not include (?:any )?|excludes?)\s+(?:built-?in\s|automatic\s|annual\s)*"
    r"(?:inflation\w*|indexation|uplifts?)\b",
    re.IGNORECASE,
)
MAY_RISE = re.compile(
    r"\b(?:annual|yearly)\s(?:\w+\s)?(?:increases?|uplifts?)\b[^.]{0,60}\b(?:may|can|could)\b|\b(?:may|can|could)\s(?:\w+\s){0,3}?"
    r"(?:annual|yearly)\s(?:\w+\s)?(?:increases?|uplifts?)\b",
    re.IGNORECASE,
)
LIMITED = re.compile(r"\b(?:within|limited to|capped|no more than|up to|subject to)\b", re.IGNORECASE)
LAW = re.compile(r"\b(?:Act|Regulations?|section|statut\w+|duty|power)\b")
BARE_PURPOSE = re.compile(
    r"^(?:to )?(?:review|approve|note|consider|agree)(?:(?:,| and|,? or) "
    r"(?:approve|note|agree|comment))*\.?$",
    re.IGNORECASE,
)
SHORTEST_REPEAT = 80


def find(draft: Draft) -> Iterator[Finding]:
    yield from _inflation(draft)
    yield from _repeated(draft)
    yield from _unsaid(draft)


def _inflation(draft: Draft) -> Iterator[Finding]:
    none = next((s for s in draft.sentences if NO_INFLATION.search(s.text)), None)
    rise = next((s for s in draft.sentences if MAY_RISE.search(s.text) and not LIMITED.search(s.text)), None)
    if none and rise:
        yield Finding(
            Rule.CONTRADICTION,
            rise.start,
            rise.end,
            rise.text,
            f"Prices may rise each year here, while “{none.text}”",
            "Say whether prices rise, by what rule, and whether the amount asked for covers it.",
        )


def _repeated(draft: Draft) -> Iterator[Finding]:
    seen = set()
    for line in draft.paragraphs:
        words = re.sub(r"\W+", " ", line.words).strip().casefold()
        if len(words) >= SHORTEST_REPEAT and words in seen:
            yield Finding(
                Rule.REPETITION,
                line.start,
                line.end,
                line.text,
                "This paragraph stands in the paper already.",
                "Say it once.",
            )
        seen.add(words)


def _unsaid(draft: Draft) -> Iterator[Finding]:
    purpose = draft.section(r"^purpose")
    if purpose and BARE_PURPOSE.match(purpose.words.strip()):
        yield _gap(
            draft,
            purpose.start,
            purpose.title,
            "The purpose does not say what is to be approved.",
            "What is asked, how much, and until when.",
        )
    equality = draft.section(r"equalit")
    if equality and NOTHING.match(equality.words.strip()):
        yield _gap(
            draft,
            equality.start,
            equality.title,
            f"“{equality.words}” is no answer under the public sector equality duty.",
            "Whom it affects and how, or why nobody is affected (Equality Act 2010, section 149).",
        )
    legal = draft.section(r"^legal")
    if legal and legal.words and not LAW.search(legal.words):
        yield _gap(
            draft,
            legal.start,
            legal.title,
            "The legal part names no duty and no power.",
            "The Act and section that the decision rests on.",
        )
    if (
        len(draft.text.strip()) > 600
        and not money_in(draft.text)
        and not re.search(r"financ|\bcost|budget", draft.text, re.IGNORECASE)
    ):
        yield _gap(
            draft,
            0,
            draft.lines[0].text,
            "The paper says nothing about money.",
            "What it costs and from which budget, or that it asks for no decision and no money.",
        )


def _gap(draft: Draft, start: int, quote: str, says: str, correction: str) -> Finding:
    return Finding(Rule.GAP, start, start + len(quote), quote, says, correction)
