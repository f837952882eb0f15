"""Doors to the plans of children whose block contract ends: the own council's only."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from contracts.models import BlockContract
from core.actor import Actor
from core.errors import NotFound
from placements.choices import PlacementState
from placements.models import ExitPlan, Placement
from placements.selectors.placements import placements_visible_to


def children_in_block(actor: Actor, contract: BlockContract) -> QuerySet[Placement]:
    """Placements of the actor's council in the beds of a block that have not ended, or have a plan for it.

    Each has ``plans``: the plan that holds and those before it, the newest first.
    """
    newest = ExitPlan.objects.filter(placement=OuterRef("pk"), contract=contract).order_by("-pk")
    plans = ExitPlan.objects.filter(contract=contract).order_by("-pk")
    return (
        placements_visible_to(actor)
        .filter(bed_booking__contract=contract)
        .annotate(newest_plan=Subquery(newest.values("pk")[:1]))
        .exclude(state=PlacementState.ENDED, newest_plan=None)
        .prefetch_related(Prefetch("exit_plans", plans, to_attr="plans"))
        .order_by("starts_on", "reference")
    )


def access_child_in_block(actor: Actor, contract: BlockContract, reference: str) -> Placement:
    found = children_in_block(actor, contract).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found
