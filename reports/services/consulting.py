"""Consultation on a paper: ask in parallel, answer with a reference and words, void what changed, clear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from authorities.models import StaffMember
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from core.workflow import move, require_open
from reports.choices import PaperState
from reports.life_choices import SignOffState, Topic
from reports.marks import ChangedMeanwhile
from reports.models import Paper, SignOff
from reports.policies import can_answer_sign_off, can_clear, can_edit_paper, can_write_papers
from reports.selectors.papers import sections_empty, sections_needed, words_of
from reports.selectors.sign_offs import signing_hindrances, words_under
from reports.services.letters import write_of_paper
from reports.services.notices import has_notice
from reports.sign_offs import sections_under
from reports.workflows import PAPER, SIGN_OFF


@dataclass(frozen=True)
class Asked:
    """Of whom a topic is asked: everybody in ``role``, or one ``person``."""

    topic: Topic
    role: str = ""
    person: StaffMember | None = None


@transaction.atomic
def ask_sign_offs(
    *, paper: Paper, asked: Iterable[Asked], due_on: date, by: Actor, at: datetime, on: date
) -> list[SignOff]:
    """Ask several at once; a draft goes out for consultation with the first.

    Raises DomainError where nobody is named, the day has gone or is after the meeting, or a topic is
    being asked already.
    """
    paper = lock(paper)
    require(can_edit_paper(by, paper))
    asked = list(asked)
    if not asked:
        raise DomainError("Choose at least one to ask.")
    if not on <= due_on < paper.meeting_on:
        raise DomainError(
            f"Choose a day from today to the day before the meeting of {formats.day(paper.meeting_on)}.",
            field="due_on",
        )
    needed = sections_needed(paper)
    waiting = set(
        SignOff.objects.filter(paper=paper, state__in=(SignOffState.ASKED, SignOffState.GIVEN)).values_list(
            "topic", flat=True
        )
    )
    for each in asked:
        if each.topic in waiting:
            raise DomainError(
                f"{each.topic.label} is asked or has signed off already.", field=each.topic.value
            )
    if paper.state == PaperState.DRAFT:
        move(paper, PAPER, "consult", by=by, at=at)
    made = SignOff.objects.bulk_create(
        SignOff(
            authority_id=paper.authority_id,
            paper=paper,
            topic=each.topic,
            state_at=at,
            role=each.role,
            person=each.person,
            sections=sections_under(each.topic, needed),
            asked_by_id=by.member_id,
            asked_at=at,
            due_on=due_on,
        )
        for each in asked
    )
    write_of_paper(
        paper,
        what=f"your sign-off is asked for by {formats.day(due_on)}",
        page="paper_consultation",
        people=[each.person.pk for each in asked if each.person],
        roles=[each.role for each in asked if each.role],
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def answer_sign_off(
    *,
    sign_off: SignOff,
    agrees: bool,
    reference: str,
    words: str,
    seen: str = "",
    by: Actor,
    at: datetime,
) -> SignOff:
    """Sign off, or return with comments. A sign-off needs a reference, a return needs words.

    ``seen`` is ``words_under`` the sign-off when they were read: ``ChangedMeanwhile`` when others stand there
    now.
    """
    paper = lock(sign_off.paper)
    sign_off = lock(sign_off)
    require(can_answer_sign_off(by, sign_off, paper))
    if agrees and not reference.strip():
        raise DomainError(
            "Enter your reference for this sign-off, for example FD.6659/22.", field="reference"
        )
    if not agrees and not words.strip():
        raise DomainError("Say what has to change before you can sign it off.", field="words")
    if agrees and (empty := _empty_of(paper, sign_off)):
        raise DomainError(f"“{empty}” has no words yet, so it cannot be signed off.", field="agrees")
    if agrees and seen and seen != (now := words_under(sign_off, paper)):
        raise ChangedMeanwhile(
            "The words were changed while you read them. They are shown as they are now: read them, then"
            " answer.",
            seen=now,
            field="agrees",
        )
    sign_off.reference, sign_off.words = reference.strip(), words.strip()
    sign_off.answered_by_id, sign_off.answered_at = by.member_id, at
    verb = "give" if agrees else "return"
    move(
        sign_off,
        SIGN_OFF,
        verb,
        by=by,
        at=at,
        save_fields=("reference", "words", "answered_by", "answered_at"),
    )
    answer = "signed off" if agrees else "returned with comments"
    write_of_paper(
        paper,
        what=f"{sign_off.get_topic_display().lower()} {answer}",
        page="paper_consultation",
        people=[sign_off.asked_by_id],
        by=by,
        at=at,
    )
    return sign_off


@transaction.atomic
def withdraw_sign_off(*, sign_off: SignOff, by: Actor, at: datetime) -> SignOff:
    """Ask no longer: nobody need answer."""
    paper = lock(sign_off.paper)
    sign_off = lock(sign_off)
    require(can_edit_paper(by, paper))
    move(sign_off, SIGN_OFF, "withdraw", by=by, at=at)
    return sign_off


def void_touched(paper: Paper, *, key: str, title: str, by: Actor, at: datetime) -> list[SignOff]:
    """Void every sign-off that stood for a section whose words changed, and tell its signer why. A paper
    that was cleared goes back to consultation. The caller holds the paper's lock."""
    given = SignOff.objects.select_for_update(of=("self",)).filter(paper=paper, state=SignOffState.GIVEN)
    touched = [each for each in given.order_by("pk") if not each.sections or key in each.sections]
    for each in touched:
        move(each, SIGN_OFF, "void", by=by, at=at, reason=f"“{title}” was changed by {by.name}")
    if paper.state in (PaperState.CLEARED, PaperState.NOTICED):
        move(paper, PAPER, "reopen", by=by, at=at, reason=f"“{title}” was changed by {by.name}")
    write_of_paper(
        paper,
        what=f"“{title}” was changed after you signed it off, so your sign-off is void",
        page="paper_consultation",
        people=[each.answered_by_id for each in touched if each.answered_by_id],
        by=by,
        at=at,
    )
    return touched


@transaction.atomic
def clear_paper(*, paper: Paper, by: Actor, at: datetime) -> Paper:
    """The director's clearance. Raises DomainError with the first thing that stands in its way.

    Where notice was given while it was written, the paper is past that step too.
    """
    paper = lock(paper)
    require_open(paper, PAPER, "clear")
    require(can_clear(by, paper))
    if empty := sections_empty(paper, words_of(paper)):
        raise DomainError(f"“{empty[0].title}” has no words yet.")
    if missing := signing_hindrances(paper):
        raise DomainError(missing[0])
    move(paper, PAPER, "clear", by=by, at=at)
    if has_notice(paper):
        move(paper, PAPER, "notice", by=by, at=at)
    write_of_paper(
        paper, what="it has been cleared", page="paper_detail", people=[paper.raised_by_id], by=by, at=at
    )
    return paper


@transaction.atomic
def revise_paper(*, paper: Paper, by: Actor, at: datetime) -> Paper:
    """Take a deferred paper back to its writers; sign-offs stand until their words change."""
    paper = lock(paper)
    require_open(paper, PAPER, "revise")
    require(can_write_papers(by))
    move(paper, PAPER, "revise", by=by, at=at)
    return paper


def _empty_of(paper: Paper, sign_off: SignOff) -> str:
    return next(
        (
            section.title
            for section in sections_empty(paper, words_of(paper))
            if not sign_off.sections or section.key in sign_off.sections
        ),
        "",
    )
