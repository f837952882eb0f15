"""The register of protocol tasks and the small tables of performance."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from authorities.choices import Role
from contracts.models import (
    KpiResult,
    PerformanceReview,
    ProtocolStep,
    ProtocolTask,
)
from contracts.performance_words import found_cell, result_cell, target_in_words
from contracts.quarters import in_words
from contracts.selectors.performance import Scored
from contracts.selectors.performance_across import Across
from contracts.tool_choices import Measure
from core import formats
from core.tables import (
    Column,
    DateColumn,
    Heading,
    HearthTable,
    ReferenceColumn,
    Rows,
    StatusColumn,
    link,
    status_tag,
    two_lines,
)


class TaskTable(HearthTable):
    """Steps of protocols that have been opened."""

    caption = "Protocol tasks"
    nothing = "No step of a protocol is open."

    reference = ReferenceColumn(
        verbose_name="Task", href=lambda row: reverse("task_detail", args=[row.reference])
    )
    step = Column(accessor="step__text", verbose_name="What is to be done")
    arrangement = Column(accessor="step__arrangement__name", verbose_name="Under", orderable=False)
    due_on = DateColumn(verbose_name="Due")
    owner = Column(accessor="owner__name", verbose_name="Owner")
    state = StatusColumn(
        verbose_name="Status", kinds={"open": "attention", "done": "good", "not_needed": "ended"}
    )


def scorecard_rows(scored: Iterable[Scored], quarters: Iterable[date], *, may_enter: bool) -> Rows:
    """Indicators down, quarters across, newest first."""
    return Rows(
        (Heading("Indicator"), Heading("Target"), *(Heading(in_words(q)) for q in quarters)),
        [
            (
                link("kpi_result", each.kpi.name, each.kpi.reference)
                if may_enter and each.kpi.measure == "entered"
                else each.kpi.name,
                target_in_words(each.kpi),
                *(result_cell(each.kpi, result) for result in each.results),
            )
            for each in scored
        ],
    )


def quarter_rows(scored: Iterable[Scored], *, may_enter: bool) -> Rows:
    """One quarter: what was found, on what evidence, by whom."""
    return Rows(
        (
            Heading("Indicator"),
            Heading("Target"),
            Heading("Result"),
            Heading("Evidence"),
            Heading("Recorded"),
        ),
        [
            (
                two_lines(each.kpi.name, each.kpi.get_measure_display()),
                target_in_words(each.kpi),
                result_cell(each.kpi, each.results[0])
                if each.results[0] or not (may_enter and each.kpi.measure == Measure.ENTERED)
                else link("kpi_result", "Enter it", each.kpi.reference),
                _evidence(each.results[0]),
                _recorded(each.results[0]),
            )
            for each in scored
        ],
    )


def _evidence(result: KpiResult | None) -> Any:
    if result is None:
        return ""
    if result.evidence is None:
        return result.note or "From records"
    file = link("document_download", result.evidence.filename, result.evidence.reference)
    return two_lines(file, result.note) if result.note else file


def _recorded(result: KpiResult | None) -> Any:
    return two_lines(formats.short_day(result.recorded_at), result.recorded_by) if result else ""


def across_rows(found: Across) -> Rows:
    """Councils down, indicators across; the last row is all councils together."""
    return Rows(
        (
            Heading("Council"),
            *(Heading(f"{kpi.name} ({target_in_words(kpi).lower()})") for kpi in found.kpis),
        ),
        [
            *(
                (
                    each.authority.name,
                    *(result_cell(kpi, result) for kpi, result in zip(found.kpis, each.results, strict=True)),
                )
                for each in found.councils
            ),
            (
                "Together",
                *(
                    found_cell(kpi, sum_.value, sum_.counted, sum_.out_of, is_met=kpi.is_met_by(sum_.value))
                    if sum_.value is not None
                    else "Not added up"
                    for kpi, sum_ in zip(found.kpis, found.together, strict=True)
                ),
            ),
        ],
    )


def step_rows(steps: Iterable[ProtocolStep]) -> Rows:
    """Steps in use, in order of trigger and position; numbered as they would open."""
    return Rows(
        (Heading("When"), Heading("Step"), Heading("By whom"), Heading("Working days", numeric=True)),
        [
            (
                f"{each.get_trigger_display()} ({'again' if place > 1 else 'first'})",
                f"{place}. {each.text}",
                Role(each.role).label,
                each.working_days,
            )
            for _, of_trigger in groupby(steps, key=lambda step: step.trigger)
            for place, each in enumerate(of_trigger, start=1)
        ],
    )


def task_rows(tasks: Iterable[ProtocolTask]) -> Rows:
    return Rows(
        (Heading("Step"), Heading("Because of"), Heading("Due"), Heading("Owner"), Heading("Status")),
        [
            (
                link("task_detail", each.step.text, each.reference),
                cause_of(each),
                formats.short_day(each.due_on),
                each.owner.name if each.owner else Role(each.step.role).label,
                status_tag(each.get_state_display(), "attention" if each.state == "open" else "ended"),
            )
            for each in tasks
        ],
    )


def cause_of(task: ProtocolTask) -> str:
    """``Fill missed, July to September 2026``, or what happened to which home."""
    if task.result:
        return f"{task.result.kpi.name} missed, {in_words(task.result.quarter)}"
    if task.alert and task.alert.setting:
        return f"{task.alert.setting.name}: {task.alert.what}"
    return task.step.get_trigger_display()


def review_rows(reviews: Iterable[PerformanceReview]) -> Rows:
    return Rows(
        (Heading("Quarter"), Heading("Concluded"), Heading("By")),
        [
            (
                in_words(each.quarter),
                each.conclusion,
                f"{each.reviewed_by}, {formats.short_day(each.reviewed_at)}",
            )
            for each in reviews
        ],
    )
