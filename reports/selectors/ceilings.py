"""What may be spent under a decision: the ceilings recorded with its reference, and what is left of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.headroom import Headroom
from contracts.models import ApprovedCeiling
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
