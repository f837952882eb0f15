"""Doors to uplift runs, their lines and what they need of each ceiling."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from contracts.calculations import annual_figure
from contracts.headroom import Headroom
from contracts.models import ApprovedCeiling, BlockContract, BlockShare, UpliftAnswer
from contracts.selectors.block_life import terms_in_force
from contracts.selectors.ceilings import headrooms_of
from contracts.uplift_rules import raised
from core.actor import Actor
from core.errors import NotFound
from placements.models import UpliftLine, UpliftRun


def runs_visible_to(actor: Actor) -> QuerySet[UpliftRun]:
    """The council's runs, the newest first."""
    return (
        UpliftRun.objects.filter(authority_id=actor.council_id)
        .select_related(
            "answer__request__provider",
            "answer__request__window__tool",
            "answer__request__window__block",
            "prepared_by",
            "applied_by",
        )
        .order_by("-prepared_at", "-pk")
    )


def access_run(actor: Actor, reference: str) -> UpliftRun:
    found = runs_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def runs_of(actor: Actor, answer: UpliftAnswer) -> QuerySet[UpliftRun]:
    return runs_visible_to(actor).filter(answer=answer)


def lines_of(run: UpliftRun) -> QuerySet[UpliftLine]:
    """Every price of a run: the dearest rise first, with whose it is by reference."""
    return (
        UpliftLine.objects.filter(run=run)
        .select_related("fee__agreement__child", "price__membership__lot", "ceiling")
        .order_by("-annual_effect", "pk")
    )


@dataclass(frozen=True)
class Need:
    """What a run draws on one ceiling, and how that stands now; None for prices that draw on none."""

    ceiling: ApprovedCeiling | None
    amount: Decimal
    now: Headroom | None

    @property
    def over(self) -> Decimal:
        return self.now.over(self.amount) if self.now else Decimal(0)


def needs_of(run: UpliftRun) -> list[Need]:
    """To the planned ends, by ceiling."""
    sums = (
        UpliftLine.objects.filter(run=run, price__isnull=True)
        .values("ceiling")
        .annotate(total=Sum("to_end"))
        .order_by("ceiling")
    )
    ceilings = ApprovedCeiling.objects.in_bulk([row["ceiling"] for row in sums if row["ceiling"]])
    now = headrooms_of(ceilings.values())
    return [Need(ceilings.get(row["ceiling"]), row["total"], now.get(row["ceiling"])) for row in sums]


@dataclass(frozen=True)
class BlockEffect:
    """What a higher price of a block costs one council by its share: £ a year more at 365 nights."""

    authority_id: int
    name: str
    percent: Decimal
    annual: Decimal


def block_effects(block: BlockContract, percent: Decimal, effective_on: date) -> list[BlockEffect]:
    """Each council with a share on the day, by name."""
    now = terms_in_force(block, on=effective_on)
    rise = (raised(now.weekly_rate, percent) - now.weekly_rate) * now.beds
    shares = BlockShare.objects.in_force_on(effective_on).filter(contract=block, percent__gt=0)
    return [
        BlockEffect(
            share.authority_id,
            share.authority.name,
            share.percent,
            annual_figure(rise * share.percent / 100).amount,
        )
        for share in shares.select_related("authority").order_by("authority__name")
    ]
