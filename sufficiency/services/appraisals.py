"""Weighing a block against spot and keeping what was found."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from contracts.models import BlockContract
from core.actor import Actor
from core.policies import require
from core.references import new_reference
from sufficiency.forecast import CATEGORIES, Category
from sufficiency.models import BlockAppraisal, Futures
from sufficiency.planning.block import BlockTerms, appraise
from sufficiency.planning.packing import unpack
from sufficiency.policies import can_plan
from sufficiency.selectors.forecasts import last_recorded


@transaction.atomic
def keep_appraisal(
    *,
    name: str,
    category: Category,
    terms: BlockTerms,
    futures: Futures,
    block_contract: BlockContract | None,
    by: Actor,
    at: datetime,
) -> BlockAppraisal:
    """Appraise the block on kept futures and keep every assumption with the result.

    The futures' own seed decides every draw, so the same terms on the same futures give the same figures.
    """
    require(can_plan(by))
    need = unpack(bytes(futures.counts))[:, :, CATEGORIES.index(category)]
    result = appraise(need, last_recorded(futures.run), terms, seed=futures.run.seed)
    return BlockAppraisal.objects.create(
        authority_id=by.council_id,
        reference=new_reference("BVS"),
        name=name.strip(),
        futures=futures,
        block_contract=block_contract,
        category=category,
        terms={key: str(value) for key, value in asdict(terms).items()},
        result=result,
        made_by_id=by.member_id,
        made_at=at,
    )
