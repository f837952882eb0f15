"""Taking a search without an offer to the head of service, and from there to the director."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from authorities.services.letters import write_to_staff
from contracts.choices import Route
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock, lock_all
from core.policies import require
from core.workflow import move
from placements.choices import EscalatedTo, OutwardReason, StepOutcome, StepState
from placements.models import Escalation, PlacementRequest, SourcingStep
from placements.policies.sourcing import can_pass_up
from placements.selectors.escalations import may_decide
from placements.workflows import REQUEST, SOURCING_ROLES


@transaction.atomic
def escalate(*, request: PlacementRequest, reason: str, by: Actor, at: datetime) -> Escalation:
    """Ask the head of service how to go on. What is open stays open: an offer may still come."""
    request = lock(request)
    move(request, REQUEST, "escalate", by=by, at=at, reason=_said(reason, "Say what has been tried"))
    return _raise(request, EscalatedTo.HEAD_OF_SERVICE, reason, by=by, at=at)


@transaction.atomic
def pass_up(*, escalation: Escalation, reason: str, by: Actor, at: datetime) -> Escalation:
    """The head of service leaves it to the director, and says why."""
    request = lock(escalation.request)
    escalation = _open(escalation)
    require(can_pass_up(by, escalation))
    reason = _said(reason, "Say why the director should decide")
    _close(escalation, f"Passed to the director: {reason}", by=by, at=at)
    return _raise(request, EscalatedTo.DCS, reason, by=by, at=at)


@transaction.atomic
def decide_escalation(
    *, escalation: Escalation, decision: str, reopen: Collection[Route], by: Actor, at: datetime
) -> PlacementRequest:
    """Say how the search goes on; ``reopen`` are routes without a home that are tried again.

    DomainError when no route would be open: such a search could only wait.
    """
    request = lock(escalation.request)
    escalation = _open(escalation)
    require(may_decide(by, escalation, on=timezone.localdate(at)))
    decision = _said(decision, "Say how the search goes on")
    steps = lock_all(SourcingStep.objects.filter(request=request))
    again = [step for step in steps if step.route in reopen and step.outcome == StepOutcome.NOT_FOUND]
    if not again and not any(step.state == StepState.OPEN for step in steps):
        raise DomainError("No route is open. Choose at least one to try again.", field="reopen")
    for step in again:
        _try_again(step, at)
    _close(escalation, decision, by=by, at=at, reopened=[step.route for step in again])
    move(request, REQUEST, "go_on", by=by, at=at, reason=decision)
    write_to_staff(
        roles=() if request.owner_id else SOURCING_ROLES,
        people=[request.owner_id] if request.owner_id else [],
        template="escalation_decided",
        subject=f"How the search for {request.reference} goes on",
        context={"reference": request.reference},
        by=by,
        at=at,
    )
    return request


def close_escalation(request: PlacementRequest, because: str, *, by: Actor, at: datetime) -> None:
    """End an open escalation with the search itself, in the caller's transaction."""
    for escalation in lock_all(Escalation.objects.filter(request=request, decided_at=None)):
        _close(escalation, because, by=by, at=at)


def _said(text: str, ask: str) -> str:
    if not text.strip():
        raise DomainError(ask, field="reason")
    return text.strip()


def _open(escalation: Escalation) -> Escalation:
    escalation = lock(escalation)
    if escalation.decided_at is not None:
        raise Conflict("This was decided while you were reading. Open the request to see how it goes on.")
    return escalation


def _raise(request: PlacementRequest, to: EscalatedTo, reason: str, *, by: Actor, at: datetime) -> Escalation:
    made = Escalation.objects.create(
        authority_id=request.authority_id,
        request=request,
        to=to,
        reason=reason.strip(),
        raised_by_id=by.member_id,
        raised_at=at,
    )
    write_to_staff(
        roles=[to],
        template="search_escalated",
        subject=f"No home found in time for {request.reference}",
        context={"reference": request.reference, "who": by.name},
        by=by,
        at=at,
    )
    return made


def _close(
    escalation: Escalation, decision: str, *, by: Actor, at: datetime, reopened: Collection[str] = ()
) -> None:
    escalation.decision, escalation.reopened = decision, list(reopened)
    escalation.decided_by_id, escalation.decided_at = by.member_id, at
    escalation.save(update_fields=["decision", "reopened", "decided_by", "decided_at"])


def _try_again(step: SourcingStep, at: datetime) -> None:
    """How it ended before stays in its note, and in the audit."""
    assert step.closed_at is not None
    ended, why = timezone.localdate(step.closed_at), OutwardReason(step.outward_reason).label.lower()
    before = f"Tried until {day(ended)}: {why}."
    step.note = " ".join(filter(None, (step.note, before)))
    step.state, step.outcome, step.outward_reason = StepState.OPEN, "", ""
    step.opened_at, step.closed_at, step.closed_by = at, None, None
    step.save()
