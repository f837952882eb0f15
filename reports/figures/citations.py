"""How words cite a figure: which reading, of which kind of care, as at which day; or a sum done with some.

``beds``, ``budget[fostering]``, ``children_now@2025-03-31`` and, worked out from such, ``share:part,whole``.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from authorities.choices import ServiceCategory
from reports.figures.catalogue import CATALOGUE, Entry
from reports.words import ANY_BRACES, DERIVED, DRAWING, EXEMPT, TOKEN

MOST_TERMS = 12
# As long as a version keeps.
LONGEST = 300
TERM = re.compile(r"([a-z0-9_]+)(?:\[([a-z_]+)\])?(?:@(\d{4}-\d{2}-\d{2}))?")
TERMS_OF = {"share": 2, "growth": 2, "difference": 2, "yearly": 1, "term": 2}
SHAPES = {
    "sum": "two figures or more",
    "difference": "a figure and what is taken from it",
    "share": "the part and then the whole",
    "growth": "the earlier figure and then the later",
    "yearly": "one weekly amount",
    "term": "a yearly amount and then the years",
}


class StrangeCitation(Exception):
    """The words cite what there is not; the message says what instead."""


@dataclass(frozen=True)
class Term:
    """One reading: its key, and the kind of care and the day where they are not the paper's own."""

    key: str
    category: str = ""
    on: date | None = None

    @property
    def is_bound(self) -> bool:
        return bool(self.category or self.on)


@dataclass(frozen=True)
class Citation:
    """``done`` is empty for one reading, otherwise what is done with the ``terms``."""

    done: str
    terms: tuple[Term, ...]


def parse(text: str, known: Mapping[str, Entry] = CATALOGUE) -> Citation:
    """Raises ``StrangeCitation`` for a figure there is not, or one that does not take what it is given."""
    if len(text) > LONGEST:
        raise StrangeCitation("This names too much at once. Work with fewer figures.")
    done, colon, given = text.rpartition(":")
    if colon and done not in DERIVED:
        raise StrangeCitation(f"There is nothing called {done}.")
    terms = tuple(_term(each, known) for each in given.split(","))
    if not done:
        if len(terms) > 1:
            raise StrangeCitation("Name one figure here. To work with several, write sum, share or growth.")
        return Citation("", terms)
    wanted = TERMS_OF.get(done)
    if len(terms) != wanted if wanted else not 2 <= len(terms) <= MOST_TERMS:
        raise StrangeCitation(f"After “{done}:” write {SHAPES[done]}, parted by a comma.")
    return Citation(done, terms)


def _term(text: str, known: Mapping[str, Entry]) -> Term:
    found = TERM.fullmatch(text)
    if found is None or found[1] not in known:
        raise StrangeCitation(f"There is no figure {text or 'without a name'}.")
    key, category, on = found.groups()
    entry = known[key]
    if category and (not entry.by_category or category not in ServiceCategory.values):
        kinds = ", ".join(ServiceCategory.values)
        raise StrangeCitation(
            f"{key} is given for {kinds} only, not for {category}."
            if entry.by_category
            else f"{key} is not given by kind of care."
        )
    if on and not entry.by_day:
        raise StrangeCitation(f"{key} cannot be read as at another day.")
    try:
        return Term(key, category or "", date.fromisoformat(on) if on else None)
    except ValueError:
        raise StrangeCitation(f"{on} is not a date.") from None


def strange_in(text: str, *, charts: Container[str], tables: Container[str]) -> str:
    """What is wrong with the first token that cannot be printed; empty where all can."""
    if any(chunk.strip() == EXEMPT for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))):
        return f"{EXEMPT} stands alone. Put it at the beginning of the words that are not for publication."
    for found in ANY_BRACES.finditer(text):
        token = found.group()
        if token == EXEMPT:
            continue
        if len(token) == 1:
            return "A brace stands alone. Braces are only for figures, charts, tables and notes."
        if figure := TOKEN.fullmatch(token):
            if figure[1] == "note":
                if not figure[2].strip():
                    return "The note {note:} has no words."
                continue
            try:
                parse(figure[2].replace(" ", "") if figure[1] == "figure" else "".join(token[1:-1].split()))
            except StrangeCitation as strange:
                return f"{strange} You wrote {token}."
        elif drawing := DRAWING.fullmatch(token):
            if drawing[2] not in (charts if drawing[1] == "chart" else tables):
                return f"There is no {drawing[1]} {token}. Choose one from the list below."
            line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0].strip()
            if line != token:
                return f"Put {token} on a line of its own."
        else:
            return f"There is no figure {token}. Choose one from the list of figures below."
    return ""
