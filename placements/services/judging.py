"""Judging a match: filling a bed is weighed against the children who live there, and the weighing is kept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.errors import DomainError
from core.policies import require
from placements.choices import Verdict
from placements.models import MatchJudgement, PlacementRequest
from placements.policies.sourcing import can_search
from placements.selectors.judging import residents_of
from providers.models import Setting


@transaction.atomic
def judge_match(
    *, request: PlacementRequest, setting: Setting, verdict: Verdict, reasons: str, by: Actor, at: datetime
) -> MatchJudgement:
    """Keep what a person thinks of one home for one child, and who lived there as they read it.

    A later judgement is a new row: the newest is the one that counts. Nobody is named in what is kept.
    """
    require(can_search(by))
    if not reasons.strip():
        raise DomainError("Say what you weighed", field="reasons")
    return MatchJudgement.objects.create(
        authority_id=request.authority_id,
        request=request,
        setting=setting,
        verdict=verdict,
        reasons=reasons.strip(),
        residents=[resident.kept for resident in residents_of(setting, by, on=timezone.localdate(at))],
        judged_by_id=by.member_id,
        judged_at=at,
    )
