"""Doors to the terms of contracts as documents, and what such a document states."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from contracts.calculations import annual_figure
from contracts.choices import BedNightState
from contracts.models import (
    BlockContract,
    BlockShare,
    CommercialTool,
    ContractOption,
    ContractTerms,
    Membership,
    PriceSchedule,
    TermsSignature,
)
from contracts.models.block import LEFT_OUT
from contracts.payable import PricedTerms
from contracts.selectors.block_life import terms_in_force
from contracts.terms import OptionTerm, last_day, option_terms
from core.actor import Actor
from core.errors import NotFound
from core.models import Job

# The kind of the job that sets terms as a document.
ISSUE_TERMS = "issue_terms"


def terms_visible_to(actor: Actor) -> QuerySet[ContractTerms]:
    """A council's contract documents, or those made out to a provider; the newest first."""
    signatures = TermsSignature.objects.order_by("signed_at", "pk")
    terms = ContractTerms.objects.select_related(
        "authority", "provider", "document", "block", "membership__tool", "membership__lot"
    ).defer("document__content")
    if actor.is_provider:
        terms = terms.filter(provider=actor.provider_id)
    return terms.prefetch_related(Prefetch("signatures", signatures)).order_by("-issued_at", "-pk")


def access_terms(actor: Actor, reference: str) -> ContractTerms:
    found = terms_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def members_to_issue(tool: CommercialTool, *, on: date) -> QuerySet[Membership]:
    """Memberships of a tool in force on a day, by provider and lot."""
    return (
        Membership.objects.in_force_on(on)
        .filter(tool=tool)
        .select_related("provider", "lot")
        .order_by("provider__name", "lot__number", "pk")
    )


def of_contract(about: BlockContract | Membership) -> dict[str, Any]:
    """The columns that say which contract a document is of: one is given, the other None."""
    if isinstance(about, BlockContract):
        return {"block": about, "membership": None}
    return {"block": None, "membership": about}


def job_of(key: str) -> Job | None:
    """The newest job that sets the terms of a block (``block:REF``) or membership (``membership:ID``)."""
    return Job.objects.filter(kind=ISSUE_TERMS, params__about=key).order_by("-pk").first()


@dataclass(frozen=True)
class BlockFacts:
    """A block contract as its document states it; pounds."""

    contract: BlockContract
    last_day: date | None
    options: list[OptionTerm]
    notice_months: dict[int, int]
    shares: list[BlockShare]
    price: PricedTerms
    guaranteed_percent: Decimal
    payable_voids: list[str]
    annual: Decimal


def block_facts(reference: str, *, on: date) -> BlockFacts:
    """The contract as it stands on a day, its variations included."""
    contract = BlockContract.objects.select_related("provider", "lead_authority", "tool").get(
        reference=reference
    )
    options = list(ContractOption.objects.filter(contract=contract).order_by("position"))
    price = terms_in_force(contract, on=on)
    return BlockFacts(
        contract,
        last_day(contract.period),
        option_terms(contract.period, options, governance_weeks=contract.governance_lead_weeks),
        {option.position: option.notice_months for option in options},
        list(
            BlockShare.objects.in_force_on(max(on, contract.starts_on))
            .filter(contract=contract)
            .exclude(LEFT_OUT)
            .select_related("authority")
            .order_by("-percent", "pk")
        ),
        price,
        price.guaranteed / price.weekly_rate,
        [state.label.lower() for state in BedNightState if state in price.payable_voids],
        annual_figure(price.weekly_rate * price.beds).amount,
    )


def membership_facts(pk: int, *, on: date) -> dict[str, Any]:
    """A provider's call-off terms: the lot, the tool's own terms and the prices in force."""
    member = Membership.objects.select_related("provider", "lot", "tool__lead_authority").get(pk=pk)
    prices = PriceSchedule.objects.in_force_on(on).filter(membership=member).order_by("kind", "pk")
    return {"member": member, "tool_last_day": last_day(member.tool.period), "prices": list(prices)}
