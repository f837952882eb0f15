"""The re-identification guard: what in a free text could tell a reader who the child is. Pure.

A level 1 referral goes to many providers, so its text may hold no name, initials, date, place or number
that points to one child (information ladder, level 1). The guard finds the patterns; a second person finds
the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+\d{{4}})?|\b{_MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?:,?\s+\d{{4}})?|\d{{4}})\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_SCHOOL = re.compile(
    r"\b(?:[A-Z][\w’'.-]*\s+(?:(?:of|the|and|C of E|CE|RC)\s+)?){1,5}"
    r"(?:School|Academy|College|Primary|Juniors?|Infants)\b"
    r"|\b(?:School|Academy|College)\s+of\s+[A-Z][\w’'-]*"
)
# Words that begin a kind of school rather than the name of one.
_KINDS_OF_SCHOOL = {
    *(
        "a",
        "any",
        "another",
        "at",
        "boarding",
        "day",
        "form",
        "further",
        "her",
        "high",
        "his",
        "in",
        "infant",
        "junior",
    ),
    *("local", "mainstream", "middle", "new", "no", "primary", "residential", "secondary", "senior", "sixth"),
    *(
        "special",
        "specialist",
        "the",
        "their",
        "this",
        "upper",
        "to",
        "attends",
        "likes",
        "enjoys",
        "returned",
    ),
}
_NHS = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
_UPN = re.compile(r"\b[A-Z]\d{11}[A-Z0-9]\b", re.IGNORECASE)
_CASE = re.compile(
    r"\b(?:case|ref(?:erence)?|file|court|claim)\s*(?:no|number|ref|id)?\.?:?\s*[A-Z]{0,4}[-/ ]?\d[\w/-]*",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\b\d{6,}\b")
_INITIALS = re.compile(r"\b(?:[A-Z]\.\s?){2,}|\b[A-Z]\.(?=\s[a-z])")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Judge|Justice)\.?\s+[A-Z][\w’'-]+")
_ELECTRONIC = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b|\bwww\.\S+|\bhttps?://\S+", re.IGNORECASE)

_PATTERNS = (
    ("a date", _DATE),
    ("a postcode", _POSTCODE),
    ("an NHS or telephone number", _NHS),
    ("a pupil number", _UPN),
    ("a case or court number", _CASE),
    ("a long number", _LONG_NUMBER),
    ("initials", _INITIALS),
    ("a person’s name", _TITLED),
    ("an e-mail or web address", _ELECTRONIC),
)


@dataclass(frozen=True)
class Known:
    """What we know of one child that a text must not repeat; ``whose`` is how a finding speaks of it."""

    full_name: str = ""
    date_of_birth: date | None = None
    home_postcode: str = ""
    school: str = ""
    case_number: str = ""
    whose: str = "the child’s"


@dataclass(frozen=True)
class Finding:
    """``quote`` is the place in the text; ``kind`` says what it looks like."""

    kind: str
    quote: str

    def __str__(self) -> str:
        return f"“{self.quote}” looks like {self.kind}"


def find_identifying(text: str, *known: Known) -> list[Finding]:
    """Everything in ``text`` that may identify one of the children, each place once, in the text's order."""
    found: dict[tuple[int, int], Finding] = {}
    of_children = (hit for each in known for hit in _known(text, each))
    for kind, start, end in sorted((*of_children, *_patterns(text)), key=lambda f: (f[1], -f[2])):
        if not any(start >= s and end <= e for s, e in found):
            found[start, end] = Finding(kind, text[start:end].strip())
    return list(found.values())


def _known(text: str, known: Known) -> Iterator[tuple[str, int, int]]:
    for part in re.findall(r"[\w’'-]{2,}", known.full_name):
        yield from _words(text, part, f"{known.whose} name")
    for initials in _initials_of(known.full_name):
        yield from _words(text, initials, f"{known.whose} initials", case=True)
    if known.date_of_birth:
        for form in _birthday_forms(known.date_of_birth):
            yield from _words(text, form, f"{known.whose} date of birth")
    if known.school:
        yield from _words(text, known.school, f"{known.whose} school")
    if known.case_number:
        yield from _words(text, known.case_number, f"{known.whose} case number")
    if district := known.home_postcode.split(" ")[0]:
        yield from _words(text, district, f"{known.whose} postcode district", case=True)


def _words(text: str, wanted: str, kind: str, *, case: bool = False) -> Iterator[tuple[str, int, int]]:
    pattern = rf"(?<!\w){re.escape(wanted)}(?:[’']?s)?(?!\w)"
    for match in re.finditer(pattern, text, 0 if case else re.IGNORECASE):
        yield kind, match.start(), match.end()


def _birthday_forms(born: date) -> list[str]:
    """The day and month in figures, and the year alone: with an age each tells the date, or nearly so."""
    days, months = {str(born.day), f"{born.day:02}"}, {str(born.month), f"{born.month:02}"}
    return sorted({f"{day}/{month}" for day in days for month in months} | {str(born.year)})


def _initials_of(full_name: str) -> list[str]:
    """``Zofia Anna Testchild``: ZT, ZAT, and each with stops or spaces between."""
    letters = [part[0].upper() for part in full_name.split() if part[0].isalpha()]
    if len(letters) < 2:
        return []
    sets = {(letters[0], letters[-1]), tuple(letters)}
    return sorted(
        {form for one in sets for form in ("".join(one), ".".join(one), ". ".join(one), " ".join(one))}
    )


def _patterns(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()
    for match in _SCHOOL.finditer(text):
        *named, _ = match[0].split()
        if any(word.lower() not in _KINDS_OF_SCHOOL for word in named):
            yield "a school’s name", match.start(), match.end()
