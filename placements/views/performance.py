"""How a tool or a block contract does, quarter by quarter. The same pages for both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.performance_forms import EndKpiForm, KpiForm, ResultForm, RetireStepForm, ReviewForm, StepForm
from contracts.performance_tables import (
    across_rows,
    quarter_rows,
    review_rows,
    scorecard_rows,
    step_rows,
    task_rows,
)
from contracts.policies import CONTRACT_READERS
from contracts.quarters import in_words, quarter_of, quarters_to
from contracts.selectors.blocks import access_block
from contracts.selectors.performance import (
    Arrangement,
    access_kpi,
    kpis_of,
    reviews_of,
    scorecard,
    steps_of,
    tasks_of,
    tasks_of_quarter,
)
from contracts.selectors.performance_across import across_councils
from contracts.selectors.tools import access_tool
from contracts.services.performance import (
    add_kpi,
    add_step,
    can_keep_performance,
    can_measure,
    record_result,
    review_quarter,
)
from contracts.services.performance_changes import end_kpi, retire_step
from contracts.tool_policies import TOOL_KEEPERS
from core.actor import Actor
from core.forms import reporting_to, save_or_show
from core.http import ActorRequest
from core.periods import Period
from core.views import open_to
from placements.services.performance import measure_quarter

QUARTERS_SHOWN = 4


@dataclass(frozen=True)
class PerformancePages:
    """The pages of one kind of arrangement; ``noun`` begins the names of their routes."""

    noun: str
    access: Callable[[Actor, str, date], Any]

    def paths(self, address: str) -> list[URLPattern]:
        keepers, readers = open_to(*TOOL_KEEPERS), open_to(*CONTRACT_READERS)
        pages = (
            ("performance/", "performance", readers(require_safe(self.page))),
            ("performance/measure/", "performance_measure", keepers(require_POST(self.measure))),
            ("performance/indicator/", "kpi_new", keepers(self.new_kpi)),
            ("performance/step/", "step_new", keepers(self.new_step)),
            ("performance/indicator/end/", "kpi_end", keepers(self.end_kpi)),
            ("performance/step/retire/", "step_retire", keepers(self.retire_step)),
            ("performance/<str:month>/", "performance_quarter", readers(self.quarter)),
        )
        return [path(address + rest, view, name=f"{self.noun}_{name}") for rest, name, view in pages]

    def page(self, request: ActorRequest, reference: str) -> HttpResponse:
        actor, today = request.actor, timezone.localdate()
        arrangement = self.access(actor, reference, today)
        quarters = [each.start for each in quarters_to(today, QUARTERS_SHOWN)]
        scored = scorecard(arrangement, actor, quarters, on=today)
        context = {
            "arrangement": arrangement,
            self.noun: arrangement,
            "noun": self.noun,
            "may_keep": bool(can_keep_performance(actor, arrangement)),
            "may_measure": bool(can_measure(actor)),
            "scores": scorecard_rows(scored, quarters, may_enter=bool(can_measure(actor))),
            "quarters": [
                (in_words(q), reverse(f"{self.noun}_performance_quarter", args=[reference, f"{q:%Y-%m}"]))
                for q in quarters
            ],
            "steps": step_rows(steps_of(arrangement)),
            "tasks": task_rows(tasks_of(arrangement, actor)),
            "reviews": review_rows(reviews_of(arrangement, actor)),
            "routes": {
                name: reverse(f"{self.noun}_{name}", args=[reference])
                for name in ("performance_measure", "kpi_new", "kpi_end", "step_new", "step_retire", "detail")
            },
        }
        return render(request, "placements/performance.html", context)

    def measure(self, request: ActorRequest, reference: str) -> HttpResponse:
        arrangement = self.access(request.actor, reference, timezone.localdate())
        found = measure_quarter(arrangement=arrangement, by=request.actor, at=timezone.now())
        missed = sum(result.is_met is False for result in found)
        messages.success(request, f"Measured {len(found)} from your council's records; {missed} missed.")
        return redirect(f"{self.noun}_performance", reference)

    def quarter(self, request: ActorRequest, reference: str, month: str) -> HttpResponse:
        """One quarter, on its first month: results with their evidence, every council's, the steps they
        opened; a POST records what is concluded."""
        actor, now = request.actor, timezone.now()
        arrangement = self.access(actor, reference, timezone.localdate(now))
        period = _quarter_of(month)
        assert period.end is not None
        is_over = period.end <= timezone.localdate(now)
        form = ReviewForm(request.POST or None) if is_over and can_measure(actor) else None
        if form and form.is_valid():
            with reporting_to(form):
                review_quarter(
                    arrangement=arrangement, quarter=period.start, **form.cleaned_data, by=actor, at=now
                )
                messages.success(request, "Recorded.")
                return redirect(f"{self.noun}_performance_quarter", reference, month)
        context = self._quarter_context(actor, arrangement, period) | {"form": form, "is_over": is_over}
        return render(request, "placements/performance_quarter.html", context)

    def _quarter_context(self, actor: Actor, arrangement: Arrangement, period: Period) -> dict[str, Any]:
        quarter, found = period.start, across_councils(arrangement, actor, period.start)
        scored = scorecard(arrangement, actor, [quarter], on=quarter)
        return {
            "arrangement": arrangement,
            "words": in_words(quarter),
            "ends_on": period.end,
            "scores": quarter_rows(scored, may_enter=bool(can_measure(actor))),
            "across": across_rows(found) if len(found.councils) > 1 else None,
            "tasks": task_rows(tasks_of_quarter(arrangement, actor, period)),
            "reviews": list(reviews_of(arrangement, actor).filter(quarter=quarter)),
            "back": reverse(f"{self.noun}_performance", args=[arrangement.reference]),
        }

    def new_kpi(self, request: ActorRequest, reference: str) -> HttpResponse:
        arrangement = self.access(request.actor, reference, timezone.localdate())
        form = KpiForm(request.POST or None, arrangement=arrangement)
        return self._form(request, arrangement, form, add_kpi, "Add an indicator")

    def new_step(self, request: ActorRequest, reference: str) -> HttpResponse:
        arrangement = self.access(request.actor, reference, timezone.localdate())
        form = StepForm(request.POST or None, arrangement=arrangement)
        return self._form(request, arrangement, form, add_step, "Add a step to the protocol")

    def end_kpi(self, request: ActorRequest, reference: str) -> HttpResponse:
        today = timezone.localdate()
        arrangement = self.access(request.actor, reference, today)
        form = EndKpiForm(request.POST or None, kpis=kpis_of(arrangement, on=today))
        return self._form(request, arrangement, form, end_kpi, "End an indicator")

    def retire_step(self, request: ActorRequest, reference: str) -> HttpResponse:
        now = timezone.now()
        arrangement = self.access(request.actor, reference, timezone.localdate(now))
        form = RetireStepForm(request.POST or None, steps=steps_of(arrangement))
        save = partial(retire_step, at=now)
        return self._form(request, arrangement, form, save, "Take a step out of the protocol")

    def _form(
        self,
        request: ActorRequest,
        arrangement: Arrangement,
        form: Any,
        save: Callable[..., Any],
        title: str,
    ) -> HttpResponse:
        return save_or_show(
            request,
            form,
            lambda: save(arrangement=arrangement, **form.cleaned_data, by=request.actor),
            back=reverse(f"{self.noun}_performance", args=[arrangement.reference]),
            done="Recorded.",
            title=title,
            caption=arrangement.name,
            submit="Record",
        )


def _quarter_of(month: str) -> Period:
    """The quarter that holds ``2026-07``."""
    try:
        return quarter_of(date.fromisoformat(f"{month}-01"))
    except (ValueError, OverflowError) as error:
        raise Http404 from error


@open_to(*TOOL_KEEPERS)
def kpi_result(request: ActorRequest, reference: str) -> HttpResponse:
    """Enter what no record says, with its evidence."""
    kpi = access_kpi(request.actor, reference)
    noun = "tool" if kpi.tool else "contract"
    arrangement = kpi.arrangement
    form = ResultForm(request.POST or None, request.FILES or None, on=timezone.localdate())
    if form.is_valid():
        with reporting_to(form):
            record_result(kpi=kpi, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Recorded.")
            return redirect(f"{noun}_performance", arrangement.reference)
    context = {
        "form": form,
        "title": "Enter a result",
        "caption": f"{arrangement.name}: {kpi.name}",
        "lead": kpi.definition,
        "submit": "Record",
        "back": reverse(f"{noun}_performance", args=[arrangement.reference]),
    }
    return render(request, "layouts/form.html", context)


OF_TOOLS = PerformancePages("tool", lambda actor, reference, on: access_tool(actor, reference, on=on))
OF_CONTRACTS = PerformancePages("contract", lambda actor, reference, on: access_block(actor, reference))
