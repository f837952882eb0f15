"""What is recommended against what the body says: amounts, and the posts that are to act."""

import re
from collections.abc import Iterator

from reports.checker.amounts import money_in, terms_in
from reports.checker.draft import Draft, Section, Span
from reports.checker.finding import Finding, Rule

RECOMMENDED = re.compile(r"recommend", re.IGNORECASE)
DELEGATED = re.compile(r"\bdelegat\w+\b", re.IGNORECASE)
GRADE = "Executive|Assistant|Deputy|Corporate|Strategic|Service|Interim|Managing"
# The names of a department begin with capitals; a post without one may be in small letters.
DEPARTMENT = r"[A-Z][\w’'-]+(?:,?\s(?:and\s|&\s)?[A-Z][\w’'-]+)*"
POST = re.compile(
    rf"\b(?:(?:(?i:{GRADE})\s)*(?i:director)s?(?:\s(?:of|for)\s(?:{DEPARTMENT}"
    r"|(?i:children['’]?s services)))?"
    rf"|DCS|(?i:head)s?\sof\s(?:(?i:service)|{DEPARTMENT})|(?i:chief (?:executive|finance officer))"
    rf"|(?i:cabinet|lead)\s(?i:member)(?:\sfor\s{DEPARTMENT})?|(?i:section 151 officer|monitoring officer))\b"
)
SAME_POST = (
    (
        re.compile(r"\bDCS\b|directors? of children['’]?s services", re.IGNORECASE),
        "director of children's services",
    ),
)
DECIDES = re.compile(
    r"\b(?:authoris\w+|approv\w+|agree(?:d|ment)|sign-?off|say)\s+(?:\w+\s){0,3}?(?:by|of|from)?\s*(?:the\s)?$",
    re.IGNORECASE,
)
CONSULTED = re.compile(r"\b(?:consult\w*)\s+(?:with\s)?(?:the\s)?$", re.IGNORECASE)
IS_CONSULTED = re.compile(r"^\s+(?:will be|is|was|to be|must be|should be)\s+consulted", re.IGNORECASE)


def find(draft: Draft) -> Iterator[Finding]:
    section = next((s for s in draft.sections if RECOMMENDED.search(s.title) and s.body), None)
    if section:
        yield from _amounts(draft, section)
        yield from _posts(draft, section)
    yield from _consulted(draft)


def _amounts(draft: Draft, section: Section) -> Iterator[Finding]:
    """Each amount of money and each term recommended must be found in the body too."""
    lines = {line.start for line in section.lines}
    body = [line for line in draft.lines if line.start not in lines]
    moneys = [amount for line in body for amount in money_in(line.text)]
    terms = {term.value for line in body for term in terms_in(line.text)}
    for line in section.body:
        unsupported = [
            amount
            for amount in money_in(line.text)
            if not any(m.agrees(amount.value) or amount.agrees(m.value) for m in moneys)
        ]
        unsupported += [term for term in terms_in(line.text) if terms and term.value not in terms]
        for amount in unsupported:
            yield Finding(
                Rule.SUPPORT,
                line.start + amount.start,
                line.start + amount.end,
                line.text,
                f"{amount.text} is recommended, but the body does not say where it comes from.",
                "The same amount in the body with its working, or the body's amount here.",
            )


def _posts(draft: Draft, section: Section) -> Iterator[Finding]:
    """Who is delegated to in the recommendations, and who in the body."""
    lines = {line.start for line in section.lines}
    asked: dict[str, Span] = {}
    told: dict[str, Span] = {}
    for sentence in draft.sentences:
        if not DELEGATED.search(sentence.text):
            continue
        inside = any(start <= sentence.start for start in lines) and sentence.start <= section.lines[-1].end
        for post in _delegates(sentence.text):
            (asked if inside else told).setdefault(post, sentence)
    if asked and told and set(asked) != set(told):
        sentence = next(iter(told.values()))
        yield Finding(
            Rule.DELEGATION,
            sentence.start,
            sentence.end,
            sentence.text,
            f"The recommendations delegate to {_listed(asked)}, the body to {_listed(told)}.",
            "The same posts in both, as the scheme of delegation names them.",
        )


def _delegates(text: str) -> list[str]:
    """The posts that power goes to: after "to", up to those who are only consulted."""
    after = re.split(r"\bdelegat\w+\b", text, maxsplit=1, flags=re.IGNORECASE)[1]
    after = re.split(
        r"\b(?:in consultation|after consult|consulting|following consult)",
        after,
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    return [_post(found.group()) for found in POST.finditer(after)]


def _consulted(draft: Draft) -> Iterator[Finding]:
    """One post that must agree in one place and is only asked in another."""
    agree: dict[str, Span] = {}
    asked: dict[str, Span] = {}
    for sentence in draft.sentences:
        for found in POST.finditer(sentence.text):
            before, after = sentence.text[: found.start()], sentence.text[found.end() :]
            if CONSULTED.search(before) or IS_CONSULTED.search(after):
                asked.setdefault(_post(found.group()), sentence)
            elif DECIDES.search(before) and re.search(r"authoris", before, re.IGNORECASE):
                agree.setdefault(_post(found.group()), sentence)
    for post in agree.keys() & asked.keys():
        sentence = agree[post]
        yield Finding(
            Rule.CONTRADICTION,
            sentence.start,
            sentence.end,
            sentence.text,
            f"The {post} must authorise here, and is consulted in “{asked[post].text}”.",
            "Say once whether that post decides or is asked.",
        )


def _post(words: str) -> str:
    plain = re.sub(r"\s+", " ", words.replace("’", "'")).strip().casefold()
    return next((name for pattern, name in SAME_POST if pattern.search(words)), plain)


def _listed(posts: dict[str, Span]) -> str:
    return " and ".join(f"the {post}" for post in posts)
