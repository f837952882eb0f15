"""Doors to approved ceilings, what draws on them and what it has cost."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, TruncMonth

from authorities.choices import ServiceCategory
from contracts.headroom import NIGHTS_PER_YEAR, Headroom, Source, headroom
from contracts.keeping_choices import EscalationState
from contracts.models import ApprovedCeiling, CeilingDecision, CeilingDraw, CeilingEscalation, Charge
from core.actor import Actor
from core.errors import NotFound
from core.formats import day_of
from core.money import pence

POUNDS = DecimalField(max_digits=14, decimal_places=2)
NOTHING = Value(Decimal(0), output_field=POUNDS)
# Today's rate is what the last weeks cost.
RECENT_NIGHTS = 28

# What each source of each of the council's ceilings drew and has cost, in one pass over the ledger.
SOURCES = """
SELECT d.ceiling_id, d.drawn, COALESCE(c.spent, 0)
FROM (SELECT ceiling_id, source_reference, sum(amount) AS drawn FROM contracts_ceilingdraw
      WHERE authority_id = %(authority)s AND ceiling_id = ANY(%(ceilings)s) GROUP BY 1, 2) d
LEFT JOIN LATERAL (
  SELECT sum(amount) AS spent FROM contracts_charge
  WHERE authority_id = %(authority)s AND source_reference = d.source_reference) c ON true
"""


def ceilings_visible_to(actor: Actor) -> QuerySet[ApprovedCeiling]:
    """The council's ceilings, with the tool or block contract each is for."""
    return ApprovedCeiling.objects.filter(authority_id=actor.council_id).select_related(
        "tool", "block", "authority"
    )


def ceilings_register(actor: Actor) -> QuerySet[ApprovedCeiling]:
    """``ceilings_visible_to`` with ``contracted``, ``spent`` and ``remaining``, the newest first."""
    draws = CeilingDraw.objects.filter(ceiling=OuterRef("pk")).order_by().values("ceiling")
    drawn = CeilingDraw.objects.filter(authority_id=actor.council_id).order_by()
    cost = (
        Charge.objects.filter(authority_id=actor.council_id, source_reference=OuterRef("source_reference"))
        .order_by()
        .values("source_reference")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    by_source = (
        drawn.filter(ceiling=OuterRef("pk"))
        .values("ceiling", "source_reference")
        .annotate(drawn=Sum("amount"), cost=Coalesce(Subquery(cost), NOTHING))
    )
    return (
        ceilings_visible_to(actor)
        .annotate(
            contracted=Coalesce(Subquery(draws.annotate(total=Sum("amount")).values("total")), NOTHING),
            spent=Coalesce(_total(by_source, "cost"), NOTHING),
            used=Coalesce(_total(by_source.annotate(most=Greatest("drawn", "cost")), "most"), NOTHING),
        )
        .annotate(remaining=F("amount") - F("used"))
        .order_by("-starts_on", "reference")
    )


def _total(rows: QuerySet, column: str) -> Subquery:
    """The sum of a column over grouped rows: a sum of sums, which the ORM cannot say in one breath."""
    return _SumOf(rows.values(column))


class _SumOf(Subquery):
    """``(SELECT sum(x) FROM (subquery) AS rows(x))``."""

    template = "(SELECT sum(rows.x) FROM (%(subquery)s) AS rows(x))"

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows, output_field=POUNDS)


def access_ceiling(actor: Actor, reference: str) -> ApprovedCeiling:
    found = ceilings_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def ceiling_for(
    authority_id: int,
    *,
    category: ServiceCategory,
    tool_id: int | None = None,
    block_id: int | None = None,
    on: date,
) -> ApprovedCeiling | None:
    """The one ceiling a purchase draws on: its block's, else its tool's for the service line, else its
    tool's, else the service line's."""
    in_force = ApprovedCeiling.objects.in_force_on(on).filter(authority_id=authority_id)
    if block_id is not None:
        return in_force.filter(block_id=block_id).first()
    of_line = Q(category=category, block__isnull=True)
    scopes = [of_line & Q(tool_id=tool_id), Q(tool_id=tool_id, category="")] if tool_id else []
    for scope in [*scopes, of_line & Q(tool__isnull=True)]:
        if found := in_force.filter(scope).first():
            return found
    return None


def headrooms_of(ceilings: Iterable[ApprovedCeiling]) -> dict[int, Headroom]:
    """By key of the ceiling, of one council: approved, contracted, committed, spent and remaining, as at
    now."""
    wanted = {ceiling.pk: ceiling for ceiling in ceilings}
    sources: dict[int, list[Source]] = {pk: [] for pk in wanted}
    if wanted:
        authority = next(iter(wanted.values())).authority_id
        with connection.cursor() as cursor:
            cursor.execute(SOURCES, {"authority": authority, "ceilings": list(wanted)})
            for pk, drawn, spent in cursor.fetchall():
                sources[pk].append(Source(drawn, spent))
    return {pk: headroom(wanted[pk].amount, found) for pk, found in sources.items()}


def headroom_of(ceiling: ApprovedCeiling) -> Headroom:
    """``headrooms_of`` one."""
    return headrooms_of([ceiling])[ceiling.pk]


def charges_of(ceiling: ApprovedCeiling) -> QuerySet[Charge]:
    """The ledger's rows of everything that draws on a ceiling."""
    sources = CeilingDraw.objects.filter(ceiling=ceiling).values("source_reference")
    return Charge.objects.filter(authority_id=ceiling.authority_id, source_reference__in=sources)


def annual_rate_of(ceiling: ApprovedCeiling, *, on: date) -> Decimal:
    """Pounds a year at today's rate: the mean of the last 28 nights that are posted, times 365."""
    recent = charges_of(ceiling).filter(night__lt=on).order_by("-night").values("night").distinct()
    nights = list(recent.values_list("night", flat=True)[:RECENT_NIGHTS])
    if not nights:
        return Decimal(0)
    total = charges_of(ceiling).filter(night__in=nights).aggregate(total=Sum("amount"))["total"]
    return pence(total / len(nights) * NIGHTS_PER_YEAR)


def spent_by_month(ceiling: ApprovedCeiling) -> dict[date, Decimal]:
    """Pounds charged, by first of the month of the night."""
    rows = (
        charges_of(ceiling)
        .annotate(spent_in=TruncMonth("night"))
        .values("spent_in")
        .annotate(total=Sum("amount"))
        .order_by("spent_in")
    )
    return {row["spent_in"]: row["total"] for row in rows}


def contracted_by_month(ceiling: ApprovedCeiling) -> dict[date, Decimal]:
    """Pounds drawn and released, by first of the month in which that happened."""
    rows = (
        CeilingDraw.objects.filter(ceiling=ceiling)
        .annotate(month=TruncMonth("drawn_at"))
        .values("month")
        .annotate(total=Sum("amount"))
        .order_by("month")
    )
    return {day_of(row["month"]): row["total"] for row in rows}


def escalations_visible_to(actor: Actor) -> QuerySet[CeilingEscalation]:
    """What passed a ceiling and was put to an approver, the newest first."""
    return (
        CeilingEscalation.objects.filter(authority_id=actor.council_id)
        .select_related("ceiling", "raised_by", "decided_by")
        .order_by("-raised_at", "-pk")
    )


def access_escalation(actor: Actor, reference: str) -> CeilingEscalation:
    found = escalations_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def escalations_to_decide(actor: Actor) -> QuerySet[CeilingEscalation]:
    """Those that wait for a role the actor holds."""
    return escalations_visible_to(actor).filter(
        state=EscalationState.AWAITING, ceiling__escalate_to__in=list(actor.roles)
    )


def draws_of_source(actor: Actor, source_reference: str) -> QuerySet[CeilingDraw]:
    """What one placement or block contract drew, in order."""
    return (
        CeilingDraw.objects.filter(authority_id=actor.council_id, source_reference=source_reference)
        .select_related("ceiling")
        .order_by("pk")
    )


def draws_on(ceiling: ApprovedCeiling) -> QuerySet[CeilingDraw]:
    """Everything drawn on and given back to a ceiling, the newest first."""
    return CeilingDraw.objects.filter(ceiling=ceiling).order_by("-drawn_at", "-pk")


def decisions_on(ceiling: ApprovedCeiling) -> QuerySet[CeilingDecision]:
    """What was decided about its amount, the newest first."""
    return CeilingDecision.objects.filter(ceiling=ceiling).order_by("-recorded_at", "-pk")
