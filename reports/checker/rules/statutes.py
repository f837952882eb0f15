"""Names of Acts and Regulations, and the sections that papers like these cite."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from reports.checker.draft import Draft
from reports.checker.finding import Finding, Rule

# Acts these papers rest on, by name: years in which one of that name was passed.
ACTS = {
    "Children Act": (1989, 2004),
    "Children and Families Act": (2014,),
    "Children and Young Persons Act": (1933, 1963, 1969, 2008),
    "Children and Social Work Act": (2017,),
    "Children (Leaving Care) Act": (2000,),
    "Children's Wellbeing and Schools Act": (2026,),
    "Adoption and Children Act": (2002,),
    "Care Standards Act": (2000,),
    "Care Act": (2014,),
    "Education Act": (1996, 2002, 2011),
    "Education and Inspections Act": (2006,),
    "Equality Act": (2006, 2010),
    "Human Rights Act": (1998,),
    "Local Government Act": (1972, 1999, 2000, 2003),
    "Local Government Finance Act": (1988, 1992),
    "Localism Act": (2011,),
    "Procurement Act": (2023,),
    "Public Services (Social Value) Act": (2012,),
    "Data Protection Act": (2018,),
    "Freedom of Information Act": (2000,),
    "Mental Capacity Act": (2005,),
    "Mental Health Act": (1983, 2007),
    "Crime and Disorder Act": (1998,),
    "Immigration Act": (1971, 2014, 2016),
    "Immigration and Asylum Act": (1999,),
    "Modern Slavery Act": (2015,),
    "Health and Social Care Act": (2008, 2012),
    "Transport Act": (2000,),
    "Housing Act": (1985, 1996),
}
ACT = re.compile(
    r"(?P<name>(?:[A-Z][\w’']+|\([A-Z][\w\s]{1,40}\))(?:\s(?:and|of|the|[A-Z][\w’']+|\([A-Z][\w\s]{1,40}\))){0,8}\sAct)(?:\s(?P<year>\d{4}))?\b"
)
# A duty or power, how papers speak of it, and the only Act it stands in.
DUTIES = (
    (
        re.compile(
            r"\b(?:s(?:ection|\.)?\s?22\s?\(?G\)?|sufficiency (?:duty|statement|strategy)"
            r"|duty (?:of|to secure) sufficien\w+"
            r"|sufficient accommodation)\b",
            re.IGNORECASE,
        ),
        "Children Act 1989, section 22G",
        "Children Act 1989",
    ),
    (
        re.compile(r"\b(?:s(?:ection|\.)?\s?149|public sector equality duty)\b", re.IGNORECASE),
        "Equality Act 2010, section 149",
        "Equality Act 2010",
    ),
    (
        re.compile(r"\bbest value duty\b", re.IGNORECASE),
        "Local Government Act 1999, section 3",
        "Local Government Act 1999",
    ),
    (
        re.compile(r"\b(?:schedule 12A|exempt information)\b", re.IGNORECASE),
        "Local Government Act 1972, Schedule 12A",
        "Local Government Act 1972",
    ),
)
REGULATIONS = re.compile(
    r"\bPublic Contract(?P<s>s?) Regulations(?: (?P<year>\d{4}))?\b|\bPCR (?P<short>\d{4})\b"
)
ALIKE = 0.84


def find(draft: Draft) -> Iterator[Finding]:
    for found in ACT.finditer(draft.text):
        name, year = _plain(found["name"]), int(found["year"] or 0)
        known = next((act for act in ACTS if _plain(act) == name), None)
        if known is None:
            nearest = max(ACTS, key=lambda act: SequenceMatcher(None, _plain(act), name).ratio())
            if SequenceMatcher(None, _plain(nearest), name).ratio() >= ALIKE:
                years = " or ".join(map(str, ACTS[nearest]))
                yield _finding(
                    draft, found, f"There is no {found.group()}.", f"{nearest} {years}, if that is meant."
                )
        elif year and year not in ACTS[known]:
            years = " or ".join(map(str, ACTS[known]))
            yield _finding(
                draft,
                found,
                f"There is no {found.group()} that this paper would rest on.",
                f"{known} {years}.",
            )
    for found in REGULATIONS.finditer(draft.text):
        year_said = found["year"] or found["short"]
        if found["s"] == "" or (year_said and year_said not in ("2006", "2015")):
            yield _finding(
                draft,
                found,
                f"There are no {found.group()}.",
                "Public Contracts Regulations 2015, or the Procurement Act 2023.",
            )
    yield from _duties(draft)


def _duties(draft: Draft) -> Iterator[Finding]:
    """A duty said to stand in an Act in which it does not."""
    for sentence in draft.sentences:
        acts = list(ACT.finditer(sentence.text))
        if len(acts) != 1:
            continue
        cited = f"{_plain(acts[0]['name'])} {acts[0]['year'] or ''}".strip()
        for said, where, act in DUTIES:
            found = said.search(sentence.text)
            right = _plain(act)
            if found and cited not in (right, right.rsplit(" ", 1)[0]):
                yield Finding(
                    Rule.STATUTE,
                    sentence.start + acts[0].start(),
                    sentence.start + acts[0].end(),
                    sentence.text,
                    f"“{found.group()}” does not rest on the {acts[0].group()}.",
                    f"{where}.",
                )


def _plain(name: str) -> str:
    return re.sub(r"^The\s", "", name.replace("’", "'").strip()).casefold()


def _finding(draft: Draft, found: re.Match[str], says: str, correction: str) -> Finding:
    quote = draft.sentence_at(found.start()).text or found.group()
    return Finding(Rule.STATUTE, found.start(), found.end(), quote, says, correction)
