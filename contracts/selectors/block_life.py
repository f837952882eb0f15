"""What a block contract is on a day: its terms, its history, its beds' stages and what is in its way."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from contracts.block_choices import ENDING, ProposalState
from contracts.models import (
    BedBooking,
    BlockContract,
    BlockEvent,
    BlockNotice,
    BlockProposal,
    BlockShare,
    BlockStop,
    ContractedBed,
    PartnerRecharge,
)
from contracts.models.block import LEFT_OUT, BlockTerms
from contracts.payable import PricedTerms, standing, terms_on
from core.actor import Actor
from core.errors import DomainError
from providers.choices import Outcome
from providers.grades import outcomes_below
from providers.models import Inspection, Provider, Setting
from providers.selectors.homes import latest_inspections


def terms_in_force(contract: BlockContract, *, on: date) -> PricedTerms:
    """The terms and price of a night; ``contract.variations`` is read unless it was fetched already."""
    return terms_on(contract, contract.variations.all(), on=on)


def version_on(contract: BlockContract, *, on: date) -> BlockTerms:
    """The terms a day falls under as they were signed or varied, without the rises since."""
    version: BlockTerms = contract
    for variation in standing(contract.variations.all()):
        version = variation if variation.starts_on <= on else version
    return version


def indexation_on(contract: BlockContract, *, on: date) -> Decimal:
    """Per cent by which the price of a day rises a year by itself."""
    return version_on(contract, on=on).indexation_percent


def with_life(blocks: QuerySet[BlockContract]) -> QuerySet[BlockContract]:
    """Fetch variations, stops, notices and the history, newest first."""
    return blocks.prefetch_related(
        "variations",
        Prefetch("proposals", BlockProposal.objects.order_by("-recorded_at", "-pk")),
        Prefetch("stops", BlockStop.objects.select_related("setting").order_by("starts_on", "pk")),
        Prefetch("notices", BlockNotice.objects.order_by("-given_on", "-pk")),
        Prefetch("events", BlockEvent.objects.order_by("-recorded_at", "-pk")),
    )


def homes_stopped(contract: BlockContract, *, on: date) -> set[int | None]:
    """Homes, by id, to which no new child comes on a day; None stands for every home of the contract."""
    return {stop.setting_id for stop in contract.stops.all() if on in stop.period}


def recharges_on(contract: BlockContract, *, on: date) -> dict[int, Decimal]:
    """What each council pays a week for a bed it uses, by council; those without an agreement left out."""
    rows = PartnerRecharge.objects.in_force_on(on).filter(contract=contract, weekly_rate__gt=0)
    return dict(rows.values_list("authority_id", "weekly_rate"))


def own_percent(contract: BlockContract, actor: Actor, *, on: date) -> Decimal | None:
    """The share of the actor's council on a day; None without one, 0 for a partner that may use voids."""
    shares = BlockShare.objects.in_force_on(on).exclude(LEFT_OUT)
    shares = shares.filter(contract=contract, authority=actor.authority_id)
    return shares.values_list("percent", flat=True).first()


def open_proposal(contract: BlockContract) -> BlockProposal | None:
    """New terms that wait for the provider's answer or to be brought into force."""
    waiting = (ProposalState.PROPOSED, ProposalState.AGREED)
    return next((each for each in contract.proposals.all() if each.state in waiting), None)


def beds_are_to_go(contract: BlockContract, *, on: date) -> bool:
    """Whether new terms would leave fewer beds than are named today."""
    proposal = open_proposal(contract)
    named = sum(bed.live_until is None or bed.live_until > on for bed in contract.beds.all())
    return proposal is not None and proposal.beds_agreed < named


def needs_plans(contract: BlockContract, *, on: date) -> bool:
    """Whether each child needs a plan for what comes after: the contract ends, or beds of it are to go."""
    return contract.state in ENDING or beds_are_to_go(contract, on=on)


def own_holds(contract: BlockContract, actor: Actor, *, on: date) -> QuerySet[BedBooking]:
    """Beds that the actor's council holds on a day or later."""
    return (
        BedBooking.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            contract=contract,
            authority=actor.authority_id,
            is_held=True,
            cancelled_at__isnull=True,
        )
        .select_related("bed")
        .order_by("starts_on", "pk")
    )


def homes_of(provider: Provider) -> QuerySet[Setting]:
    """The homes of one provider, by name."""
    return Setting.objects.filter(provider=provider).order_by("name", "urn")


def provider_called(actor: Actor, words: str) -> Provider:
    """The one provider with that reference or name. DomainError says when there is none, or more."""
    found = list(Provider.objects.filter(Q(reference__iexact=words) | Q(name__iexact=words))[:2])
    if not found:
        raise DomainError("No provider of the register has this reference or name.", field="provider")
    if len(found) > 1:
        raise DomainError("More than one provider is called so: enter its reference.", field="provider")
    return found[0]


def homes_below_good(beds: Sequence[ContractedBed], *, on: date) -> list[Inspection]:
    """The newest inspections, as known on a day, that judged a home of these beds to be below good."""
    newest = latest_inspections({bed.setting_id for bed in beds}, on=on).values()
    below = outcomes_below(Outcome.GOOD)
    return [inspection for inspection in newest if inspection.outcome in below]
