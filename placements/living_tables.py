"""Tables and lines of a placement's life."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.components import render_component
from core.tables import CodeColumn, Column, Heading, HearthTable, link, link_to, status_tag, two_lines
from placements.clocks import Duty
from placements.life_choices import AbsenceFee
from placements.models import Absence, ClockEvidence, Goal, PlacementNotice
from placements.selectors.duties import DueLine

Row = tuple[Any, ...]


class DueTable(HearthTable):
    """What is due, soonest first."""

    caption = "What is due, the longest overdue first"
    nothing = "Nothing is due in the next four weeks."

    due_on = Column(verbose_name="By")
    what = Column(verbose_name="What")
    child = CodeColumn(accessor="placement__child__reference", verbose_name="Child")
    placement = Column(verbose_name="Placement")

    class Meta:
        orderable = False

    def render_due_on(self, value: date, record: DueLine) -> Any:
        if record.is_late:
            return render_component("tag", text=f"Late: {formats.short_day(value)}", tone="red")
        return formats.short_day(value)

    def render_what(self, value: str, record: DueLine) -> Any:
        if not record.kind:
            return value
        href = reverse("placement_evidence", args=[record.placement.reference])
        return link_to(f"{href}?kind={record.kind}", value)

    def render_placement(self, value: Any) -> SafeString:
        return two_lines(link("placement_detail", value.reference, value.reference), value.setting.name)


CLOCK_COLUMNS = [Heading("What"), Heading("By"), Heading("Done")]
ABSENCE_COLUMNS = [Heading("Why"), Heading("From"), Heading("Until"), Heading("Fee")]
NOTICE_COLUMNS = [
    Heading("By whom"),
    Heading("Given"),
    Heading("Leaves"),
    Heading("Paid until"),
    Heading("Why"),
]
GOAL_COLUMNS = [Heading("Goal"), Heading("Start"), Heading("Now"), Heading("Aim"), Heading("By")]
EVIDENCE_COLUMNS = [Heading("What"), Heading("On"), Heading("How it is known")]


def clock_rows(duties: Iterable[Duty], *, on: date) -> list[Row]:
    return [(duty.kind.label, formats.short_day(duty.due_on), _standing(duty, on)) for duty in duties]


def _standing(duty: Duty, on: date) -> Any:
    if duty.done_on is not None:
        return formats.short_day(duty.done_on)
    if duty.is_late(on):
        return status_tag("Late", "bad")
    if duty.is_near(on):
        return status_tag("Due", "waiting")
    return "Not yet"


def absence_rows(absences: Iterable[Absence]) -> list[Row]:
    return [
        (
            each.get_kind_display(),
            formats.short_day(each.left_on),
            formats.short_day(each.back_on) if each.back_on else "Still away",
            f"Retainer from {formats.short_day(each.retainer_from)}"
            if each.fee == AbsenceFee.RETAINER and each.retainer_from
            else "In full",
        )
        for each in absences
    ]


def notice_rows(notices: Iterable[PlacementNotice]) -> list[Row]:
    return [
        (
            two_lines(each.get_side_display(), _fate(each)),
            formats.short_day(each.given_on),
            formats.short_day(each.leaves_on),
            formats.short_day(each.paid_until),
            each.get_reason_display(),
        )
        for each in notices
    ]


def _fate(notice: PlacementNotice) -> str:
    if notice.withdrawn_on:
        return f"Withdrawn {formats.short_day(notice.withdrawn_on)}: {notice.withdrawn_reason}"
    return "Shorter than agreed" if notice.is_short else ""


def goal_rows(goals: Sequence[Goal], placement_reference: str, *, may_score: bool) -> list[Row]:
    rows = []
    for number, goal in enumerate(goals, start=1):
        scores = list(goal.scores.all())
        what: Any = f"{goal.get_area_display()}: {goal.goal}"
        if may_score:
            what = link("placement_score", what, placement_reference, number)
        now = f"{scores[-1].score}, {formats.short_day(scores[-1].scored_on)}" if scores else "Not scored"
        rows.append(
            (
                what,
                scores[0].score if scores else "Not scored",
                now,
                goal.target,
                formats.short_day(goal.target_on),
            )
        )
    return rows


def _by_whom(evidence: ClockEvidence) -> Any:
    """Who recorded it and when, and the paper to download."""
    who = f"{evidence.recorded_by.name}, {formats.moment(evidence.recorded_at)}"
    if evidence.document is None:
        return who
    file = link("document_download", evidence.document.filename, evidence.document.reference)
    return format_html("{}. {}", file, who)


def evidence_rows(evidence: Iterable[ClockEvidence]) -> list[Row]:
    return [
        (
            each.get_kind_display(),
            formats.short_day(each.done_on),
            two_lines(each.note, _by_whom(each)),
        )
        for each in evidence
    ]
