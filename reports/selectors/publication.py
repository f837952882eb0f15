"""What a council publishes each quarter: spend over £500, contracts over £5,000.

The columns are those of the Local Government Transparency Code 2015. A payee who is a person is not named,
nor is a provider with so few of the council's children that its name and the sum could point to one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count

from authorities.choices import ServiceCategory, SettingKey
from authorities.models import Authority
from authorities.selectors.settings import setting_value
from contracts.block_choices import BlockState
from contracts.models import BlockContract, CommercialTool, CostCentre, Creditor, PaymentLine
from contracts.money_choices import PaymentOutcome
from core.actor import Actor
from core.money import annualise
from core.periods import Period
from placements.models import Placement
from placements.selectors.commitments import NEVER_CHARGED

SPEND_OVER = Decimal(500)
CONTRACTS_OVER = Decimal(5000)
REDACTED = "Redacted: personal data"
WITHHELD = "Withheld: could identify a child"
SPEND_COLUMNS = (
    "Organisation name",
    "Organisation code",
    "Effective date",
    "Directorate or service",
    "Beneficiary name",
    "Summary of purpose",
    "Transaction number",
    "Amount (£)",
    "VAT that cannot be recovered (£)",
    "Merchant category",
    "Cost centre",
)
CONTRACT_COLUMNS = (
    "Reference number",
    "Title",
    "Department responsible",
    "Description",
    "Supplier name",
    "Sum to be paid over the contract (£)",
    "VAT that cannot be recovered (£)",
    "Start date",
    "End date",
    "Review date",
    "Process used",
    "Small or medium-sized enterprise",
    "Voluntary sector",
)
SERVICE = "Children's services"


@dataclass(frozen=True)
class Published:
    """One file: headings and rows, and how many payees are not named in it and why."""

    columns: Sequence[str]
    rows: list[tuple[Any, ...]]
    redacted: int = 0
    withheld: int = 0
    below: int = 0


def spend_over_500(actor: Actor, quarter: Period) -> Published:
    """Payments the finance system accepted in the quarter, of more than £500."""
    assert quarter.end is not None
    council = Authority.objects.get(pk=actor.council_id)
    lines = list(
        PaymentLine.objects.filter(
            authority_id=actor.council_id,
            outcome=PaymentOutcome.ACCEPTED,
            batch__made_on__gte=quarter.start,
            batch__made_on__lt=quarter.end,
        )
        .select_related("invoice", "invoice__provider", "batch")
        .order_by("batch__made_on", "pk")
    )
    personal = set(
        Creditor.objects.filter(authority_id=actor.council_id, is_personal=True).values_list(
            "provider_id", flat=True
        )
    )
    few = providers_with_few(actor, {line.invoice.provider_id for line in lines}, quarter)
    codes = dict(
        CostCentre.objects.filter(authority_id=actor.council_id, ends_on=None).values_list("category", "code")
    )
    centre = next(iter(codes.values())) if len(set(codes.values())) == 1 else ""
    rows, redacted, withheld = [], 0, 0
    for line in lines:
        if line.amount <= SPEND_OVER:
            continue
        payee = line.invoice.provider.name
        number = line.invoice.reference
        if line.invoice.provider_id in personal:
            payee, redacted = REDACTED, redacted + 1
        elif line.invoice.provider_id in few:
            payee, withheld = WITHHELD, withheld + 1
        rows.append(
            (
                council.name,
                council.code,
                line.batch.made_on,
                SERVICE,
                payee,
                "Placements of children in care",
                number,
                line.amount,
                Decimal("0.00"),
                "Children's social care",
                centre,
            )
        )
    below = sum(line.amount <= SPEND_OVER for line in lines)
    return Published(SPEND_COLUMNS, rows, redacted, withheld, below)


def providers_with_few(actor: Actor, providers: set[int], quarter: Period) -> set[int]:
    """Providers with fewer of the council's children in the quarter than it shows in a count."""
    assert quarter.end is not None
    least = setting_value(actor.council_id, SettingKey.SUPPRESS_UNDER, on=quarter.end - timedelta(days=1))
    placed = (
        Placement.objects.filter(authority_id=actor.council_id, starts_on__lt=quarter.end)
        .exclude(ends_on__lte=quarter.start)
        .exclude(state__in=NEVER_CHARGED)
        .order_by()
        .values_list("provider_id")
        .annotate(children=Count("child", distinct=True))
    )
    children = dict(placed)
    return {provider for provider in providers if children.get(provider, 0) < least}


def contracts_over_5000(actor: Actor, *, on: date) -> Published:
    """Blocks and tools the council leads that are in force, worth more than £5,000.

    A child's own agreement is never listed: its title, home and sum would tell of the child.
    """
    blocks = (
        BlockContract.objects.in_force_on(on)
        .filter(lead_authority=actor.council_id)
        .exclude(state__in=(BlockState.DRAFT, BlockState.DROPPED))
        .select_related("provider")
    )
    rows: list[tuple[Any, ...]] = []
    for block in blocks.order_by("reference"):
        years = Decimal((block.ends_on - block.starts_on).days) / 365 if block.ends_on else Decimal(1)
        value = block.total_ceiling or annualise(block.weekly_rate * block.beds_agreed) * years
        rows.append(
            _contract(
                block.reference,
                block.name,
                ServiceCategory(block.category).label,
                block.provider.name,
                value.quantize(Decimal("0.01")),
                block.starts_on,
                block.ends_on,
                "Block contract",
                block.provider.sector,
            )
        )
    tools = CommercialTool.objects.in_force_on(on).filter(lead_authority=actor.council_id)
    for tool in tools.order_by("reference"):
        rows.append(
            _contract(
                tool.reference,
                tool.name,
                "Placements of children in care",
                "Several: see the register of its members",
                tool.approved_value,
                tool.starts_on,
                tool.ends_on,
                tool.get_tool_type_display(),
                "",
            )
        )
    kept = [row for row in rows if row[5] is None or row[5] > CONTRACTS_OVER]
    return Published(CONTRACT_COLUMNS, kept, below=len(rows) - len(kept))


def _contract(
    reference: str,
    title: str,
    description: str,
    supplier: str,
    value: Decimal | None,
    starts_on: date,
    ends_on: date | None,
    process: str,
    sector: str,
) -> tuple[Any, ...]:
    voluntary = {"voluntary": "Yes", "": ""}.get(sector, "No")
    return (
        reference,
        title,
        SERVICE,
        description,
        supplier,
        value,
        Decimal("0.00"),
        starts_on,
        ends_on,
        ends_on,
        process,
        "",
        voluntary,
    )
