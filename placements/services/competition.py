"""Marking a mini-competition: two people apart, then one agreed mark for each criterion."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.choices import CriterionKind
from core.actor import Actor
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.locking import lock
from core.policies import require
from placements.models import BlindMark, Offer, PlacementRequest, Scoring
from placements.policies.awards import can_moderate, can_score
from placements.scoring import FULL_MARK
from placements.selectors.comparison import Comparison
from placements.selectors.competition import SCORERS, has_marked, judged, marking_of
from placements.services.evaluation import comparing, record_score

Marks = Mapping[CriterionKind, Decimal]


@transaction.atomic
def mark_blind(*, offer: Offer, marks: Marks, note: str = "", by: Actor, at: datetime) -> None:
    """Give one's own marks to an offer; nobody else can read them before two people have sent theirs in.

    They may be changed until then. Raises Conflict once this person's are in, or two others' are.
    """
    request = lock(offer.recipient.referral.request)
    require(can_score(by))
    comparison = _competition(request, at)
    if comparison.row_of(offer) is None or comparison.step is None:
        raise NotFound
    marking = marking_of(comparison, by)
    if marking.has_sent_in:
        raise Conflict("You have sent in your marks, so they stand as they are.")
    if marking.both_in:
        raise Conflict(f"{' and '.join(marking.sent_in_by)} have marked these offers already.")
    check_marks(marks)
    for kind in judged(comparison):
        BlindMark.objects.update_or_create(
            offer=offer,
            criterion=kind,
            scorer_id=by.member_id,
            authority_id=offer.authority_id,
            step=comparison.step,
            defaults={"mark": marks[kind], "note": note.strip(), "marked_at": at},
        )


@transaction.atomic
def send_in_marks(*, request: PlacementRequest, by: Actor, at: datetime) -> Scoring:
    """Hand in one's marks of every offer; they change no more. With the second person's, both are shown."""
    request = lock(request)
    require(can_score(by))
    comparison = _competition(request, at)
    assert comparison.step is not None
    marking = marking_of(comparison, by)
    if marking.has_sent_in:
        raise Conflict("You have sent in your marks already.")
    if len(marking.sent_in_by) >= SCORERS:
        raise Conflict("Two people have marked these offers already.")
    missing = [r.setting.name for r in comparison.offers if not has_marked(marking, comparison, r.offer)]
    if missing:
        raise DomainError(f"Mark every offer first. Without your marks: {', '.join(missing)}.")
    return Scoring.objects.create(
        authority_id=request.authority_id, step=comparison.step, scorer_id=by.member_id, sent_in_at=at
    )


@transaction.atomic
def moderate(*, offer: Offer, marks: Marks, reason: str, by: Actor, at: datetime) -> None:
    """Agree one mark for each criterion of an offer, once both have sent in theirs.

    ``reason`` is needed wherever the agreed mark is not what both gave.
    """
    request = lock(offer.recipient.referral.request)
    require(can_moderate(by))
    comparison = _competition(request, at)
    if comparison.row_of(offer) is None:
        raise NotFound
    marking = marking_of(comparison, by)
    if not marking.both_in:
        raise NotPermitted("Marks are agreed when two people have sent in theirs.")
    check_marks(marks)
    settled = all(
        [given.mark for given in marking.of(offer, kind)] == [marks[kind]] * SCORERS
        for kind in judged(comparison)
    )
    if not settled and not reason.strip():
        raise DomainError("The two did not both give this mark. Say what was agreed and why.", field="reason")
    for kind in judged(comparison):
        record_score(
            offer, kind, mark=marks[kind], weight=comparison.weights[kind], note=reason.strip(), by=by, at=at
        )


def check_marks(marks: Marks) -> None:
    for kind, mark in marks.items():
        if not 0 <= mark <= FULL_MARK:
            raise DomainError("Enter a mark from 0 to 5.", field=f"{kind.value}_mark")


def _competition(request: PlacementRequest, at: datetime) -> Comparison:
    comparison = comparing(request, at)
    if not comparison.is_competition:
        raise DomainError("These offers were not invited in a mini-competition, so one person marks them.")
    return comparison
