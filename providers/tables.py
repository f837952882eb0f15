"""Columns of the registers of homes and providers, and the small tables of a home's page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.components import render_component
from core.tables import (
    CodeColumn,
    Column,
    ComparisonRow,
    DateColumn,
    Heading,
    HearthTable,
    LinkColumn,
    NumberColumn,
    link,
    status_tag,
    two_lines,
)
from providers.choices import (
    ConcernState,
    Outcome,
    ReregistrationClue,
    ReregistrationState,
    VisitFinding,
)
from providers.freshness import freshness_of
from providers.models import Inspection, RegistrationPeriod, Reregistration, Setting, VacancyReport

NOT_KNOWN = "Not known"


def home_link(home: Setting) -> SafeString:
    return link("home_detail", home.name, home.urn)


def free_tag(beds: int, is_admitting: bool) -> SafeString:
    if not is_admitting:
        return render_component("tag", text="Not admitting", tone="orange")
    return render_component("tag", text=f"{beds} free" if beds else "Full", tone="green" if beds else "grey")


class HomeTable(HearthTable):
    """Homes and agencies with what is known of each today; needs ``homes_register``."""

    caption = "Homes and agencies"
    nothing = "No home fits these filters. Try a wider area or fewer filters."
    folded: tuple[str, ...] = (
        "urn",
        "provider",
        "registration_type",
        "inspected_on",
        "beds_free",
        "reported_at",
        "is_suspended",
        "suspended_by",
        "is_by_area",
    )

    name = LinkColumn(verbose_name="Home", href=lambda home: reverse("home_detail", args=[home.urn]))
    urn = CodeColumn(verbose_name="URN")
    provider = Column(accessor="provider__name", verbose_name="Provider")
    registration_type = Column(verbose_name="Type")
    area = Column(accessor="authority__name", verbose_name="Area")
    places = NumberColumn(verbose_name="Places", empty_values=())
    outcome = Column(verbose_name="Grade")
    inspected_on = DateColumn(verbose_name="Inspected on")
    beds_free = NumberColumn(accessor="vacancy__beds_free", verbose_name="Beds free", orderable=False)
    reported_at = DateColumn(verbose_name="Vacancy reported")
    vacancy = Column(verbose_name="Vacancy", order_by="reported_at", empty_values=())
    is_suspended = Column(verbose_name="Suspended")
    suspended_by = Column(verbose_name="Suspended by other councils")
    distance_miles = NumberColumn(verbose_name="Miles")
    is_by_area = Column(verbose_name="Measured to the middle of the area", orderable=False)

    @classmethod
    def left_out(cls, rows: Any) -> tuple[str, ...]:
        measured = "distance_miles" in rows.query.annotations
        return () if measured else ("distance_miles", "is_by_area")

    def render_name(self, record: Any) -> SafeString:
        shown = home_link(record)
        if record.is_suspended:
            shown = format_html("{} {}", shown, render_component("tag", text="Suspended", tone="red"))
        elif record.suspended_by:
            by_others = render_component("tag", text=f"Suspended by {record.suspended_by}", tone="orange")
            shown = format_html("{} {}", shown, by_others)
        if not record.is_active:
            closed = render_component("tag", text="Not registered today", tone="grey")
            shown = format_html("{} {}", shown, closed)
        kind = record.get_registration_type_display()
        return two_lines(shown, f"{kind}, {record.urn}, {record.provider.name}")

    def value_name(self, value: str) -> str:
        return value

    def render_places(self, value: int | None) -> Any:
        return NOT_KNOWN if value is None else value

    def value_places(self, value: int | None) -> int | None:
        return value

    def render_outcome(self, value: str, record: Any) -> Any:
        grade = Outcome(value).label
        return two_lines(grade, formats.short_day(record.inspected_on)) if record.inspected_on else grade

    def value_outcome(self, value: str) -> str:
        return Outcome(value).label

    def render_vacancy(self, record: Any) -> SafeString:
        fresh = self._freshness(record)
        if record.vacancy is None:
            return render_component("tag", text=fresh.value, tone="grey")
        told = free_tag(record.vacancy["beds_free"], record.vacancy["is_admitting"])
        return two_lines(told, f"{fresh.value}, {formats.short_day(record.reported_at)}")

    def value_vacancy(self, record: Any) -> str:
        return self._freshness(record).value

    def _freshness(self, record: Any) -> Any:
        return freshness_of(record.reported_at, at=record.asked_at, fresh_days=record.fresh_days)

    def render_distance_miles(self, value: Decimal, record: Any) -> Any:
        return two_lines(f"About {value:.0f}", "by area") if record.is_by_area else f"{value:.1f}"

    def value_distance_miles(self, value: Decimal) -> Decimal:
        return value

    def value_is_by_area(self, value: bool) -> str:
        return "Yes" if value else "No"

    def value_is_suspended(self, value: bool) -> str:
        return "Yes" if value else "No"


class ProviderTable(HearthTable):
    """Legal entities that run homes."""

    caption = "Providers"
    nothing = "No provider fits these filters."

    name = LinkColumn(verbose_name="Provider", href=lambda p: reverse("provider_detail", args=[p.reference]))
    reference = CodeColumn(verbose_name="Reference")
    group = Column(accessor="group__name", verbose_name="Group")
    sector = Column(verbose_name="Sector")
    homes = NumberColumn(verbose_name="Homes and agencies")


INSPECTION_COLUMNS = (Heading("Inspected"), Heading("Grade"), Heading("Published"), Heading("Known to us"))
REPORT_COLUMNS = (Heading("Reported"), Heading("What was said"), Heading("By"), Heading("How"))


def inspection_rows(inspections: Iterable[Inspection]) -> list[tuple[str, ...]]:
    return [
        (
            formats.short_day(each.inspected_on),
            each.get_outcome_display(),
            formats.short_day(each.published_on) if each.published_on else "Not yet",
            formats.short_day(each.known_on),
        )
        for each in inspections
    ]


def report_rows(reports: Iterable[VacancyReport]) -> list[tuple[str, ...]]:
    return [
        (formats.moment(each.reported_at), each.in_words, each.reported_by, each.get_channel_display())
        for each in reports
    ]


CONCERN_KINDS: dict[str, str] = {
    ConcernState.WATCH: "attention",
    ConcernState.CONCERN: "bad",
    ConcernState.IMPROVING: "active",
    ConcernState.MONITORED: "active",
    ConcernState.RESTORED: "good",
    ConcernState.REMOVED: "ended",
}
FINDING_KINDS: dict[str, str] = {
    VisitFinding.GOOD: "good",
    VisitFinding.SOME: "attention",
    VisitFinding.SERIOUS: "bad",
}


REREGISTRATION_COLUMNS = tuple(
    Heading(text) for text in ("Earlier", "Later", "Area", "What speaks for it", "State")
)


def reregistration_rows(suggestions: Iterable[Reregistration]) -> tuple[Sequence[Heading], list[list[Any]]]:
    return REREGISTRATION_COLUMNS, [_reregistration_row(each) for each in suggestions]


def _reregistration_row(suggestion: Reregistration) -> list[Any]:
    kinds = {
        ReregistrationState.SUGGESTED: "waiting",
        ReregistrationState.CONFIRMED: "good",
        ReregistrationState.REJECTED: "ended",
    }
    state = ReregistrationState(suggestion.state)
    return [
        link("reregistration_decide", suggestion.earlier.urn, suggestion.reference),
        two_lines(suggestion.later.urn, suggestion.later.provider.name),
        suggestion.later.authority.name if suggestion.later.authority else "",
        ", ".join(ReregistrationClue(clue).label for clue in suggestion.clues),
        two_lines(status_tag(state.label, kinds[state]), suggestion.decided_by),
    ]


def reregistration_facts(suggestion: Reregistration, history: Any) -> list[ComparisonRow]:
    """Both numbers side by side, from the history of the two."""
    both = (suggestion.earlier, suggestion.later)

    def told(label: str, tell: Any) -> ComparisonRow:
        return ComparisonRow(label, [str(tell(each)) for each in both])

    def dated(rows: Iterable[Any], tell: Any) -> Any:
        return lambda each: "; ".join(tell(row) for row in rows if row.setting_id == each.pk) or NOT_KNOWN

    return [
        told("Name", lambda each: each.name),
        told("Type", lambda each: each.get_registration_type_display()),
        told("Area", lambda each: each.authority.name if each.authority else NOT_KNOWN),
        told("Postcode", lambda each: each.postcode or "Withheld by Ofsted"),
        told("Registration", dated(history.registrations, _status_since)),
        told("Run by", dated(history.ownerships, lambda row: row.provider.name)),
        told("Places", dated(history.capacities, lambda row: f"{row.registered}")),
        told("Inspections", dated(history.inspections, _visit)),
    ]


def _status_since(period: RegistrationPeriod) -> str:
    return f"{period.get_status_display()} from {formats.short_day(period.starts_on)}"


def _visit(visit: Inspection) -> str:
    return f"{visit.get_outcome_display()}, {formats.short_day(visit.inspected_on)}"
