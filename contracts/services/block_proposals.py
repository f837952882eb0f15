"""New terms of a block put to its provider: proposed, answered, brought into force."""

from datetime import datetime

from django.db import IntegrityError, transaction

from contracts.block_choices import BlockEventKind
from contracts.block_policies import can_answer, can_change, can_keep
from contracts.block_workflows import PROPOSAL
from contracts.models import BlockContract, BlockProposal, BlockVariation
from contracts.models.block import BlockTerms
from contracts.services.block_changes import NewTerms, check_terms, put_in_force
from contracts.services.block_history import note_event
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move
from providers.services.letters import write_to_providers

COLUMNS = [field.name for field in BlockTerms._meta.local_fields]


@transaction.atomic
def propose_terms(*, contract: BlockContract, terms: NewTerms, by: Actor, at: datetime) -> BlockProposal:
    """Put new terms to the provider. Beds that would go may still be in use: until the terms are brought into
    force each council plans for its own children there.

    Raises DomainError where ``check_terms`` does, Conflict while another proposal is open.
    """
    contract = lock(contract)
    require(can_change(by, contract))
    check_terms(contract, terms)
    try:
        with transaction.atomic():
            made = BlockProposal.objects.create(
                reference=new_reference("VAR"),
                contract=contract,
                **terms.columns(),
                state_at=at,
                recorded_at=at,
                recorded_by=by.name,
            )
    except IntegrityError as error:
        raise Conflict("A variation is open already: bring it into force or withdraw it first.") from error
    words = f"{formats.count(made.beds_agreed)} beds at {formats.money(made.weekly_rate)} a week"
    note_event(contract, BlockEventKind.PROPOSED, words, on=made.starts_on, by=by, at=at, reason=terms.reason)
    write_to_providers(
        [contract.provider_id],
        template="block_proposed",
        subject=f"New terms to agree: {contract.name}",
        context={"council": contract.lead_authority.name, "proposal": made, "contract": contract},
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def answer_proposal(
    *, proposal: BlockProposal, agrees: bool, words: str, by: Actor, at: datetime
) -> BlockProposal:
    """The provider's yes, or its no with a reason. Raises DomainError without one."""
    proposal = lock(proposal)
    require(can_answer(by, proposal.contract))
    if not agrees and not words.strip():
        raise DomainError("Say why you decline.", field="words")
    proposal.answered_by, proposal.answered_at = by.name, at
    verb = "agree" if agrees else "decline"
    move(proposal, PROPOSAL, verb, by=by, at=at, reason=words, save_fields=("answered_by", "answered_at"))
    return proposal


@transaction.atomic
def bring_into_force(*, proposal: BlockProposal, by: Actor, at: datetime) -> BlockVariation:
    """What the provider agreed to holds from its day. Raises DomainError while more beds are named than will
    be agreed, CeilingReached when the lead's ceiling does not hold it."""
    contract = lock(proposal.contract)
    proposal = lock(proposal)
    require(can_change(by, contract))
    if proposal.starts_on not in contract.period:
        raise Conflict("The day of these terms is outside the contract's term now. Withdraw them.")
    columns = {name: getattr(proposal, name) for name in (*COLUMNS, "starts_on", "reason")}
    columns["decision_reference"] = proposal.decision_reference
    made = put_in_force(contract=contract, columns=columns, by=by, at=at)
    proposal.variation = made
    move(proposal, PROPOSAL, "bring_into_force", by=by, at=at, save_fields=("variation",))
    return made


@transaction.atomic
def withdraw_proposal(*, proposal: BlockProposal, reason: str, by: Actor, at: datetime) -> BlockProposal:
    """Take new terms back before they are in force."""
    proposal = lock(proposal)
    require(can_keep(by, proposal.contract))
    move(proposal, PROPOSAL, "withdraw", by=by, at=at, reason=reason)
    return proposal
