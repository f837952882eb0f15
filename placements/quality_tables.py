"""Tables and rows of reviews, of what happened to homes, and of what depends on a group."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contracts.models import BlockContract
from contracts.tables import block_link
from core import formats
from core.components import render_component
from core.tables import (
    CodeColumn,
    Column,
    Heading,
    HearthTable,
    ReferenceColumn,
    Rows,
    link,
    status_tag,
    two_lines,
)
from placements.matching import Home
from placements.models import AlertReceipt
from placements.presentation import (
    REVIEW_KINDS,
)
from placements.selectors.exposure import ChildThere, CouncilThere
from placements.selectors.oversight import MissingReports
from placements.selectors.reviews import ReviewRow
from providers.choices import Outcome
from providers.models import Setting


class ReviewTable(HearthTable):
    """Reviews of children's placements, in the order to work through."""

    caption = "Reviews, those due soonest first"
    nothing = "No child's placement is to be reviewed now."

    reference = ReferenceColumn(
        accessor="review__reference", href=lambda row: reverse("review_detail", args=[row.review.reference])
    )
    child = CodeColumn(accessor="review__child__reference", verbose_name="Child")
    home = Column(accessor="review__setting__name", verbose_name="Home")
    wanted = Column(verbose_name="What is wanted next")
    whose = Column(verbose_name="From whom")
    due = Column(accessor="review__due_on", verbose_name="By")
    state = Column(accessor="review__state", verbose_name="Status")

    class Meta:
        orderable = False

    def render_home(self, value: str, record: ReviewRow) -> SafeString:
        return two_lines(value, record.review.alert.what)

    def render_due(self, value: date, record: ReviewRow) -> Any:
        if record.is_late:
            return render_component("tag", text=f"Late: {formats.short_day(value)}", tone="red")
        return formats.short_day(value)

    def render_state(self, record: ReviewRow) -> SafeString:
        review = record.review
        text = review.get_outcome_display() if review.outcome else review.get_state_display()
        return status_tag(text, REVIEW_KINDS[review.state])


def quality_link(urn: str, name: str) -> SafeString:
    return link("home_quality", name, urn)


def missing_rows(missing: Iterable[MissingReports]) -> Rows:
    """Homes and the months whose regulation 44 report has not come."""
    return Rows(
        (Heading("Home"), Heading("Months missing")),
        [
            (
                quality_link(each.setting.urn, each.setting.name),
                ", ".join(formats.month(month) for month in each.months),
            )
            for each in missing
        ],
    )


def receipt_rows(receipts: Iterable[AlertReceipt]) -> Rows:
    """What happened to homes the council uses, and what that set going."""
    return Rows(
        (
            Heading("Home or provider"),
            Heading("What happened"),
            Heading("Told"),
            Heading("Our children", numeric=True),
            Heading("Reviews opened", numeric=True),
            Heading("Referrals taken back", numeric=True),
        ),
        [
            (
                quality_link(alert.setting.urn, alert.setting.name)
                if alert.setting
                else format_html("{}, all homes", alert.provider.name),
                two_lines(alert.what, alert.authority.name if alert.authority else "Register"),
                formats.short_day(receipt.received_at),
                receipt.children,
                receipt.reviews_opened,
                receipt.referrals_taken_back,
            )
            for receipt in receipts
            for alert in [receipt.alert]
        ],
    )


def council_rows(councils: Iterable[CouncilThere]) -> Rows:
    """Each council's children with a group and its beds of shared blocks."""
    return Rows(
        (
            Heading("Council"),
            Heading("Children", numeric=True),
            Heading("Beds of our shared blocks in use", numeric=True),
            Heading("Counted on"),
        ),
        [(row.authority.name, _told_children(row), row.block_beds, _counted(row)) for row in councils],
    )


def _told_children(row: CouncilThere) -> Any:
    if not row.is_shared:
        return "Not shared"
    return f"Fewer than {row.fewer_than}" if row.children is None else row.children


def _counted(row: CouncilThere) -> str:
    if row.is_own:
        return "Now"
    return formats.short_day(row.counted_on) if row.counted_on else ""


def child_rows(children: Iterable[ChildThere]) -> Rows:
    """Our own children there, by reference, and where each could go."""
    return Rows(
        (
            Heading("Child"),
            Heading("Lives in"),
            Heading("Fresh places that fit", numeric=True),
            Heading("Nearest"),
            Heading("If all move at once"),
        ),
        [
            (
                child.placement.child.reference,
                child.placement.setting.name,
                child.fits,
                ", ".join(map(_with_miles, child.nearest)) or "None",
                child.seat.name if child.seat else render_component("tag", text="No place", tone="red"),
            )
            for child in children
        ],
    )


def _with_miles(home: Home) -> str:
    return f"{home.name} ({formats.miles(home.miles)})" if home.miles is not None else home.name


def group_home_rows(homes: Iterable[Setting]) -> Rows:
    """A group's homes with their register facts."""
    return Rows(
        (
            Heading("Home"),
            Heading("Area"),
            Heading("Grade"),
            Heading("Places", numeric=True),
            Heading("Status"),
        ),
        [
            (
                two_lines(quality_link(home.urn, home.name), home.provider.name),
                home.authority.name if home.authority else "Withheld",
                Outcome(home.outcome).label,  # type: ignore[attr-defined]
                "Not known" if home.places is None else home.places,  # type: ignore[attr-defined]
                render_component("tag", text="Suspended", tone="red")
                if home.is_suspended  # type: ignore[attr-defined]
                else "In use",
            )
            for home in homes
        ],
    )


def group_block_rows(blocks: Iterable[BlockContract]) -> Rows:
    """Block contracts held with a group, and the guarantee a week that would have to be settled."""
    return Rows(
        (
            Heading("Block contract"),
            Heading("Lead council"),
            Heading("Beds", numeric=True),
            Heading("Guaranteed a week", numeric=True),
            Heading("Until"),
        ),
        [
            (
                block_link(block),
                block.lead_authority.name,
                block.beds_agreed,
                formats.money(block.weekly_rate * block.guaranteed_share * block.beds_agreed),
                formats.short_day(block.ends_on) if block.ends_on else "Open",
            )
            for block in blocks
        ],
    )
