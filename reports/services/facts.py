"""The facts at the head of a paper: when and by whom it is decided, whether it is key, what is exempt."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.selectors.calendars import holidays_for
from core import formats
from core.actor import Actor
from core.calendar import is_working_day, working_day_on_or_after
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from reports.figures import CATALOGUE
from reports.formats import layout_of
from reports.marks import ChangedMeanwhile, mark_of
from reports.models import Paper, PaperSection
from reports.policies import can_edit_paper
from reports.selectors.key_test import grounds_today
from reports.selectors.papers import words_now
from reports.services.telling import tell_public

FACTS = (
    "title",
    "body",
    "meeting_on",
    "reporting_director",
    "contact",
    "divisions_affected",
    "divisions_significant",
    "call_in_waived",
    "call_in_reason",
    "call_in_agreed_by",
)


@transaction.atomic
def change_facts(
    *,
    paper: Paper,
    title: str,
    body: str,
    meeting_on: date,
    reporting_director: str,
    contact: str,
    divisions_affected: str,
    divisions_significant: int,
    call_in_waived: bool,
    call_in_reason: str,
    call_in_agreed_by: str,
    seen: str = "",
    by: Actor,
    on: date,
) -> Paper:
    """Change what stands at the paper's head; whether it is a key decision follows from it.

    ``seen`` is ``state_of_facts`` that the writer began from: ``ChangedMeanwhile`` when they are others now.
    """
    paper = lock(paper)
    require(can_edit_paper(by, paper))
    if seen and seen != state_of_facts(paper):
        raise ChangedMeanwhile(
            f"Somebody changed these facts while you worked. {_facts_told(paper)}. Yours are below: save"
            " again to keep them.",
            seen=state_of_facts(paper),
        )
    if meeting_on != paper.meeting_on:
        guard_meeting(meeting_on, by=by, on=on)
    if call_in_waived and not call_in_reason.strip():
        raise DomainError("Say why call-in cannot wait.", field="call_in_reason")
    if call_in_waived and not call_in_agreed_by.strip():
        raise DomainError("Name who agreed that call-in is waived.", field="call_in_agreed_by")
    paper.title, paper.body, paper.meeting_on = title.strip(), body.strip(), meeting_on
    paper.reporting_director, paper.contact = reporting_director.strip(), contact.strip()
    paper.divisions_affected = divisions_affected.strip()
    paper.divisions_significant = divisions_significant
    paper.call_in_waived = call_in_waived
    paper.call_in_reason = call_in_reason.strip() if call_in_waived else ""
    paper.call_in_agreed_by = call_in_agreed_by.strip() if call_in_waived else ""
    set_key(paper, by, on)
    paper.save()
    tell_public(paper, by=by, on=on)
    return paper


@transaction.atomic
def exempt_parts(
    *,
    paper: Paper,
    paragraph: str,
    public_interest: str,
    figures: Iterable[str],
    sections: Iterable[str] | None = None,
    seen: str = "",
    by: Actor,
    at: datetime,
) -> Paper:
    """Why a part is exempt, and which figures and (where given) whole sections of the format are; marked
    paragraphs stand in the words.

    ``seen`` is ``state_of_exempt`` that the writer began from: ``ChangedMeanwhile`` when another part is
    exempt now.
    """
    paper = lock(paper)
    require(can_edit_paper(by, paper))
    if seen and seen != state_of_exempt(paper):
        raise ChangedMeanwhile(
            f"Somebody changed what is exempt while you worked. {_exempt_told(paper)} Yours is below: save"
            " again to keep it.",
            seen=state_of_exempt(paper),
        )
    figures = sorted(set(figures))
    if strange := [key for key in figures if key not in CATALOGUE]:
        raise DomainError(f"There is no figure {strange[0]}.", field="figures")
    if figures and not paragraph:
        raise DomainError("Choose the paragraph of Schedule 12A.", field="paragraph")
    if paragraph and not public_interest.strip():
        raise DomainError(
            "Say why the public interest in keeping it exempt outweighs that in publishing it.",
            field="public_interest",
        )
    paper.exempt_paragraph, paper.public_interest = paragraph, public_interest.strip()
    paper.exempt_figures = figures
    paper.save(update_fields=["exempt_paragraph", "public_interest", "exempt_figures"])
    if sections is not None:
        in_use = PaperSection.objects.filter(paper=paper, key__in=[s.key for s in layout_of(paper).in_use])
        wanted = set(sections)
        in_use.filter(key__in=wanted, is_exempt=False).update(is_exempt=True)
        in_use.exclude(key__in=wanted).filter(is_exempt=True).update(is_exempt=False)
    tell_public(paper, by=by, on=timezone.localdate(at))
    return paper


def state_of_facts(paper: Paper) -> str:
    """A mark of what ``change_facts`` can change."""
    return mark_of(*(str(getattr(paper, name)) for name in FACTS))


def state_of_exempt(paper: Paper) -> str:
    """A mark of the paragraph, the reason, and the figures and sections that are exempt."""
    words = words_now(paper)
    return mark_of(words.paragraph, words.public_interest, sorted(words.figures), sorted(words.sections))


def _facts_told(paper: Paper) -> str:
    facts = ((name.replace("_", " "), getattr(paper, name)) for name in FACTS)
    told = ((name, formats.day(value) if isinstance(value, date) else value) for name, value in facts)
    return "They now say: " + "; ".join(f"{name}: {value}" for name, value in told if value)


def _exempt_told(paper: Paper) -> str:
    words, layout = words_now(paper), layout_of(paper)
    titles = {section.key: section.title for section in layout.sections}
    parts = [
        *(titles.get(key, key) for key in sorted(words.sections)),
        *(CATALOGUE[key].label for key in sorted(words.figures) if key in CATALOGUE),
    ]
    return f"Marked now: {', '.join(parts)}." if parts else "Nothing is marked now."


def guard_meeting(meeting_on: date, *, by: Actor, on: date) -> None:
    """A decision is taken on a working day to come. Raises DomainError on ``meeting_on``."""
    if meeting_on <= on:
        raise DomainError("The meeting must be after today.", field="meeting_on")
    holidays = holidays_for(by.council_id)
    if not is_working_day(meeting_on, holidays):
        nearest = working_day_on_or_after(meeting_on, holidays)
        kind = "a holiday" if meeting_on in holidays else "at a weekend"
        raise DomainError(
            f"{formats.day(meeting_on)} is {kind}. The next working day is {formats.day(nearest)}.",
            field="meeting_on",
        )


def set_key(paper: Paper, by: Actor, on: date) -> None:
    """Set whether it is a key decision, and why, by the council's own line; the caller saves. Raises as
    ``grounds_today``."""
    paper.key_grounds = grounds_today(paper, by, on)
    paper.is_key = bool(paper.key_grounds)
