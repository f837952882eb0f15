"""The register of applications and the small tables of admission."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contracts.models import (
    AdmissionQuestion,
    AdmissionRound,
    Application,
    DiligenceItem,
    HomeAddition,
    MaximumPrice,
    Scoresheet,
)
from contracts.selectors.admission import ItemStanding, PriceLine
from contracts.tool_choices import ApplicationState as A
from contracts.tool_choices import CheckOutcome
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
)

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


def round_rows(rounds: Iterable[AdmissionRound], *, at: datetime) -> Rows:
    def state(each: AdmissionRound) -> SafeString:
        if each.opens_at > at:
            return status_tag("To come", "draft")
        if each.closes_at is None or each.closes_at > at:
            return status_tag("Open", "good")
        return status_tag("Closed", "ended")

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
                status_tag(each.get_state_display(), APPLICATION_KINDS[each.state]),
            )
            for each in applications
        ],
    )


def standing_rows(standings: Iterable[ItemStanding]) -> Rows:
    """Due diligence: what is checked, what the register says, what was handed in, what was found."""

    def found(each: ItemStanding) -> Any:
        if each.check is None:
            return status_tag("To be checked", "attention")
        kind = "bad" if each.check.outcome == CheckOutcome.NOT_MET else "good"
        words = f" {each.check.note}" if each.check.note else ""
        return format_html(
            "{} {}{}", status_tag(each.check.get_outcome_display(), kind), each.check.checked_by, words
        )

    return Rows(
        (Heading("Checked"), Heading("The register says"), Heading("Handed in"), Heading("Found")),
        [
            (
                each.item.text,
                format_html_join(
                    "", "{}{}<br>", (("" if h.is_met else "Not met. ", h.words) for h in each.hints)
                )
                if each.hints
                else "",
                link("document_download", each.document.document.filename, each.document.document.reference)
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
                format_html(
                    "{} {}", formats.money(line.rate), status_tag("Over", "bad") if line.is_over else ""
                )
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
            *((Heading("Agreed"),) if moderated else ()),
        ),
        [
            (
                f"{q.position}. {q.text} ({q.weight.normalize():f}%)",
                *(cell(of_sheet.get(q.pk)) for of_sheet in marks),
                *((cell(moderated.get(q.pk)),) if moderated else ()),
            )
            for q in questions
        ],
    )


def addition_rows(additions: Iterable[HomeAddition]) -> Rows:
    return Rows(
        (Heading("Home"), Heading("Provider"), Heading("Tool"), Heading("Asked")),
        [
            (
                link("addition_decide", each.setting.name, each.reference),
                each.provider.name,
                f"{each.membership.tool.name}, {each.membership.lot}",
                formats.short_day(each.asked_at),
            )
            for each in additions
        ],
    )
