"""Figures of a commercial tool: how long it runs, who is on it, what was approved, what goes through it."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.db.models import Count, QuerySet, Sum

from contracts.choices import MembershipState
from contracts.models import ApprovedCeiling, Membership
from contracts.selectors.ceilings import annual_rate_of, headroom_of
from contracts.selectors.ledger import charges_visible_to
from contracts.selectors.tools import memberships_in_force
from core.money import pence
from placements.choices import PlacementState
from placements.models import Placement
from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit

figure = partial(register, "The commercial tool")

MONTHS_PER_YEAR = 12
RECENT_NIGHTS, NIGHTS_PER_YEAR = 28, 365


def _of_tool(facts: Facts, value: object) -> Reading:
    return Reading(value, f"Commercial tool {facts.tool.reference}", facts.on)  # type: ignore[arg-type]


@figure("tool_starts_on", "Start of the arrangement", Unit.DATE, "First day it could be bought from")
def tool_starts_on(facts: Facts) -> Reading:
    return _of_tool(facts, facts.tool.starts_on)


@figure(
    "tool_ends_on",
    "End of the arrangement",
    Unit.DATE,
    "Last day it can be bought from, with options used so far",
)
def tool_ends_on(facts: Facts) -> Reading:
    if facts.tool.ends_on is None:
        raise FigureMissing("The arrangement has no end date.")
    return _of_tool(facts, facts.tool.ends_on - timedelta(days=1))


@figure("tool_years", "Length of the arrangement", Unit.YEARS, "Years from its start to its end")
def tool_years(facts: Facts) -> Reading:
    start, end = facts.tool.starts_on, facts.tool.ends_on
    if end is None:
        raise FigureMissing("The arrangement has no end date.")
    months = (end.year - start.year) * MONTHS_PER_YEAR + end.month - start.month
    return _of_tool(facts, Decimal(months) / MONTHS_PER_YEAR)


@figure("tool_value", "Approved value for all partners", Unit.WHOLE_POUNDS, "As approved for its whole term")
def tool_value(facts: Facts) -> Reading:
    if facts.tool.approved_value is None:
        raise FigureMissing("The arrangement has no record of an approved value.")
    return _of_tool(facts, facts.tool.approved_value)


@figure(
    "tool_providers",
    "Providers admitted",
    Unit.PROVIDERS,
    "Providers on any lot of the arrangement, each once",
)
def tool_providers(facts: Facts) -> Reading:
    return _of_tool(facts, len({member.provider_id for member in _members(facts)}))


@figure("tool_homes", "Homes covered", Unit.HOMES, "Homes that its members may offer, each once")
def tool_homes(facts: Facts) -> Reading:
    homes = {home.setting_id for member in _members(facts) for home in member.covered.all()}
    return _of_tool(facts, len(homes))


@figure(
    "tool_children",
    "Children placed through it",
    Unit.CHILDREN,
    "The council's placements under it, any kind of care",
)
def tool_children(facts: Facts) -> Reading:
    return Reading(placed_through(facts).count(), f"Placements under {facts.tool.reference}", facts.on)


def placed_through(facts: Facts) -> QuerySet[Placement]:
    """The council's placements under the paper's tool, held on the day."""
    begun = Placement.objects.filter(
        authority_id=facts.actor.council_id, agreement__tool=facts.tool, starts_on__lte=facts.on
    )
    return begun.exclude(state=PlacementState.PLANNED).exclude(ends_on__lte=facts.on)


@figure(
    "own_ceiling",
    "Our own approved ceiling",
    Unit.WHOLE_POUNDS,
    "The most this council may spend, by its own decision",
)
def own_ceiling(facts: Facts) -> Reading:
    found = _ceiling(facts)
    return Reading(found.amount, f"Ceiling {found.reference}, {found.decision_reference}", facts.on)


@figure(
    "ceiling_spent",
    "Spent under the ceiling",
    Unit.WHOLE_POUNDS,
    "Charges posted for what drew on the ceiling",
)
def ceiling_spent(facts: Facts) -> Reading:
    found = _ceiling(facts)
    return Reading(headroom_of(found).spent, f"Ceiling {found.reference} and the charge ledger", facts.on)


@figure(
    "ceiling_left",
    "Left under the ceiling",
    Unit.WHOLE_POUNDS,
    "Approved, less what is spent and what is committed for all time to come",
)
def ceiling_left(facts: Facts) -> Reading:
    found = _ceiling(facts)
    return Reading(headroom_of(found).remaining, f"Ceiling {found.reference} and its draws", facts.on)


@figure(
    "ceiling_yearly",
    "A year at today’s rate",
    Unit.WHOLE_YEARLY_POUNDS,
    "What placements drawing on the ceiling cost in a year, as they stand",
)
def ceiling_yearly(facts: Facts) -> Reading:
    found = _ceiling(facts)
    return Reading(annual_rate_of(found, on=facts.on), f"Agreements that draw on {found.reference}", facts.on)


@figure(
    "tool_yearly",
    "A year of this kind of care through it",
    Unit.WHOLE_YEARLY_POUNDS,
    "Mean of the last 28 nights charged for placements of this kind under it, times 365",
)
def tool_yearly(facts: Facts) -> Reading:
    placed = Placement.objects.filter(authority_id=facts.actor.council_id, agreement__tool=facts.tool)
    charges = charges_visible_to(facts.actor).filter(
        category=facts.category,
        source_reference__in=placed.values("reference"),
        night__gte=facts.on - timedelta(days=RECENT_NIGHTS),
        night__lt=facts.on,
    )
    found = charges.aggregate(total=Sum("amount"), nights=Count("night", distinct=True))
    if not found["nights"]:
        raise FigureMissing("No night under the arrangement was charged in the last 28.")
    value = pence(found["total"] / found["nights"] * NIGHTS_PER_YEAR)
    return Reading(value, f"Charge ledger, placements under {facts.tool.reference}", facts.on)


def _members(facts: Facts) -> list[Membership]:
    members = memberships_in_force(facts.actor, on=facts.on)
    return list(members.filter(tool=facts.tool, state=MembershipState.ACTIVE))


def _ceiling(facts: Facts) -> ApprovedCeiling:
    """Of the paper's tool or block, in force on the day."""
    in_force = ApprovedCeiling.objects.in_force_on(facts.on).filter(authority_id=facts.actor.council_id)
    if facts.paper.tool_id:
        found = in_force.filter(tool_id=facts.paper.tool_id).order_by("category").first()
    else:
        found = in_force.filter(block_id=facts.contract.pk).first()
    if found is None:
        raise FigureMissing(
            "No ceiling of ours is recorded for this arrangement. Record one under Contracts."
        )
    return found
