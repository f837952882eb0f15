"""What recommendations ask of people: planned with the paper, owed when the decision binds, done."""

import re
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from authorities.models import StaffMember
from core import formats
from core.actor import Actor
from core.errors import DomainError
from core.locking import lock, lock_all
from core.periods import add_months
from core.policies import require
from core.references import new_reference
from core.workflow import move
from reports.choices import IN_EFFECT, OVER, PaperState
from reports.life_choices import ActionKind, ActionState
from reports.models import Paper, PaperAction, PaperDecision
from reports.policies import can_carry_out, can_write_papers
from reports.selectors.ceilings import bought_under
from reports.selectors.decisions import decisions_of, recommendations_of
from reports.services.letters import write_of_paper
from reports.workflows import ACTION, PAPER

# What nobody planned is its author's, to be done or handed on within four weeks.
UNPLANNED_DAYS = 28
# Words by which a recommendation hands a power on.
DELEGATING = ("delegat", "authoris", "authority to")
# How long before an action is due its owner is written to.
REMINDED_BEFORE = timedelta(days=14)


@transaction.atomic
def plan_action(
    *,
    paper: Paper,
    recommendation: int,
    kind: ActionKind,
    words: str,
    owner: StaffMember,
    due_days: int,
    every_months: int | None,
    by: Actor,
    at: datetime,
) -> PaperAction:
    """Say who does what when the decision binds; after that, it is owed at once."""
    paper = lock(paper)
    require(can_write_papers(by))
    if paper.state in OVER:
        raise DomainError(f"This paper is {paper.get_state_display().lower()}.")
    if not 1 <= recommendation <= len(recommendations_of(paper)):
        raise DomainError("Choose one of the paper’s recommendations.", field="recommendation")
    action = PaperAction.objects.create(
        authority_id=paper.authority_id,
        paper=paper,
        reference=new_reference("ACT"),
        kind=kind,
        state_at=at,
        recommendation=recommendation,
        words=words.strip(),
        owner=owner,
        due_days=due_days,
        every_months=every_months,
    )
    if paper.state in IN_EFFECT:
        _owe(action, timezone.localdate(at) + timedelta(days=due_days), by=by, at=at)
    return action


@transaction.atomic
def hand_on_action(
    *, action: PaperAction, owner: StaffMember, due_on: date, by: Actor, at: datetime, on: date
) -> PaperAction:
    """Another owner or another day for what is owed."""
    action = lock(action)
    require(can_carry_out(by, action))
    if action.state != ActionState.OPEN:
        raise DomainError("Only what is still to do can be handed on.")
    if due_on < on:
        raise DomainError("Choose today or a day to come.", field="due_on")
    told = owner.pk != action.owner_id
    action.owner, action.due_on, action.reminded_on = owner, due_on, None
    action.save(update_fields=["owner", "due_on", "reminded_on"])
    if told:
        _tell(action, f"an action is yours, due {formats.day(due_on)}", by=by, at=at)
    return action


@transaction.atomic
def complete_action(*, action: PaperAction, outcome: str, by: Actor, at: datetime, on: date) -> PaperAction:
    """Record what was done. A recurring one is owed again; the last one closes the paper."""
    paper = lock(action.paper)
    action = lock(action)
    require(can_carry_out(by, action))
    if not outcome.strip():
        raise DomainError("Say what was done.", field="outcome")
    action.done_on, action.outcome = on, outcome.strip()
    move(action, ACTION, "complete", by=by, at=at, save_fields=("done_on", "outcome"))
    if action.every_months and action.due_on:
        _again(action, add_months(action.due_on, action.every_months), by=by, at=at)
    _advance(paper, by=by, at=at)
    return action


@transaction.atomic
def drop_action(*, action: PaperAction, reason: str, by: Actor, at: datetime) -> PaperAction:
    """It need not be done after all, with the reason. A delegation stands once something was bought on it."""
    paper = lock(action.paper)
    action = lock(action)
    require(can_write_papers(by))
    if not reason.strip():
        raise DomainError("Say why it need not be done.", field="outcome")
    if action.kind == ActionKind.DELEGATION:
        decisions = list(decisions_of(paper).values_list("reference", flat=True))
        if bought := bought_under(by, decisions):
            raise DomainError(
                f"{', '.join(bought)} rests on this delegation, so it cannot be dropped.", field="outcome"
            )
    move(action, ACTION, "drop", by=by, at=at, reason=reason.strip())
    _advance(paper, by=by, at=at)
    return action


def owe_actions(paper: Paper, decision: PaperDecision, *, by: Actor, at: datetime) -> None:
    """Every planned action is owed from the day of effect; a recommendation for which nobody planned one
    becomes its author's. The caller holds the paper's lock."""
    assert decision.effective_on is not None
    planned = list(PaperAction.objects.filter(paper=paper, state=ActionState.PLANNED).order_by("pk"))
    covered = set(PaperAction.objects.filter(paper=paper).values_list("recommendation", flat=True))
    agreed = [part.strip() for part in re.split(r"\n\s*\n", decision.resolution) if part.strip()]
    planned += PaperAction.objects.bulk_create(
        PaperAction(
            authority_id=paper.authority_id,
            paper=paper,
            reference=new_reference("ACT"),
            kind=_kind_of(words),
            state_at=at,
            recommendation=number,
            words=words,
            owner_id=paper.raised_by_id,
            due_days=UNPLANNED_DAYS,
        )
        for number, words in enumerate(agreed, start=1)
        if number not in covered
    )
    for action in planned:
        _owe(action, decision.effective_on + timedelta(days=action.due_days), by=by, at=at)


def drop_planned(paper: Paper, *, reason: str, by: Actor, at: datetime) -> None:
    """Nothing comes of a paper refused or withdrawn. The caller holds the paper's lock."""
    for action in lock_all(PaperAction.objects.filter(paper=paper, state=ActionState.PLANNED)):
        move(action, ACTION, "drop", by=by, at=at, reason=reason)


@transaction.atomic
def remind_owners(*, by: Actor, at: datetime, on: date) -> int:
    """Write once to each owner before an action is due and once when it is overdue; how many letters."""
    owed = (
        PaperAction.objects.select_for_update(of=("self",))
        .filter(authority_id=by.council_id, state=ActionState.OPEN, due_on__lte=on + REMINDED_BEFORE)
        .select_related("paper")
        .order_by("pk")
    )
    told = 0
    for action in owed:
        assert action.due_on is not None
        overdue = action.due_on < on
        if action.reminded_on is None or (overdue and action.reminded_on <= action.due_on):
            when = "was due" if overdue else "is due"
            _tell(action, f"an action of yours {when} {formats.day(action.due_on)}", by=by, at=at)
            action.reminded_on = on
            action.save(update_fields=["reminded_on"])
            told += 1
    return told


def _owe(action: PaperAction, due_on: date, *, by: Actor, at: datetime) -> None:
    action.due_on = due_on
    move(action, ACTION, "open", by=by, at=at, save_fields=("due_on",))
    _tell(action, f"an action is yours, due {formats.day(due_on)}", by=by, at=at)


def _again(done: PaperAction, due_on: date, *, by: Actor, at: datetime) -> None:
    following = PaperAction.objects.create(
        authority_id=done.authority_id,
        paper_id=done.paper_id,
        reference=new_reference("ACT"),
        kind=done.kind,
        state=ActionState.OPEN,
        state_at=at,
        recommendation=done.recommendation,
        words=done.words,
        owner_id=done.owner_id,
        due_days=done.due_days,
        every_months=done.every_months,
        due_on=due_on,
    )
    _tell(following, f"an action is yours again, due {formats.day(due_on)}", by=by, at=at)


def _advance(paper: Paper, *, by: Actor, at: datetime) -> None:
    """The first action done begins the work, the last one ends it."""
    if paper.state == PaperState.EFFECTIVE:
        move(paper, PAPER, "begin", by=by, at=at)
    if paper.state == PaperState.IMPLEMENTING:
        left = PaperAction.objects.filter(paper=paper, state__in=(ActionState.OPEN, ActionState.PLANNED))
        if not left.exists():
            move(paper, PAPER, "close", by=by, at=at)


def _kind_of(words: str) -> ActionKind:
    said = words.lower()
    if any(word in said for word in DELEGATING):
        return ActionKind.DELEGATION
    return ActionKind.REPORT if "report" in said and "every" in said else ActionKind.ACTION


def _tell(action: PaperAction, what: str, *, by: Actor, at: datetime) -> None:
    write_of_paper(action.paper, what=what, page="paper_actions", people=[action.owner_id], by=by, at=at)
