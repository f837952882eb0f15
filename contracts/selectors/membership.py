"""Which councils a lead speaks for when it stops a provider on its tools."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from contracts.choices import MembershipState
from contracts.models import Membership, ToolAccess
from core.actor import Actor
from providers.models import Provider


@dataclass(frozen=True)
class Reach:
    """The tools that the actor's council leads and on which a provider stands, by name, and the ids of the
    other councils that use them for the kinds of care it stands on them for."""

    tools: tuple[str, ...]
    councils: tuple[int, ...]


def reach_over(provider: Provider, actor: Actor, *, on: date) -> Reach:
    """In two queries."""
    standing = Membership.objects.in_force_on(on).filter(
        provider=provider,
        tool__lead_authority=actor.authority_id,
        state__in=(MembershipState.ACTIVE, MembershipState.SUSPENDED),
    )
    of_access = standing.filter(tool=OuterRef("tool"), lot__category=OuterRef("category"))
    using = ToolAccess.objects.in_force_on(on).filter(Exists(of_access)).exclude(authority=actor.authority_id)
    tools = standing.order_by("tool__name").values_list("tool__name", flat=True).distinct()
    return Reach(tuple(tools), tuple(sorted(set(using.values_list("authority_id", flat=True)))))
