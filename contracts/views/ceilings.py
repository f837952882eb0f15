"""Approved ceilings: the register, one with its chart and draws, and what was put to its approver."""

from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.ceiling_charts import ceiling_chart, course_of
from contracts.headroom import reached_on
from contracts.keeping_choices import EscalationState
from contracts.keeping_filters import CeilingFilter
from contracts.keeping_forms import CeilingChangeForm, CeilingForm, RiseForm, YesNoForm, half_open
from contracts.keeping_tables import (
    ESCALATION_KINDS,
    CeilingTable,
    decision_rows,
    draw_rows,
    escalation_rows,
)
from contracts.policies import CEILING_KEEPERS, CONTRACT_READERS, can_decide_escalation
from contracts.selectors.arrangements import arrangement_of, arrangements_to_choose
from contracts.selectors.ceilings import (
    access_ceiling,
    access_escalation,
    annual_rate_of,
    ceilings_register,
    contracted_by_month,
    decisions_on,
    draws_on,
    escalations_to_decide,
    escalations_visible_to,
    headroom_of,
    spent_by_month,
)
from contracts.services.ceilings import change_ceiling, create_ceiling, decide_escalation
from contracts.terms import last_day
from core.formats import money
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to

ceilings = Register(
    route="ceiling_list",
    title="Approved ceilings",
    roles=CONTRACT_READERS,
    door=ceilings_register,
    table=CeilingTable,
    filterset=CeilingFilter,
    template="contracts/ceilings.html",
    more=lambda actor: {
        "on_ceilings": True,
        "may_keep": actor.has_role(*CEILING_KEEPERS),
        "waiting": escalation_rows(escalations_to_decide(actor)),
    },
)


@open_to(*CONTRACT_READERS)
@require_safe
def ceiling_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """Approved, contracted, committed, spent and remaining, and the day it is reached at today's rate."""
    actor, today = request.actor, timezone.localdate()
    ceiling = access_ceiling(actor, reference)
    rise_form = RiseForm(request.GET if "rise" in request.GET else None)
    rise = ceiling.block.indexation_percent if ceiling.block else Decimal(0)
    if rise_form.is_bound and rise_form.is_valid() and rise_form.cleaned_data["rise"] is not None:
        rise = rise_form.cleaned_data["rise"]
    now, annual = headroom_of(ceiling), annual_rate_of(ceiling, on=today)
    yearly_rise = rise / 100
    course = course_of(
        ceiling,
        contracted=contracted_by_month(ceiling),
        spent=spent_by_month(ceiling),
        annual=annual,
        yearly_rise=yearly_rise,
        on=today,
    )
    reached = reached_on(ceiling.amount, spent=now.spent, annual=annual, yearly_rise=yearly_rise, since=today)
    page = Paginator(draws_on(ceiling), 25).get_page(request.GET.get("page"))
    context = {
        "ceiling": ceiling,
        "last_day": last_day(ceiling.period),
        "now": now,
        "annual": annual,
        "rise": rise,
        "rise_form": rise_form,
        "reached": reached,
        "in_time": reached is None or (ceiling.ends_on is not None and reached >= ceiling.ends_on),
        "chart": ceiling_chart(ceiling, course, on=today),
        "decisions": decision_rows(decisions_on(ceiling)),
        "may_keep": actor.has_role(*CEILING_KEEPERS),
        "page": page,
        "draws": draw_rows(page),
        "escalations": escalation_rows(escalations_visible_to(actor).filter(ceiling=ceiling)),
    }
    return render(request, "contracts/ceiling_detail.html", context)


@open_to(*CEILING_KEEPERS)
def ceiling_new(request: ActorRequest) -> HttpResponse:
    # A decision's own page leads here with its reference and what it was about.
    known = {name: request.GET.get(name, "")[:60] for name in ("decision_reference", "about")}
    form = CeilingForm(
        request.POST or None,
        **arrangements_to_choose(request.actor, on=timezone.localdate()),
        initial=known,
    )
    if form.is_valid():
        with reporting_to(form):
            facts = dict(form.cleaned_data)
            about = arrangement_of(request.actor, facts.pop("about"), on=timezone.localdate())
            made = create_ceiling(
                **facts | {"ends_on": half_open(facts["ends_on"])},
                **about,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Ceiling {made.reference} is recorded.")
            return redirect("ceiling_detail", made.reference)
    context = {
        "form": form,
        "title": "Record an approved ceiling",
        "lead": "Awards, block contracts and uplifts draw on it from then on.",
        "submit": "Record",
        "back": reverse("ceiling_list"),
    }
    return render(request, "layouts/form.html", context)


@open_to(*CEILING_KEEPERS)
def ceiling_change(request: ActorRequest, reference: str) -> HttpResponse:
    """A new decision on the amount; those before stay on record."""
    ceiling = access_ceiling(request.actor, reference)
    form = CeilingChangeForm(request.POST or None)
    return save_or_show(
        request,
        form,
        lambda: change_ceiling(ceiling=ceiling, **form.cleaned_data, by=request.actor, at=timezone.now()),
        back=reverse("ceiling_detail", args=[reference]),
        done="The new decision is recorded.",
        title="Record a new decision",
        caption=f"{ceiling.reference}, {ceiling.scope}",
        lead=f"{money(ceiling.amount)} is approved now. The earlier decision stays on record.",
        submit="Record",
    )


@open_to(*CONTRACT_READERS)
def escalation_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What would pass a ceiling; a POST is the approver's decision."""
    escalation = access_escalation(request.actor, reference)
    may_decide = can_decide_escalation(request.actor, escalation)
    waits = escalation.state == EscalationState.AWAITING
    form = YesNoForm(request.POST or None) if waits and may_decide else None
    if request.method == "POST" and form is None:
        messages.error(request, may_decide.reason or "This has been decided already.")
        return redirect("escalation_detail", reference)
    if form and form.is_valid():
        with reporting_to(form):
            decide_escalation(escalation=escalation, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Your decision is recorded, and whoever asked is told.")
            return redirect("escalation_detail", reference)
    context = {
        "escalation": escalation,
        "kind": ESCALATION_KINDS[escalation.state],
        "now": headroom_of(escalation.ceiling),
        "form": form,
        "why_not": "" if may_decide or not waits else may_decide.reason,
    }
    return render(request, "contracts/escalation_detail.html", context)
