"""Small tables of the pages of tools, members, applications and protocols."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from authorities.choices import Role
from contracts.models import (
    AdmissionQuestion,
    AdmissionRound,
    Application,
    DiligenceItem,
    HomeAddition,
    MaximumPrice,
    Membership,
    MembershipSetting,
    PerformanceReview,
    PriceSchedule,
    ProtocolStep,
    ProtocolTask,
    Scoresheet,
    ToolAccess,
)
from contracts.performance_words import result_cell, target_in_words
from contracts.quarters import in_words
from contracts.selectors.admission import ItemStanding, PriceLine
from contracts.selectors.performance import Scored
from contracts.selectors.tool_rules import NoticeStanding
from contracts.tables import MEMBER_KINDS, Rows
from contracts.terms import last_day
from contracts.tool_choices import ApplicationState as A
from contracts.tool_choices import CheckOutcome
from core import formats
from core.components import render_component
from core.tables import Column, DateColumn, Heading, HearthTable, ReferenceColumn, StatusColumn

APPLICATION_KINDS: dict[str, str] = {
    A.DRAFT: "draft",
    A.SUBMITTED: "attention",
    A.INCOMPLETE: "waiting",
    A.DILIGENCE: "attention",
    A.EVALUATION: "attention",
    A.MODERATION: "attention",
    A.DECISION: "attention",
    A.ADMITTED: "good",
    A.REJECTED: "bad",
    A.WITHDRAWN: "ended",
}


class ApplicationTable(HearthTable):
    """Applications made to the council."""

    caption = "Applications"
    nothing = "No application fits these filters."

    reference = ReferenceColumn(
        verbose_name="Application", href=lambda row: reverse("application_detail", args=[row.reference])
    )
    provider = Column(accessor="provider__name", verbose_name="Provider")
    tool = Column(accessor="tool__name", verbose_name="Tool")
    lot = Column(accessor="lot__name", verbose_name="Lot")
    round = Column(accessor="round__number", verbose_name="Round")
    submitted_at = DateColumn(verbose_name="Submitted")
    state = StatusColumn(verbose_name="Status", kinds=APPLICATION_KINDS)


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


def link(route: str, key: str, text: str) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', reverse(route, args=[key]), text)


def tag(text: str, kind: str) -> SafeString:
    return render_component("status_tag", text=text, kind=kind)


def access_matrix(access: Iterable[ToolAccess]) -> Rows:
    """Councils down, kinds of care across; from when, and which council leads."""
    rows = list(access)
    kinds = list(
        dict.fromkeys(each.get_category_display() for each in sorted(rows, key=lambda a: a.category))
    )
    by_council: dict[str, dict[str, str]] = {}
    for each in rows:
        words = f"From {formats.short_day(each.starts_on)}"
        if each.ends_on:
            words += f" to {formats.short_day(last_day(each.period) or each.ends_on)}"
        if each.leads:
            words += ", leads"
        cells = by_council.setdefault(each.authority.name, {})
        kind = each.get_category_display()
        cells[kind] = f"{cells[kind]}; {words[0].lower()}{words[1:]}" if kind in cells else words
    return Rows(
        (Heading("Council"), *map(Heading, kinds)),
        [(name, *(cells.get(kind, "No") for kind in kinds)) for name, cells in by_council.items()],
    )


def notice_rows(standings: Iterable[NoticeStanding]) -> Rows:
    return Rows(
        (Heading("Notice"), Heading("What for"), Heading("Due"), Heading("Sent")),
        [
            (
                each.due.kind.label,
                each.due.why,
                formats.short_day(each.due.due_on),
                f"{formats.short_day(each.sent.sent_on)}, {each.sent.number}"
                if each.sent
                else tag("Overdue", "bad")
                if each.is_late
                else "To be sent",
            )
            for each in standings
        ],
    )


def round_rows(rounds: Iterable[AdmissionRound], *, at: datetime) -> Rows:
    def state(each: AdmissionRound) -> SafeString:
        if each.opens_at > at:
            return tag("To come", "draft")
        if each.closes_at is None or each.closes_at > at:
            return tag("Open", "good")
        return tag("Closed", "ended")

    return Rows(
        (Heading("Round"), Heading("Opens"), Heading("Closes"), Heading("Status")),
        [
            (
                str(each) if each.number == 1 else f"{each} (re-opening)",
                formats.moment(each.opens_at),
                formats.moment(each.closes_at) if each.closes_at else "No last day",
                state(each),
            )
            for each in rounds
        ],
    )


def question_rows(questions: Iterable[AdmissionQuestion]) -> Rows:
    return Rows(
        (Heading("Question"), Heading("Weight", numeric=True)),
        [(f"{each.position}. {each.text}", f"{each.weight.normalize():f}%") for each in questions],
    )


def item_rows(items: Iterable[DiligenceItem]) -> Rows:
    return Rows(
        (Heading("Checked"), Heading("About"), Heading("File asked for")),
        [(each.text, each.get_kind_display(), "Yes" if each.needs_document else "No") for each in items],
    )


def maximum_rows(maximums: Iterable[MaximumPrice]) -> Rows:
    return Rows(
        (
            Heading("Band"),
            Heading("Lot"),
            Heading("Fee component"),
            Heading("The most a week", numeric=True),
            Heading("A higher price is"),
        ),
        [
            (
                each.band,
                str(each.lot),
                each.get_kind_display(),
                formats.money(each.weekly_rate),
                each.get_when_over_display(),
            )
            for each in maximums
        ],
    )


def application_rows(applications: Iterable[Application], *, route: str) -> Rows:
    return Rows(
        (Heading("Application"), Heading("Provider"), Heading("Lot"), Heading("Status")),
        [
            (
                link(route, each.reference, each.reference),
                each.provider.name,
                str(each.lot),
                tag(each.get_state_display(), APPLICATION_KINDS[each.state]),
            )
            for each in applications
        ],
    )


def standing_rows(standings: Iterable[ItemStanding]) -> Rows:
    """Due diligence: what is checked, what the register says, what was handed in, what was found."""

    def found(each: ItemStanding) -> Any:
        if each.check is None:
            return tag("To be checked", "attention")
        kind = "bad" if each.check.outcome == CheckOutcome.NOT_MET else "good"
        words = f" {each.check.note}" if each.check.note else ""
        return format_html(
            "{} {}{}", tag(each.check.get_outcome_display(), kind), each.check.checked_by, words
        )

    return Rows(
        (Heading("Checked"), Heading("The register says"), Heading("Handed in"), Heading("Found")),
        [
            (
                each.item.text,
                format_html_join(
                    "", "<p>{}{}</p>", (("" if h.is_met else "Not met. ", h.words) for h in each.hints)
                )
                if each.hints
                else "",
                link("document_download", each.document.document.reference, each.document.document.filename)
                if each.document
                else "",
                found(each),
            )
            for each in standings
        ],
    )


def price_line_rows(lines: Iterable[PriceLine]) -> Rows:
    return Rows(
        (Heading("Price"), Heading("The most a week", numeric=True), Heading("Asked a week", numeric=True)),
        [
            (
                line.label,
                formats.money(line.maximum.weekly_rate) if line.maximum else "No maximum",
                format_html("{} {}", formats.money(line.rate), tag("Over", "bad") if line.is_over else "")
                if line.rate is not None
                else "Not given",
            )
            for line in lines
        ],
    )


def mark_rows(
    questions: Sequence[AdmissionQuestion], sheets: Sequence[Scoresheet], moderated: dict[int, Any]
) -> Rows:
    """Marks side by side once both are in."""
    marks = [{mark.question_id: mark for mark in sheet.marks.all()} for sheet in sheets]

    def cell(mark: Any) -> Any:
        if mark is None:
            return ""
        return format_html("<strong>{}</strong> {}", mark.score, mark.reason)

    return Rows(
        (
            Heading("Question"),
            *(Heading(sheet.evaluator.name) for sheet in sheets),
            Heading("Agreed"),
        ),
        [
            (
                f"{q.position}. {q.text} ({q.weight.normalize():f}%)",
                *(cell(of_sheet.get(q.pk)) for of_sheet in marks),
                cell(moderated.get(q.pk)),
            )
            for q in questions
        ],
    )


def price_rows(prices: Iterable[PriceSchedule]) -> Rows:
    """Every price of a member, newest first within a component."""
    return Rows(
        (
            Heading("Fee component"),
            Heading("Band"),
            Heading("A week", numeric=True),
            Heading("From"),
            Heading("To"),
        ),
        [
            (
                each.get_kind_display(),
                each.band or "No band",
                format_html(
                    "{} {}",
                    formats.money(each.weekly_rate),
                    tag("Over the maximum", "bad") if each.is_over else "",
                ),
                formats.short_day(each.starts_on),
                _until(each),
            )
            for each in prices
        ],
    )


def covered_rows(covered: Iterable[MembershipSetting], *, route: str | None) -> Rows:
    return Rows(
        (Heading("Home"), Heading("From"), Heading("To")),
        [
            (
                link(route, each.setting.urn, each.setting.name) if route else each.setting.name,
                formats.short_day(each.starts_on),
                _until(each),
            )
            for each in covered
        ],
    )


def addition_rows(additions: Iterable[HomeAddition]) -> Rows:
    return Rows(
        (Heading("Home"), Heading("Provider"), Heading("Tool"), Heading("Asked")),
        [
            (
                link("addition_decide", each.reference, each.setting.name),
                each.provider.name,
                f"{each.membership.tool.name}, {each.membership.lot}",
                formats.short_day(each.asked_at),
            )
            for each in additions
        ],
    )


def own_membership_rows(members: Iterable[Membership]) -> Rows:
    """A provider's own memberships."""
    return Rows(
        (Heading("Tool"), Heading("Lot"), Heading("Tier", numeric=True), Heading("From"), Heading("Status")),
        [
            (
                link("portal_member", each.reference, each.tool.name),
                str(each.lot),
                each.tier,
                formats.short_day(each.starts_on),
                tag(each.get_state_display(), MEMBER_KINDS[each.state]),
            )
            for each in members
        ],
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


def _until(each: Any) -> str:
    last = last_day(each.period)
    return formats.short_day(last) if last else "Open"
