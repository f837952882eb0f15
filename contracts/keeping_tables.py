"""Columns of ceilings and uplifts, and the small tables of their pages."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.headroom import NEAR
from contracts.keeping_choices import EscalationState, TermsState, UpliftState
from contracts.models import (
    ApprovedCeiling,
    CeilingDecision,
    CeilingDraw,
    CeilingEscalation,
    ContractTerms,
    UpliftRequest,
    UpliftWindow,
)
from contracts.terms import last_day
from core import formats
from core.actor import Actor
from core.tables import (
    CodeColumn,
    Column,
    DateColumn,
    Heading,
    HearthTable,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    Rows,
    StatusColumn,
    link,
    status_tag,
    two_lines,
)

ESCALATION_KINDS: dict[str, str] = {
    EscalationState.AWAITING: "waiting",
    EscalationState.AGREED: "good",
    EscalationState.REFUSED: "bad",
}
UPLIFT_KINDS: dict[str, str] = {
    UpliftState.WAITING: "waiting",
    UpliftState.EVIDENCE_ASKED: "attention",
    UpliftState.COUNTERED: "active",
    UpliftState.AGREED: "good",
    UpliftState.REFUSED: "bad",
    UpliftState.APPEALED: "attention",
    UpliftState.FINAL: "ended",
}
TERMS_KINDS: dict[str, str] = {
    TermsState.ISSUED: "waiting",
    TermsState.PROVIDER_SIGNED: "waiting",
    TermsState.SIGNED: "good",
    TermsState.REPLACED: "ended",
}


class CeilingTable(HearthTable):
    """What was approved, and what is left of it."""

    caption = "Approved ceilings"
    nothing = "No ceiling fits these filters."
    folded = ("reference", "decision_reference", "ends_on")

    scope = LinkColumn(
        verbose_name="Approved for", href=lambda row: reverse("ceiling_detail", args=[row.reference])
    )
    reference = CodeColumn(verbose_name="Reference")
    decision_reference = Column(verbose_name="Decision")
    amount = MoneyColumn(verbose_name="Approved")
    contracted = MoneyColumn(verbose_name="Contracted")
    spent = MoneyColumn(verbose_name="Spent")
    remaining = MoneyColumn(verbose_name="Remaining")
    ends_on = DateColumn(verbose_name="Last day")
    room = Column(verbose_name="Status", empty_values=(), orderable=False)

    def render_scope(self, record: ApprovedCeiling) -> SafeString:
        ends = last_day(record.period)
        until = f"until {formats.short_day(ends)}" if ends else "without an end"
        return two_lines(
            link("ceiling_detail", record.scope, record.reference), f"{record.reference}, {until}"
        )

    def value_ends_on(self, record: ApprovedCeiling) -> Any:
        return last_day(record.period)

    def value_scope(self, value: str) -> str:
        return value

    def render_room(self, record: Any) -> SafeString:
        return status_tag(self.value_room(record), _kind(record))

    def value_room(self, record: Any) -> str:
        return {"bad": "Passed", "attention": "Nearly reached", "good": "Room left"}[_kind(record)]


def _kind(record: Any) -> str:
    """As ``Headroom.kind``, from the register's columns."""
    if record.remaining < 0:
        return "bad"
    return "attention" if record.remaining <= record.amount * (1 - NEAR) else "good"


class UpliftTable(HearthTable):
    """What providers ask for, with the council's own answer."""

    caption = "Uplifts asked for"
    nothing = "No provider has asked for an uplift that fits these filters."
    folded = ("reference",)

    provider = LinkColumn(
        accessor="provider__name",
        verbose_name="Provider",
        href=lambda row: reverse("uplift_detail", args=[row.reference]),
    )
    reference = CodeColumn(verbose_name="Reference")
    about_name = Column(verbose_name="For")
    percent_asked = NumberColumn(verbose_name="Asked, %")
    answer_percent = NumberColumn(verbose_name="Our answer, %")
    decide_by = DateColumn(accessor="window__decide_by", verbose_name="Answer by")
    effective_on = DateColumn(accessor="window__effective_on", verbose_name="New prices from")
    answer_state = StatusColumn(verbose_name="Status", kinds=UPLIFT_KINDS)

    def render_answer_state(self, value: str) -> SafeString:
        return status_tag(UpliftState(value).label, UPLIFT_KINDS[value])

    def value_answer_state(self, value: str) -> str:
        return str(UpliftState(value).label)

    def render_provider(self, record: UpliftRequest) -> SafeString:
        return two_lines(link("uplift_detail", record.provider.name, record.reference), record.reference)

    def value_provider(self, value: str) -> str:
        return value


def draw_rows(draws: Iterable[CeilingDraw]) -> Rows:
    return Rows(
        (Heading("Drawn"), Heading("For"), Heading("By"), Heading("Amount", numeric=True)),
        [
            (
                formats.short_day(draw.drawn_at),
                f"{draw.get_kind_display()}, {draw.source_reference}",
                draw.drawn_by,
                formats.money(draw.amount),
            )
            for draw in draws
        ],
    )


def decision_rows(decisions: Iterable[CeilingDecision]) -> Rows:
    return Rows(
        (Heading("Recorded"), Heading("Decision"), Heading("Why"), Heading("Approved", numeric=True)),
        [
            (
                two_lines(formats.short_day(each.recorded_at), each.recorded_by)
                if each.recorded_by
                else formats.short_day(each.recorded_at),
                each.decision_reference,
                each.reason,
                formats.money(each.amount),
            )
            for each in decisions
        ],
    )


def escalation_rows(escalations: Iterable[CeilingEscalation]) -> Rows:
    return Rows(
        (Heading("Asked"), Heading("For"), Heading("Over by", numeric=True), Heading("Status")),
        [
            (
                link("escalation_detail", formats.short_day(each.raised_at), each.reference),
                each.what,
                formats.money(each.over),
                status_tag(each.get_state_display(), ESCALATION_KINDS[each.state]),
            )
            for each in escalations
        ],
    )


def window_rows(windows: Iterable[UpliftWindow]) -> Rows:
    """Windows with their rule in words."""
    return Rows(
        (Heading("For"), Heading("Asked"), Heading("Answered by"), Heading("Prices from"), Heading("Rule")),
        [
            (
                window.about,
                f"{formats.short_day(window.opens_on)} to {formats.short_day(window.closes_on)}",
                formats.short_day(window.decide_by),
                formats.short_day(window.effective_on),
                rule_words(window),
            )
            for window in windows
        ],
    )


def rule_words(window: UpliftWindow) -> str:
    """``The lower of 1.5% and CPI (2.6%); reviewed if CPI passes 3%``."""
    cap, cpi, line = (
        f"{value.normalize():f}%"
        for value in (window.cap_percent, window.cpi_percent, window.review_above_percent)
    )
    return f"The lower of {cap} and CPI ({cpi}); reviewed if CPI passes {line}"


def terms_status(terms: ContractTerms, reader: Actor) -> tuple[str, str]:
    """Where a document stands, in the reader's words, and what that means."""
    if reader.is_provider and terms.state == TermsState.ISSUED:
        return "For you to sign", "attention"
    return terms.get_state_display(), TERMS_KINDS[terms.state]
