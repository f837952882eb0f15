"""What is done to a block contract, step by step, and which steps are open to whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from authorities.choices import ServiceCategory
from contracts import block_step_forms as forms
from contracts.block_choices import ENDING, BlockState, ProposalState
from contracts.block_policies import CHANGEABLE, can_accept, can_take_bed
from contracts.models import BlockContract, BlockProposal
from contracts.selectors.block_life import open_proposal, own_percent
from contracts.selectors.block_shares import unaccepted
from contracts.services import (
    beds,
    block_beds,
    block_changes,
    block_drafts,
    block_endings,
    block_proposals,
    block_shares,
)
from contracts.views.block_step_pages import Deed, Step
from core.actor import Actor
from core.policies import Decision, deny

ONE_DAY = timedelta(days=1)


def _proposal(deed: Deed) -> BlockProposal:
    """The open one; a step is taken only where there is one."""
    found = open_proposal(deed.contract)
    assert found is not None
    return found


def _pick(deed: Deed, things: str, name: str) -> Any:
    """The thing behind a choice of the form."""
    return getattr(deed.form, things).get(deed.typed[name])


def _a_sharer(contract: BlockContract, actor: Actor, on: date) -> Decision:
    return can_take_bed(actor, own_percent(contract, actor, on=on))


def _a_partner_with_more_to_take_on(contract: BlockContract, actor: Actor, on: date) -> Decision:
    decision = can_accept(actor, contract)
    if decision and not any(each.authority_id == actor.authority_id for each in unaccepted(contract, on=on)):
        return deny("Your council has taken on all of its share.")
    return decision


def _proposal_is(state: ProposalState | None = None) -> Callable[[BlockContract], bool]:
    """Whether new terms are open, in one state if it is given."""

    def fits(contract: BlockContract) -> bool:
        found = open_proposal(contract)
        return found is not None and (state is None or found.state == state)

    return fits


STEPS = (
    Step(
        "sign",
        "Record the signing",
        "Record",
        forms.SignForm,
        lambda d: block_drafts.sign_block(contract=d.contract, **d.typed, **d.who),
        "The contract is signed. Name its beds next.",
        verb="sign",
    ),
    Step(
        "beds",
        "Name beds",
        "Name the beds",
        forms.BedsForm,
        lambda d: block_beds.name_beds(
            contract=d.contract, **{**d.typed, "setting": _pick(d, "homes", "setting")}, **d.who
        ),
        "The beds are named. Each is paid for from the day it is available.",
        lead="A named bed is counted every night. Nothing is paid for it until it is available and accepted.",
    ),
    Step(
        "bed-step",
        "Record a step of a bed",
        "Record",
        forms.BedStepForm,
        lambda d: block_beds.record_step(
            **{**_without(d.typed, "bed"), "reached_on": d.typed["on"], "on": d.on},
            bed=_pick(d, "beds", "bed"),
            **d.who,
        ),
        "The step is recorded.",
        lead="Recorded again, a step is put right: the last day recorded for it counts.",
        states=(*CHANGEABLE, *ENDING),
        needs=lambda contract: bool(contract.beds.all()),
    ),
    Step(
        "shares",
        "Share the contract",
        "Agree the shares",
        forms.SharesForm,
        lambda d: block_shares.share_block(
            contract=d.contract, parts=d.form.parts(), starts_on=d.typed["starts_on"], on=d.on, **d.who
        ),
        "The shares are agreed.",
        states=(BlockState.DRAFT, *CHANGEABLE),
        lead="The shares add to 100%. A partner with 0% may use empty beds for what it pays.",
    ),
    Step(
        "vary",
        "Record a variation",
        "Record the variation",
        forms.VaryForm,
        lambda d: block_changes.vary_block(contract=d.contract, terms=d.form.terms(), **d.who),
        "The variation is recorded.",
        lead="One that both sides have agreed on paper. These are all the terms from that day on.",
        needs=lambda contract: open_proposal(contract) is None,
    ),
    Step(
        "propose",
        "Propose new terms",
        "Send to the provider",
        forms.VaryForm,
        lambda d: block_proposals.propose_terms(contract=d.contract, terms=d.form.terms(), **d.who),
        "The provider is asked. Nothing changes before it agrees and you bring the terms into force.",
        lead="The provider agrees or declines in its portal. These are all the terms from that day on.",
        needs=lambda contract: open_proposal(contract) is None,
    ),
    Step(
        "bring-into-force",
        "Bring the agreed terms into force",
        "Bring them into force",
        forms.NothingForm,
        lambda d: block_proposals.bring_into_force(proposal=_proposal(d), **d.who),
        "The terms are in force from their day.",
        lead="Our share of what they add is drawn on our ceiling.",
        needs=_proposal_is(ProposalState.AGREED),
    ),
    Step(
        "withdraw-terms",
        "Withdraw the proposed terms",
        "Withdraw them",
        forms.ReasonForm,
        lambda d: block_proposals.withdraw_proposal(proposal=_proposal(d), **d.typed, **d.who),
        "The proposed terms are withdrawn.",
        states=tuple(BlockState),
        needs=_proposal_is(),
    ),
    Step(
        "accept",
        "Take on our share",
        "Take it on",
        forms.AcceptForm,
        lambda d: block_shares.accept_share(contract=d.contract, **d.typed, **d.who),
        "Our share is taken on, and drawn on our ceiling.",
        states=(BlockState.DRAFT, *CHANGEABLE, BlockState.NOTICE, BlockState.DECOMMISSIONING),
        lead="Record our own ceiling for this contract first: what our share comes to is drawn on it.",
        whose=_a_partner_with_more_to_take_on,
    ),
    Step(
        "option",
        "Exercise the next option",
        "Exercise the option",
        forms.OptionForm,
        lambda d: block_changes.exercise_option(contract=d.contract, **d.typed, on=d.on, **d.who),
        "The option is exercised: the contract ends later.",
        needs=lambda contract: any(option.exercised_on is None for option in contract.options.all()),
    ),
    Step(
        "stop",
        "Stop new placements",
        "Stop new placements",
        forms.StopForm,
        lambda d: block_changes.stop_placements(
            contract=d.contract, **{**d.typed, "setting": _pick(d, "homes", "setting")}, on=d.on, **d.who
        ),
        "New placements are stopped. Children who are there stay.",
        states=(*CHANGEABLE[1:], BlockState.NOTICE),
        lead="Children who are there stay. Empty beds are paid for as the terms say of the cause.",
    ),
    Step(
        "recover",
        "Allow new placements again",
        "Allow them",
        forms.RecoverForm,
        lambda d: block_changes.lift_stop(
            stop=_pick(d, "stops", "stop"),
            ends_on=d.typed["ends_on"],
            reason=d.typed["reason"],
            on=d.on,
            **d.who,
        ),
        "New placements are allowed again.",
        states=(BlockState.UNDER_IMPROVEMENT, BlockState.SUSPENDED, BlockState.NOTICE),
        needs=lambda contract: any(stop.ends_on is None for stop in contract.stops.all()),
    ),
    Step(
        "notice",
        "Give notice",
        "Give notice",
        forms.NoticeForm,
        lambda d: block_endings.give_notice(contract=d.contract, **d.typed, on=d.on, **d.who),
        "Notice is given.",
        verb="give_notice",
        lead="Either side may leave without a reason. For a breach the council may end the contract at once.",
    ),
    Step(
        "withdraw-notice",
        "Withdraw the notice",
        "Withdraw it",
        forms.WithdrawForm,
        lambda d: block_endings.withdraw_notice(contract=d.contract, **d.typed, on=d.on, **d.who),
        "The notice is withdrawn.",
        verb="withdraw_notice",
    ),
    Step(
        "wind-down",
        "Begin to wind down",
        "Begin",
        forms.ReasonForm,
        lambda d: block_endings.wind_down(contract=d.contract, **d.typed, on=d.on, **d.who),
        "No new child comes to this contract. Make a plan for each child who is there.",
        verb="wind_down",
        lead="No new child comes. Every child who is there gets a plan, made by their own council.",
    ),
    Step(
        "end",
        "Close the contract",
        "Close it",
        forms.EndForm,
        lambda d: block_endings.end_block(contract=d.contract, on=d.on, **d.who),
        "The contract is closed.",
        verb="end",
    ),
    Step(
        "drop",
        "Do not go ahead",
        "Do not go ahead",
        forms.ReasonForm,
        lambda d: block_drafts.drop_block(contract=d.contract, **d.typed, on=d.on, **d.who),
        "The draft is kept, and does not go ahead.",
        verb="drop",
    ),
    Step(
        "hold",
        "Hold a bed",
        "Hold a bed",
        forms.HoldForm,
        lambda d: beds.book_bed(
            setting_id=_pick(d, "homes", "setting").pk,
            contract=d.contract,
            category=ServiceCategory(d.contract.category),
            starts_on=d.typed["starts_on"],
            ends_on=d.typed["last_day"] + ONE_DAY,
            by=d.by,
            hold=True,
        ),
        "The bed is held for your council.",
        states=(BlockState.LIVE, BlockState.UNDER_IMPROVEMENT, BlockState.NOTICE),
        lead="For a child still to come. It counts as empty at the council's cause until the child is there.",
        whose=_a_sharer,
    ),
    Step(
        "give-back",
        "Give a bed back",
        "Give it back",
        forms.GiveBackForm,
        lambda d: beds.give_back(
            booking=_pick(d, "holds", "booking"), ends_on=d.typed["ends_on"], by=d.by, at=d.at
        ),
        "The bed is free again.",
        states=tuple(state for state in BlockState if state not in (BlockState.DRAFT, BlockState.DROPPED)),
        whose=_a_sharer,
    ),
)


def _without(typed: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in typed.items() if key != name}


def steps_open(contract: BlockContract, actor: Actor, *, on: date) -> list[Step]:
    """The steps that ``actor`` may take with the contract as it is."""
    return [step for step in STEPS if step.fits(contract) and step.permits(contract, actor, on=on)]


urlpatterns = [step.path() for step in STEPS]
