"""A paper that is not going ahead: nobody is asked about it any longer, and the public is told of nothing."""

from datetime import date, datetime

from django.db import transaction

from core.actor import Actor
from core.errors import DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.workflow import move, require_open
from reports.life_choices import SignOffState
from reports.models import Paper, SignOff
from reports.policies import can_withdraw
from reports.services.actions import drop_planned
from reports.services.letters import write_of_paper
from reports.services.telling import tell_public
from reports.workflows import PAPER, SIGN_OFF

BECAUSE = "The paper was withdrawn"


@transaction.atomic
def withdraw_paper(*, paper: Paper, reason: str, by: Actor, at: datetime, on: date) -> Paper:
    """Withdraw it for good, with the reason that stands on it from then on.

    What was planned with it is dropped; its author and everybody still asked are told. ``Conflict`` where it
    is published, decided or withdrawn already; DomainError on ``reason`` when it is empty.
    """
    paper = lock(paper)
    require_open(paper, PAPER, "withdraw")
    require(can_withdraw(by, paper))
    if not reason.strip():
        raise DomainError("Say why it is not going ahead.", field="reason")
    paper.withdrawn_by_id = by.member_id
    move(paper, PAPER, "withdraw", by=by, at=at, reason=reason.strip(), save_fields=("withdrawn_by",))
    asked = lock_all(SignOff.objects.filter(paper=paper, state=SignOffState.ASKED))
    for each in asked:
        move(each, SIGN_OFF, "withdraw", by=by, at=at, reason=BECAUSE)
    drop_planned(paper, reason=BECAUSE, by=by, at=at)
    tell_public(paper, by=by, on=on)
    write_of_paper(
        paper,
        what="it has been withdrawn",
        page="paper_detail",
        people={paper.raised_by_id, *(each.person_id for each in asked if each.person_id)} - {by.member_id},
        roles=[each.role for each in asked if each.role],
        by=by,
        at=at,
    )
    return paper
