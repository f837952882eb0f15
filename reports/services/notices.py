"""Notice of a decision: in full, or by an exception that says who agreed and why."""

from datetime import date, datetime

from django.db import transaction

from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from core.workflow import move
from reports.choices import PaperState
from reports.life_choices import NoticeRoute
from reports.models import DecisionNotice, Paper
from reports.policies import can_edit_paper
from reports.selectors.notices import notice_in_force
from reports.selectors.timetable import timetable_for
from reports.services.telling import guard_public_words, tell_public
from reports.timetable import Timetable
from reports.workflows import PAPER


@transaction.atomic
def give_notice(
    *,
    paper: Paper,
    route: NoticeRoute,
    matter: str,
    documents: str,
    reasons: str,
    agreed_by: str,
    representations: str,
    by: Actor,
    at: datetime,
    on: date,
) -> DecisionNotice:
    """Publish a notice for the paper's meeting. Raises DomainError where it comes too late for its route
    (saying by which day it had to be out), lacks who agreed or why, or shows what the public may not read."""
    paper = lock(paper)
    require(can_edit_paper(by, paper))
    _guard(route, timetable_for(by, paper.meeting_on, on=on), reasons, agreed_by, on)
    if route == NoticeRoute.PRIVATE and not representations.strip():
        raise DomainError(
            "Say what people said about meeting in private and the reply, or that nobody did.",
            field="representations",
        )
    words = {"matter": matter, "documents": documents, "reasons": reasons, "representations": representations}
    guard_public_words(paper, words, by=by, on=on)
    notice = DecisionNotice.objects.create(
        authority_id=paper.authority_id,
        paper=paper,
        route=route,
        given_on=on,
        meeting_on=paper.meeting_on,
        matter=matter.strip(),
        documents=documents.strip(),
        reasons=reasons.strip(),
        agreed_by=agreed_by.strip(),
        representations=representations.strip(),
        given_by_id=by.member_id,
        given_at=at,
    )
    if paper.state == PaperState.CLEARED and route != NoticeRoute.PRIVATE:
        move(paper, PAPER, "notice", by=by, at=at)
    tell_public(paper, by=by, on=on)
    return notice


def has_notice(paper: Paper) -> bool:
    """Whether notice stands for the day the paper is to be decided on."""
    return notice_in_force(paper) is not None


def _guard(route: NoticeRoute, dates: Timetable, reasons: str, agreed_by: str, on: date) -> None:
    meeting = formats.day(dates.meeting_on)
    if route == NoticeRoute.FULL and on > dates.notice_by:
        raise DomainError(
            f"Notice for the meeting of {meeting} had to be out by {formats.day(dates.notice_by)}. Use a"
            " general exception, or move the meeting.",
            field="route",
        )
    if route == NoticeRoute.EXCEPTION and on > dates.exception_by:
        raise DomainError(
            f"A general exception for the meeting of {meeting} had to be published by"
            f" {formats.day(dates.exception_by)}. Use special urgency, or move the meeting.",
            field="route",
        )
    if route == NoticeRoute.PRIVATE and on > dates.private_notice_by:
        raise DomainError(
            f"The second notice had to be out by {formats.day(dates.private_notice_by)}.", field="route"
        )
    if on > dates.meeting_on or (on == dates.meeting_on and route != NoticeRoute.URGENT):
        raise DomainError(f"The meeting was on {meeting}.", field="route")
    if route != NoticeRoute.FULL and not reasons.strip():
        raise DomainError("Say why.", field="reasons")
    if route in (NoticeRoute.EXCEPTION, NoticeRoute.URGENT) and not agreed_by.strip():
        who = "told" if route == NoticeRoute.EXCEPTION else "agreed"
        raise DomainError(
            f"Name who {who}: the chair of the overview and scrutiny committee, or who stands in.",
            field="agreed_by",
        )
