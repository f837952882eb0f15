"""The decision on a paper: taken, published, called in, heard, in effect."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from authorities.selectors.calendars import holidays_for
from authorities.selectors.settings import settings_in_force
from core import formats
from core.actor import Actor
from core.calendar import call_in_ends, effective_after_call_in
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move, require_open
from reports.choices import PaperState
from reports.differences import has_changed
from reports.life_choices import CARRIED, CallInOutcome, Outcome
from reports.models import CallIn, Paper, PaperDecision
from reports.policies import can_be_called_in, can_decide, can_record
from reports.selectors.decisions import decision_of, recommendations_of
from reports.services.actions import drop_planned, owe_actions
from reports.services.letters import write_of_paper
from reports.services.telling import tell_public
from reports.timetable import Rules
from reports.workflows import PAPER


@dataclass(frozen=True)
class Votes:
    """Counted where they were counted."""

    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


@transaction.atomic
def decide_paper(
    *,
    paper: Paper,
    outcome: Outcome,
    taken_on: date,
    taken_by: str,
    resolution: str,
    reasons: str,
    alternatives: str = "",
    votes: Votes = Votes(),
    conflicts: str = "",
    dispensations: str = "",
    by: Actor,
    at: datetime,
    on: date,
) -> PaperDecision:
    """Record what was decided: approved, approved as amended (with its words), deferred or refused.

    On a paper referred back it is decided again, and takes effect at once. Raises DomainError for a day
    before the meeting or to come, Conflict where it was decided already.
    """
    paper = lock(paper)
    again = paper.state == PaperState.SENT_BACK
    verb = "reconsider" if again else "defer" if outcome == Outcome.DEFERRED else "decide"
    require_open(paper, PAPER, verb)
    require(can_decide(by, paper.paper_format))
    if again and outcome == Outcome.DEFERRED:
        raise DomainError("A decision referred back is confirmed, amended or refused.", field="outcome")
    first = "\n\n".join(recommendations_of(paper))
    # A browser sends its line breaks as two characters.
    resolution = resolution.replace("\r\n", "\n").strip() or first
    _guard_day(paper, taken_on, on, again=again)
    if outcome == Outcome.AMENDED and not has_changed(first, resolution):
        raise DomainError("Change the recommendations to the words that were agreed.", field="resolution")
    if outcome == Outcome.APPROVED and has_changed(first, resolution):
        raise DomainError("These words were changed: choose “Approved as amended”.", field="outcome")
    number = PaperDecision.objects.filter(paper=paper).count() + 1
    decision = PaperDecision.objects.create(
        authority_id=paper.authority_id,
        paper=paper,
        reference=new_reference("DEC"),
        number=number,
        outcome=outcome,
        taken_on=taken_on,
        taken_by=taken_by.strip(),
        resolution=resolution,
        reasons=reasons.strip(),
        alternatives=alternatives.strip(),
        votes_for=votes.votes_for,
        votes_against=votes.votes_against,
        abstentions=votes.abstentions,
        conflicts=conflicts.strip(),
        dispensations=dispensations.strip(),
        recorded_by_id=by.member_id,
        recorded_at=at,
        published_on=on if again else None,
        effective_on=on if again else None,
    )
    move(paper, PAPER, verb, by=by, at=at, reason=decision.reference)
    tell_public(paper, by=by, on=on)
    if again:
        _follow(paper, decision, by=by, at=at)
    write_of_paper(
        paper,
        what=f"{decision.get_outcome_display().lower()} on {formats.day(taken_on)}",
        page="paper_decision",
        people=[paper.raised_by_id],
        by=by,
        at=at,
    )
    return decision


@transaction.atomic
def publish_decision(*, paper: Paper, by: Actor, at: datetime, on: date) -> PaperDecision:
    """Publish the record, which opens the call-in window; where call-in was waived it takes effect now."""
    paper = lock(paper)
    verb = "waive" if paper.call_in_waived else "record"
    require_open(paper, PAPER, verb)
    require(can_record(by))
    decision = lock(decision_of(paper))
    rules = Rules.of(settings_in_force(paper.authority_id, on=on))
    starts, days = rules.window_opens(decision.taken_on, on), rules.call_in_days
    holidays = holidays_for(paper.authority_id)
    decision.published_on = on
    if paper.call_in_waived:
        decision.effective_on = on
    else:
        decision.call_in_ends = call_in_ends(starts, days, holidays)
        decision.effective_on = effective_after_call_in(starts, days, holidays)
    decision.save(update_fields=["published_on", "call_in_ends", "effective_on"])
    move(paper, PAPER, verb, by=by, at=at, reason=decision.reference)
    if paper.call_in_waived:
        _follow(paper, decision, by=by, at=at)
    return decision


@transaction.atomic
def call_in_decision(
    *, paper: Paper, called_by: str, reasons: str, called_on: date, by: Actor, at: datetime, on: date
) -> CallIn:
    """Record that members called the decision in. Raises DomainError outside the window."""
    paper = lock(paper)
    require_open(paper, PAPER, "call_in")
    require(can_record(by))
    decision = lock(decision_of(paper))
    if called_on > on:
        raise DomainError("Choose today or a day before.", field="called_on")
    if not (allowed := can_be_called_in(paper, decision, called_on)):
        raise DomainError(allowed.reason, field="called_on")
    made = CallIn.objects.create(
        authority_id=paper.authority_id,
        decision=decision,
        called_on=called_on,
        called_by=called_by.strip(),
        reasons=reasons.strip(),
        recorded_by_id=by.member_id,
    )
    decision.effective_on = None
    decision.save(update_fields=["effective_on"])
    move(paper, PAPER, "call_in", by=by, at=at, reason=decision.reference)
    write_of_paper(
        paper, what="it was called in", page="paper_decision", people=[paper.raised_by_id], by=by, at=at
    )
    return made


@transaction.atomic
def hear_call_in(
    *, paper: Paper, outcome: CallInOutcome, findings: str, heard_on: date, by: Actor, at: datetime, on: date
) -> CallIn:
    """What scrutiny made of it: the decision stands from that day, or goes back to who took it."""
    paper = lock(paper)
    verb = "uphold" if outcome == CallInOutcome.UPHELD else "send_back"
    require_open(paper, PAPER, verb)
    require(can_record(by))
    decision = lock(decision_of(paper))
    call_in = lock(decision.call_in)
    if not call_in.called_on <= heard_on <= on:
        raise DomainError(
            f"Choose a day from the call-in of {formats.day(call_in.called_on)} to today.", field="heard_on"
        )
    call_in.outcome, call_in.findings, call_in.heard_on = outcome, findings.strip(), heard_on
    call_in.save(update_fields=["outcome", "findings", "heard_on"])
    move(paper, PAPER, verb, by=by, at=at, reason=decision.reference)
    if outcome == CallInOutcome.UPHELD:
        decision.effective_on = heard_on
        decision.save(update_fields=["effective_on"])
        _follow(paper, decision, by=by, at=at)
    return call_in


@transaction.atomic
def let_take_effect(*, by: Actor, at: datetime, on: date) -> int:
    """Every decision of the council whose window closed before ``on`` takes effect; how many did."""
    due = Paper.objects.filter(
        authority_id=by.council_id, state=PaperState.CALL_IN, decisions__effective_on__lte=on
    )
    papers = [lock(paper) for paper in due.order_by("pk").distinct()]
    # One may have been called in at this very moment.
    papers = [paper for paper in papers if paper.state == PaperState.CALL_IN]
    for paper in papers:
        move(paper, PAPER, "take_effect", by=by, at=at)
        _follow(paper, decision_of(paper), by=by, at=at)
    return len(papers)


def _follow(paper: Paper, decision: PaperDecision, *, by: Actor, at: datetime) -> None:
    """What a decision in effect sets going."""
    assert decision.effective_on is not None
    if decision.outcome in CARRIED:
        owe_actions(paper, decision, by=by, at=at)
    else:
        drop_planned(paper, reason="The recommendations were refused", by=by, at=at)
        move(paper, PAPER, "close", by=by, at=at, reason=decision.reference)


def _guard_day(paper: Paper, taken_on: date, on: date, *, again: bool) -> None:
    if taken_on > on:
        raise DomainError(
            "Choose today or a day before: a decision is recorded once taken.", field="taken_on"
        )
    heard_on = decision_of(paper).call_in.heard_on if again else None
    if heard_on and taken_on < heard_on:
        raise DomainError(
            f"It was referred back on {formats.day(heard_on)}, so it cannot be decided again before.",
            field="taken_on",
        )
    if taken_on < paper.meeting_on:
        raise DomainError(
            f"The public was told of a decision on {formats.day(paper.meeting_on)}, so it cannot be taken"
            " before.",
            field="taken_on",
        )
