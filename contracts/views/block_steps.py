"""What is done to a block contract: for each step a page with one form, which calls one service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from authorities.choices import ServiceCategory
from contracts import block_step_forms as forms
from contracts.block_choices import BlockState
from contracts.block_policies import CHANGEABLE, can_change, can_keep, can_take_bed
from contracts.block_workflows import BLOCK, BLOCK_KEEPERS
from contracts.models import BlockContract
from contracts.selectors.block_life import own_percent
from contracts.selectors.blocks import access_block, block_in_full
from contracts.services import (
    beds,
    block_beds,
    block_changes,
    block_drafts,
    block_endings,
    block_shares,
)
from contracts.services.ceilings import escalating
from core.actor import Actor
from core.forms import save_or_show
from core.http import ActorRequest
from core.policies import Decision, require
from core.views import open_to

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deed:
    """What a step's service is given besides what was typed."""

    contract: BlockContract
    form: Any
    by: Actor
    at: datetime
    on: date

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    @property
    def typed(self) -> dict[str, Any]:
        return self.form.cleaned_data


@dataclass(frozen=True)
class Step:
    """One step. ``verb`` is the workflow's, or empty where the state stays; it then fits ``states``.

    ``needs`` is what there must be to take it on. ``by_sharers`` opens it to every council with a share, not
    only the lead.
    """

    slug: str
    title: str
    submit: str
    form: type[forms.StepForm]
    run: Callable[[Deed], object]
    done: str
    verb: str = ""
    states: tuple[str, ...] = CHANGEABLE
    lead: str = ""
    needs: Callable[[BlockContract], bool] = lambda contract: True
    by_sharers: bool = False

    @property
    def route(self) -> str:
        return f"contract_{self.slug.replace('-', '_')}"

    def fits(self, contract: BlockContract) -> bool:
        at_point = BLOCK.find(self.verb, contract.state) if self.verb else contract.state in self.states
        return bool(at_point) and self.needs(contract)

    def permits(self, contract: BlockContract, actor: Actor, *, on: date) -> Decision:
        if self.by_sharers:
            return can_take_bed(actor, own_percent(contract, actor, on=on))
        return can_keep(actor, contract)

    def path(self) -> URLPattern:
        @open_to(*BLOCK_KEEPERS)
        def view(request: ActorRequest, reference: str) -> HttpResponse:
            return _take(self, request, reference)

        return path(f"contracts/blocks/<str:reference>/{self.slug}/", view, name=self.route)


def _take(step: Step, request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    contract = block_in_full(access_block(actor, reference), actor, on=today)
    require(step.permits(contract, actor, on=today))
    if not step.fits(contract):
        require(can_change(actor, contract) and Decision(False, "This contract is not at that point."))
    form = step.form(request.POST or None, contract=contract, actor=actor, on=today)
    at = timezone.now()

    def save() -> None:
        with escalating(by=actor, at=at):
            step.run(Deed(contract, form, actor, at, today))

    return save_or_show(
        request,
        form,
        save,
        back=reverse("contract_detail", args=[reference]),
        done=step.done,
        title=step.title,
        caption=contract.name,
        lead=step.lead,
        submit=step.submit,
    )


def _pick(deed: Deed, things: str, name: str) -> Any:
    """The thing behind a choice of the form."""
    return getattr(deed.form, things).get(deed.typed[name])


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
        "Vary the contract",
        "Agree the variation",
        forms.VaryForm,
        lambda d: block_changes.vary_block(contract=d.contract, **d.typed, **d.who),
        "The variation is agreed.",
        lead="These are all the terms from that day on. Nothing before it changes.",
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
        by_sharers=True,
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
        by_sharers=True,
    ),
)


def _without(typed: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in typed.items() if key != name}


def steps_open(contract: BlockContract, actor: Actor, *, on: date) -> list[Step]:
    """The steps that ``actor`` may take with the contract as it is."""
    return [step for step in STEPS if step.fits(contract) and step.permits(contract, actor, on=on)]


urlpatterns = [step.path() for step in STEPS]
