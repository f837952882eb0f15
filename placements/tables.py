"""Tables of this room: the queue, the homes of a search, approvals and placements."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contracts.choices import FeeKind
from core import formats
from core.components import render_component
from core.tables import (
    Choice,
    CodeColumn,
    Column,
    DateColumn,
    FeeLine,
    Heading,
    HearthTable,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    ReferenceColumn,
    StatusColumn,
    link,
    link_to,
    status_tag,
    two_lines,
)
from placements.choices import ApprovalKind, Urgency
from placements.matching import Ask, Home
from placements.models import AgreementVariation, OfferFee
from placements.offering import OfferedFee
from placements.presentation import (
    APPROVAL_TITLES,
    PLACEMENT_KINDS,
    REQUEST_KINDS,
    URGENCY_TONES,
)
from placements.pressing import Risk
from placements.selectors.agreements import Terms
from placements.selectors.matching import Matches
from placements.selectors.queue import QueueRow
from providers.freshness import Freshness


class QueueTable(HearthTable):
    """The work queue, already in the order to work through."""

    caption = "Requests, the most pressing first"
    nothing = "No open requests match. Nothing is waiting for you here."

    tick = Column(empty_values=(), verbose_name="Chase")
    reference = ReferenceColumn(
        accessor="request__reference",
        href=lambda row: reverse("request_detail", args=[row.request.reference]),
    )
    urgency = Column(accessor="request__urgency", verbose_name="How soon")
    child = Column(empty_values=(), verbose_name="Who needs what")
    wanted = Column(verbose_name="What is wanted next")
    whose = Column(verbose_name="From whom")
    due = Column(verbose_name="By", empty_values=())
    state = StatusColumn(accessor="request__state", verbose_name="Status", kinds=REQUEST_KINDS)

    class Meta:
        orderable = False

    def render_tick(self, record: QueueRow) -> SafeString:
        reference = record.request.reference
        return render_component(
            "row_tick", name="request", value=reference, label=f"Chase {reference}", form="chase"
        )

    def render_urgency(self, value: str, record: QueueRow) -> SafeString:
        if record.request.is_emergency:
            return render_component("tag", text="Emergency", tone="red")
        tone = URGENCY_TONES[Urgency(value)]
        return render_component("tag", text=Urgency(value).label.split(":")[0], tone=tone)

    def render_wanted(self, value: str, record: QueueRow) -> Any:
        first = render_component("tag", text=value, tone="red") if record.is_stuck else value
        return two_lines(first, ". ".join(record.also)) if record.also else first

    def render_whose(self, value: str, record: QueueRow) -> Any:
        if record.chased_on is None:
            return value
        return two_lines(value, f"Chased {formats.short_day(record.chased_on)}")

    def render_child(self, record: QueueRow) -> str:
        return in_brief(record.request)

    def render_due(self, record: QueueRow) -> Any:
        if record.due is None:
            return "Not set"
        due = formats.short_when(record.due)
        if record.is_late:
            return render_component("tag", text=f"Late: {due}", tone="red")
        return two_lines(due, "At risk") if record.risk is Risk.LIKELY else due

    def render_state(self, record: QueueRow) -> SafeString:
        request = record.request
        return status_tag(request.get_state_display(), REQUEST_KINDS[request.state])


def in_brief(request: Any) -> str:
    """``Girl of 14, children's home, Matlock``: what may be said of a child in a list."""
    person = {"F": "Girl", "M": "Boy"}.get(request.child.sex, "Child")
    kind = request.get_placement_type_display().lower()
    return ", ".join(filter(None, (f"{person} of {request.age}", kind, request.home_area)))


HOME_COLUMNS = [
    Heading("Home"),
    Heading("Distance", numeric=True),
    Heading("Vacancy"),
    Heading("Inspection"),
    Heading("Ages"),
    Heading("Places", numeric=True),
    Heading("Needs", numeric=True),
    Heading("More"),
]


def home_choices(matches: Matches, request: Any, against: Collection[int] = ()) -> list[Choice]:
    """The fitting homes as rows to tick, each with what else may be done about it for the request."""
    return [
        Choice(
            str(home.setting_id),
            home.name,
            [*_cells(home, matches.ask, home.setting_id in against), _links(home, request)],
        )
        for home in matches.fitting
    ]


def _links(home: Home, request: Any) -> SafeString:
    links = (("Does it fit?", "request_match"), ("Hold", "request_hold"))
    made = (
        link_to(f"{reverse(route, args=[request.reference])}?home={home.urn}", text, hidden=home.name)
        for text, route in links
    )
    return format_html_join(" ", "{}", ((each,) for each in made))


def _cells(home: Home, ask: Ask, is_against: bool) -> list[Any]:
    unsure = "Check the areas to avoid: its place is not known" if ask.avoid and not home.stands else ""
    judged = "Judged not to fit" if is_against else ""
    asked = "Already asked" if home.asked else ""
    stopped = f"{home.suspended_by} stopped placing here" if home.suspended_by else ""
    facts = (home.provider, home.area, home.terms, asked, stopped, unsure, judged)
    return [
        two_lines(home.name, ". ".join(filter(None, facts))),
        formats.miles(home.miles) if home.miles is not None else "Not known",
        _vacancy(home, ask),
        home.outcome.label,
        f"{home.age_from} to {home.age_to}",
        home.places or "Not known",
        f"{len(home.needs & ask.needs)} of {len(ask.needs)}" if ask.needs else "None asked",
    ]


def _vacancy(home: Home, ask: Ask) -> SafeString:
    vacancy, freshness = home.vacancy, home.freshness(ask)
    if vacancy is None:
        return render_component("tag", text=freshness.value, tone="grey")
    reported = f"Reported {formats.short_day(vacancy.reported_at)}"
    if freshness is not Freshness.FRESH:
        return two_lines(status_tag(freshness.value, freshness.kind), reported)
    free = render_component("tag", text=f"{vacancy.beds_free} free", tone="green")
    return two_lines(free, f"{reported}, {home.held} held" if home.held else reported)


class ApprovalTable(HearthTable):
    """Approvals that wait, longest first."""

    caption = "Approvals that wait"
    nothing = "Nothing waits for your decision."

    kind = LinkColumn(
        verbose_name="Approval", href=lambda row: reverse("approval_detail", args=[row.reference])
    )
    wanted = Column(empty_values=(), verbose_name="For")
    home = Column(empty_values=(), verbose_name="Home")
    weekly_value = MoneyColumn(verbose_name="A week")
    whole_life_value = MoneyColumn(verbose_name="In all")
    raised_by = Column(accessor="raised_by__name", verbose_name="Asked by")
    raised_at = DateColumn(verbose_name="Asked on")

    class Meta:
        orderable = False

    def render_kind(self, value: str, record: Any) -> SafeString:
        title = APPROVAL_TITLES[ApprovalKind(record.kind)]
        return link("approval_detail", title, record.reference)

    def render_wanted(self, record: Any) -> SafeString:
        if record.variation is not None:
            changed = record.variation.agreement
            return two_lines(f"Change to {changed.reference}", changed.child.reference)
        return two_lines(in_brief(record.request), record.request.reference)

    def render_home(self, record: Any) -> str:
        about = record.variation.agreement if record.variation is not None else record.offer
        return about.setting.name


class PlacementTable(HearthTable):
    """Placements, children by reference only; the same columns on screen and in files.

    On screen ``folded`` columns are left out: home and placement page say as much.
    """

    caption = "Placements"
    nothing = "No placements match."

    reference = ReferenceColumn(href=lambda row: reverse("placement_detail", args=[row.reference]))
    child = CodeColumn(accessor="child__reference", verbose_name="Child")
    state = StatusColumn(verbose_name="Status", kinds=PLACEMENT_KINDS)
    placement_type = Column(verbose_name="Type")
    home = Column(accessor="setting__name", verbose_name="Home")
    provider = Column(accessor="provider__name", verbose_name="Provider")
    area = Column(accessor="area_authority__name", verbose_name="Area")
    distance_miles = NumberColumn(verbose_name="Miles")
    route = Column(verbose_name="Route")
    starts_on = DateColumn(verbose_name="First night")
    ends_on = DateColumn(verbose_name="Left")
    is_unsigned = Column(verbose_name="Agreement")
    weekly_fee = MoneyColumn(verbose_name="Weekly fee")

    folded = ("provider", "area", "placement_type", "ends_on", "is_unsigned")

    class Meta:
        order_by = ("-starts_on", "reference")

    def render_home(self, value: str, record: Any) -> SafeString:
        area = record.area_authority.name if record.area_authority else "area not known"
        return two_lines(value, f"{record.provider.name}, {area}")

    def value_home(self, value: str) -> str:
        return value

    def render_state(self, value: str, record: Any) -> SafeString:
        """With a mark where the agreement was not signed before the first night."""
        state = status_tag(value, PLACEMENT_KINDS[record.state])
        if not record.is_unsigned:
            return state
        return format_html("{} {}", state, render_component("tag", text="Unsigned", tone="red"))

    def value_state(self, value: str) -> str:
        return value

    def value_is_unsigned(self, value: bool) -> str:
        return "Started unsigned" if value else "Signed"


def offered_fee_lines(fees: Iterable[OfferedFee | OfferFee], *, starts_on: date) -> list[FeeLine]:
    """An offer's fees for the fee table; dates are told where they are not from ``starts_on`` onwards."""
    return [
        FeeLine(FeeKind(fee.kind).label, _when_not_throughout(fee, starts_on), fee.weekly_rate)
        for fee in fees
    ]


def _when_not_throughout(fee: OfferedFee | OfferFee, starts_on: date) -> str:
    late = fee.starts_on if fee.starts_on and fee.starts_on > starts_on else None
    parts = [
        f"from {formats.short_day(late)}" if late else "",
        f"until {formats.short_day(fee.ends_on)}" if fee.ends_on else "",
    ]
    told = " ".join(filter(None, parts))
    return told[:1].upper() + told[1:]


def fee_lines(terms: Terms) -> list[FeeLine]:
    """An agreement's fees for the fee table: what, over which dates, pounds a week."""
    return [
        FeeLine(
            fee.label,
            f"From {formats.short_day(fee.period.start)}"
            + (f" until {formats.short_day(fee.period.end)}" if fee.period.end else ""),
            fee.weekly,
        )
        for fee in terms.fees
    ]


def variation_lines(variation: AgreementVariation) -> list[FeeLine]:
    """What each fee of a change becomes; nought is said as stopping."""
    return [
        FeeLine(
            FeeKind(fee.kind).label,
            "Stops"
            if not fee.weekly_rate
            else f"Until {formats.short_day(fee.ends_on)}"
            if fee.ends_on
            else "",
            fee.weekly_rate,
        )
        for fee in variation.fees.all()
    ]
