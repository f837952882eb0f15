"""The children of a block contract that ends: each council sees and plans for its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import CASE_ROLES, GRADES
from contracts.policies import CONTRACT_READERS
from contracts.selectors.block_life import needs_plans
from contracts.selectors.blocks import access_block
from contracts.terms import last_day
from core.errors import Conflict
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.exit_tables import plan_rows
from placements.forms.exits import ExitPlanForm
from placements.selectors.exits import access_child_in_block, children_in_block
from placements.services.exits import plan_exit
from placements.views.noting import CASE_LEVEL, note

PLANNERS = (*CASE_ROLES, *GRADES)


@open_to(*PLANNERS)
@require_safe
def contract_plans(request: ActorRequest, reference: str) -> HttpResponse:
    contract = access_block(request.actor, reference)
    may_plan = needs_plans(contract, on=timezone.localdate())
    children = list(children_in_block(request.actor, contract))
    context = {
        "contract": contract,
        "may_read_contract": request.actor.has_role(*CONTRACT_READERS),
        "last_day": last_day(contract.period),
        "children": plan_rows(contract, children, may_plan=may_plan),
        "ending": may_plan,
        "without": sum(not child.plans for child in children),  # type: ignore[attr-defined]
        "number": len(children),
    }
    return render(request, "placements/contract_plans.html", context)


@open_to(*PLANNERS)
def contract_plan(request: ActorRequest, reference: str, placement: str) -> HttpResponse:
    actor = request.actor
    contract = access_block(actor, reference)
    child = access_child_in_block(actor, contract, placement)
    now = timezone.now()
    if not needs_plans(contract, on=timezone.localdate(now)):
        raise Conflict("This contract is not ending: no child needs a plan for that.")
    note(request, authority_id=child.authority_id, subject=child.reference, level=CASE_LEVEL)
    held = next(iter(child.plans), None)  # type: ignore[attr-defined]
    fields = ("outcome", "by_when", "child_says", "steps", "done_on")
    form = ExitPlanForm(request.POST or None, initial={f: getattr(held, f) for f in fields} if held else None)
    if form.is_valid():
        with reporting_to(form):
            on = timezone.localdate()
            plan_exit(placement=child, contract=contract, **form.cleaned_data, by=actor, at=now, on=on)
            messages.success(request, "The plan is recorded.")
            return redirect("contract_plans", reference)
    context = {
        "form": form,
        "title": "Plan for this child",
        "caption": f"{child.child.reference}, {child.setting.name}",
        "submit": "Record the plan",
        "back": reverse("contract_plans", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
