"""Who may do what to a block contract, and why not."""

from datetime import date

from contracts.block_choices import ENDING, BedStage, BlockState
from contracts.block_workflows import BLOCK_KEEPERS
from contracts.models import BedBooking, BlockContract, ContractOption
from contracts.terms import OptionTerm
from core import formats
from core.actor import Actor
from core.policies import Decision, allow, deny
from providers.choices import ProviderRole

# States in which terms, beds and shares may still change.
CHANGEABLE = (
    BlockState.MOBILISING,
    BlockState.LIVE,
    BlockState.UNDER_IMPROVEMENT,
    BlockState.SUSPENDED,
)


def can_keep(actor: Actor, contract: BlockContract) -> Decision:
    """Run the contract at all: its lead council's commissioners and managers."""
    if not actor.has_role(*BLOCK_KEEPERS):
        return deny("A commissioner or a manager of the lead council runs a block contract.")
    if contract.lead_authority_id != actor.authority_id:
        return deny(f"{contract.lead_authority.name} leads this contract and keeps it for all who share it.")
    return allow()


def can_change(actor: Actor, contract: BlockContract) -> Decision:
    """Agree something new on it: not before it is signed, nor once somebody has given notice."""
    kept = can_keep(actor, contract)
    if not kept:
        return kept
    if contract.state not in CHANGEABLE:
        return deny(f"This contract is “{contract.get_state_display().lower()}”: nothing new can be agreed.")
    return allow()


def can_step(actor: Actor, contract: BlockContract, stage: BedStage) -> Decision:
    """Record how far a bed has come. While the contract winds down beds only go, one by one."""
    if contract.state in ENDING and stage == BedStage.WITHDRAWN:
        return can_keep(actor, contract)
    return can_change(actor, contract)


def can_exercise(
    actor: Actor, contract: BlockContract, option: ContractOption | None, term: OptionTerm | None, *, on: date
) -> Decision:
    """Take up the next option: none is skipped, and none after the last day to decide it."""
    changing = can_change(actor, contract)
    if not changing:
        return changing
    if option is None or term is None or term.decide_by is None:
        return deny("This contract has no option left to exercise.")
    if on > term.decide_by:
        return deny(
            f"The last day to decide was {formats.day(term.decide_by)}: {option.notice_months} months of"
            f" notice and {contract.governance_lead_weeks} weeks for the decision before the contract ends."
        )
    return allow()


def can_accept(actor: Actor, contract: BlockContract) -> Decision:
    """Take on the council's own share: for a partner; the lead does so by signing."""
    if not actor.has_role(*BLOCK_KEEPERS):
        return deny("A commissioner or a manager takes on the council's share of a block.")
    if contract.lead_authority_id == actor.authority_id:
        return deny("The council that leads takes on its share as it signs.")
    return allow()


def can_take_bed(actor: Actor, percent: object) -> Decision:
    """Hold or give back a bed for the own council, which has a share or may use empty beds."""
    if not actor.has_role(*BLOCK_KEEPERS):
        return deny("A commissioner or a manager takes a bed of a block.")
    if percent is None:
        return deny("Your council has no share of this block today.")
    return allow()


def can_answer(actor: Actor, contract: BlockContract) -> Decision:
    """Speak for the contract's provider: agree to new terms, or give notice."""
    if not actor.has_role(ProviderRole.PROVIDER) or actor.provider_id != contract.provider_id:
        return deny("Only the contract's provider does this.")
    return allow()


def can_answer_for(actor: Actor, block: BlockContract | None) -> Decision:
    """Answer an ask for a higher price of a block: it has one price, so its lead answers for all; partners
    vote where the window says so, and take on what their share grows by."""
    if block is not None and block.lead_authority_id != actor.authority_id:
        return deny(f"{block.lead_authority.name} leads this contract and answers for all who share it.")
    return allow()


def can_give_back(actor: Actor, booking: BedBooking) -> Decision:
    if booking.authority_id != actor.authority_id or not booking.is_held:
        return deny("Only the council that holds a bed gives it back; a child's bed goes with the placement.")
    return allow()
