"""Choosing one offer on a ground and not by points, with everything seen at the time kept beside it."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.errors import DomainError, NotFound
from core.locking import lock
from placements.life_choices import DirectAwardGround
from placements.models import DirectAward, DirectAwardCandidate, Offer
from placements.selectors.direct_awards import Candidate, candidates_of
from placements.services.evaluation import comparing, put_forward


@transaction.atomic
def award_directly(
    *,
    offer: Offer,
    ground: DirectAwardGround,
    reasons: str,
    changes_school: bool = False,
    by: Actor,
    at: datetime,
) -> DirectAward:
    """Put one offer forward on a ground; the homes that fit and the offers made are frozen as they stand.

    The three approvals follow as for any choice. Raises DomainError without reasons, or where several
    providers made sealed offers: those are owed their marks.
    """
    request = lock(offer.recipient.referral.request)
    comparison = comparing(request, at)
    row = comparison.row_of(offer)
    if row is None:
        raise NotFound
    if not reasons.strip():
        raise DomainError("Say why this home is chosen without comparing points", field="reasons")
    if comparison.owes_marks:
        raise DomainError(
            "These offers were invited in a mini-competition, so they are marked by two people.",
            field="ground",
        )
    considered, candidates = candidates_of(comparison, at=at)
    award = DirectAward.objects.create(
        authority_id=request.authority_id,
        request=request,
        step=row.step,
        offer=offer,
        ground=ground,
        reasons=reasons.strip(),
        homes_considered=considered,
        awarded_by_id=by.member_id,
        awarded_at=at,
    )
    DirectAwardCandidate.objects.bulk_create(
        _frozen(award, position, candidate) for position, candidate in enumerate(candidates, start=1)
    )
    put_forward(
        comparison=comparison,
        row=row,
        recommendation=f"Direct award. {ground.label}: {reasons.strip()}",
        changes_school=changes_school,
        by=by,
        at=at,
    )
    return award


def _frozen(award: DirectAward, position: int, candidate: Candidate) -> DirectAwardCandidate:
    offer = candidate.offer
    return DirectAwardCandidate(
        authority_id=award.authority_id,
        award=award,
        setting_id=candidate.setting_id,
        offer=offer,
        position=position,
        weekly_total=offer.weekly_total if offer else None,
        miles=candidate.miles,
        outcome=candidate.outcome,
        needs_met=sorted(candidate.needs_met),
    )
