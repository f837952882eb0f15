"""The register of protocol tasks and the small tables of performance."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from authorities.choices import Role
from contracts.models import (
    PerformanceReview,
    ProtocolStep,
    ProtocolTask,
)
from contracts.performance_words import result_cell, target_in_words
from contracts.quarters import in_words
from contracts.selectors.performance import Scored
from contracts.tables import Rows
from contracts.tool_tables import link, tag
from core import formats
from core.tables import Column, DateColumn, Heading, HearthTable, ReferenceColumn, StatusColumn


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
                link("kpi_result", each.kpi.reference, each.kpi.name)
                if may_enter and each.kpi.measure == "entered"
                else each.kpi.name,
                target_in_words(each.kpi),
                *(result_cell(each.kpi, result) for result in each.results),
            )
            for each in scored
        ],
    )


def step_rows(steps: Iterable[ProtocolStep]) -> Rows:
    return Rows(
        (Heading("When"), Heading("Step"), Heading("By whom"), Heading("Working days", numeric=True)),
        [
            (
                f"{each.get_trigger_display()} ({'again' if each.position > 1 else 'first'})",
                f"{each.position}. {each.text}",
                Role(each.role).label,
                each.working_days,
            )
            for each in steps
        ],
    )


def task_rows(tasks: Iterable[ProtocolTask]) -> Rows:
    return Rows(
        (Heading("Step"), Heading("Because of"), Heading("Due"), Heading("Owner"), Heading("Status")),
        [
            (
                link("task_detail", each.reference, each.step.text),
                cause_of(each),
                formats.short_day(each.due_on),
                each.owner.name if each.owner else Role(each.step.role).label,
                tag(each.get_state_display(), "attention" if each.state == "open" else "ended"),
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
