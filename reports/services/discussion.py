"""Comments on the sections of a draft, and who has read what was published."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from reports.models import Paper, PaperComment, PaperReading, PaperVersion
from reports.policies import can_discuss
from reports.selectors.papers import sections_needed
from reports.services.letters import write_of_paper


@transaction.atomic
def comment_on(*, paper: Paper, section: str, words: str, by: Actor, at: datetime) -> PaperComment:
    """Begin a thread on a section; the paper's author is told."""
    paper = lock(paper)
    require(can_discuss(by, paper))
    if section not in {each.key for each in sections_needed(paper)}:
        raise DomainError("Choose one of the paper’s sections.", field="section")
    made = _comment(paper, section, words, None, by, at)
    if by.member_id != paper.raised_by_id:
        what = f"{by.name} commented on it"
        write_of_paper(paper, what=what, page="paper_comments", people=[paper.raised_by_id], by=by, at=at)
    return made


@transaction.atomic
def answer_comment(*, thread: PaperComment, words: str, by: Actor, at: datetime) -> PaperComment:
    """Answer in a thread; who began it is told. A resolved thread takes no more answers."""
    paper = lock(thread.paper)
    thread = lock(thread)
    require(can_discuss(by, paper))
    if thread.resolved_at:
        raise Conflict("This thread was resolved in the meantime. Begin a new one if there is more to say.")
    made = _comment(paper, thread.section, words, thread, by, at)
    if by.member_id != thread.written_by_id:
        what = f"{by.name} answered your comment"
        write_of_paper(paper, what=what, page="paper_comments", people=[thread.written_by_id], by=by, at=at)
    return made


@transaction.atomic
def resolve_comment(*, thread: PaperComment, by: Actor, at: datetime) -> PaperComment:
    """Nothing is left to do about it; twice is once."""
    require(can_discuss(by, lock(thread.paper)))
    thread = lock(thread)
    if thread.resolved_at is None:
        thread.resolved_by_id, thread.resolved_at = by.member_id, at
        thread.save(update_fields=["resolved_by", "resolved_at"])
    return thread


@transaction.atomic
def note_reading(*, version: PaperVersion, by: Actor, at: datetime) -> None:
    """Keep that ``by`` opened this version; only the first time counts."""
    PaperReading.objects.bulk_create(
        [
            PaperReading(
                authority_id=version.authority_id, version=version, reader_id=by.member_id, read_at=at
            )
        ],
        ignore_conflicts=True,
    )


def _comment(
    paper: Paper, section: str, words: str, thread: PaperComment | None, by: Actor, at: datetime
) -> PaperComment:
    if not words.strip():
        raise DomainError("Enter your comment.", field="words")
    return PaperComment.objects.create(
        authority_id=paper.authority_id,
        paper=paper,
        section=section,
        thread=thread,
        words=words.strip(),
        written_by_id=by.member_id,
        written_at=at,
    )
