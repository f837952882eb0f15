"""What may be spent under a decision: the ceilings recorded with its reference, and what was bought."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.block_choices import BlockState
from contracts.headroom import Headroom
from contracts.models import ApprovedCeiling
from contracts.selectors.blocks import blocks_visible_to
from contracts.selectors.ceilings import ceilings_visible_to, headrooms_of
from core.actor import Actor, acting_as
from reports.figures import clerk_for


@dataclass(frozen=True)
class Drawn:
    ceiling: ApprovedCeiling
    now: Headroom


def ceilings_under(actor: Actor, decisions: Sequence[str]) -> list[Drawn]:
    """Ceilings whose decision is one of ``decisions`` (references), with their headroom as at now."""
    found = list(ceilings_visible_to(actor).filter(decision_reference__in=decisions).order_by("reference"))
    # What was charged stands at level 1; its sum is no secret from who decided on it.
    with acting_as(clerk_for(actor)):
        rooms = headrooms_of(found)
    return [Drawn(ceiling, rooms[ceiling.pk]) for ceiling in found]


def bought_under(actor: Actor, decisions: Sequence[str]) -> list[str]:
    """References of what rests on ``decisions`` (references): ceilings drawn on, then blocks signed."""
    drawn = [each.ceiling.reference for each in ceilings_under(actor, decisions) if each.now.contracted]
    blocks = blocks_visible_to(actor).filter(decision_reference__in=decisions).exclude(state=BlockState.DRAFT)
    return [*drawn, *blocks.order_by("reference").values_list("reference", flat=True)]
