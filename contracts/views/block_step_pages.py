"""A step done to a block contract: a page with one form, which calls one service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from contracts.block_policies import CHANGEABLE, can_change, can_keep
from contracts.block_step_forms import StepForm
from contracts.block_workflows import BLOCK, BLOCK_KEEPERS
from contracts.models import BlockContract
from contracts.selectors.blocks import access_block, block_in_full
from contracts.services.ceilings import escalating
from core.actor import Actor
from core.forms import save_or_show
from core.http import ActorRequest
from core.policies import Decision, require
from core.views import open_to


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


def _the_lead(contract: BlockContract, actor: Actor, on: date) -> Decision:
    return can_keep(actor, contract)


@dataclass(frozen=True)
class Step:
    """One step. ``verb`` is the workflow's, or empty where the state stays; it then fits ``states``.

    ``needs`` is what there must be to take it on. ``whose`` says who may: the lead, unless given.
    """

    slug: str
    title: str
    submit: str
    form: type[StepForm]
    run: Callable[[Deed], object]
    done: str
    verb: str = ""
    states: tuple[str, ...] = CHANGEABLE
    lead: str = ""
    needs: Callable[[BlockContract], bool] = lambda contract: True
    whose: Callable[[BlockContract, Actor, date], Decision] = _the_lead

    @property
    def route(self) -> str:
        return f"contract_{self.slug.replace('-', '_')}"

    def fits(self, contract: BlockContract) -> bool:
        at_point = BLOCK.find(self.verb, contract.state) if self.verb else contract.state in self.states
        return bool(at_point) and self.needs(contract)

    def permits(self, contract: BlockContract, actor: Actor, *, on: date) -> Decision:
        return self.whose(contract, actor, on)

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
