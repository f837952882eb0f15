"""The facts at the head of a paper, by the name a format calls for them."""

from collections.abc import Callable, Sequence

from core import formats
from reports.models import Paper


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def exempt_words(paper: Paper) -> str:
    """Whether a part of it is withheld from the public, and under which paragraph."""
    return f"Part exempt, paragraph {paper.exempt_paragraph}" if paper.exempt_paragraph else "No"


FACTS: dict[str, tuple[str, Callable[[Paper], str]]] = {
    "meeting": ("Meeting and its day", lambda paper: f"{paper.body}, {formats.day(paper.meeting_on)}"),
    "body": ("Who decides", lambda paper: paper.body),
    "meeting_on": ("Day of the meeting", lambda paper: formats.day(paper.meeting_on)),
    "month": ("Month", lambda paper: formats.month(paper.meeting_on)),
    "title": ("Subject", lambda paper: paper.title),
    "director": ("Reporting director", lambda paper: paper.reporting_director),
    "divisions": ("Divisions or wards affected", lambda paper: paper.divisions_affected),
    "portfolio": ("Portfolio", lambda paper: paper.portfolio or "None"),
    "key": ("Key decision", lambda paper: _yes(paper.is_key)),
    # A key decision is not taken without its notice in the forward plan.
    "forward_plan": ("Included in the forward plan", lambda paper: _yes(paper.is_key)),
    "exempt": ("Exempt or confidential", exempt_words),
    "reference": ("Reference", lambda paper: paper.reference),
    "contact": ("Contact", lambda paper: paper.contact),
}


def head_of(paper: Paper, wanted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Label and value of each fact wanted, in order."""
    return [(label, FACTS[fact][1](paper)) for fact, label in wanted if fact in FACTS]
