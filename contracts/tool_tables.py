"""Small tables of the pages of tools and their members."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html

from contracts.models import (
    Membership,
    MembershipSetting,
    PriceSchedule,
    ToolAccess,
)
from contracts.selectors.tool_rules import NoticeStanding
from contracts.tables import MEMBER_KINDS
from contracts.terms import last_day
from core import formats
from core.tables import Heading, Rows, link, status_tag


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
                else status_tag("Overdue", "bad")
                if each.is_late
                else "To be sent",
            )
            for each in standings
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
                    status_tag("Over the maximum", "bad") if each.is_over else "",
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
                link(route, each.setting.name, each.setting.urn) if route else each.setting.name,
                formats.short_day(each.starts_on),
                _until(each),
            )
            for each in covered
        ],
    )


def own_membership_rows(members: Iterable[Membership]) -> Rows:
    """A provider's own memberships."""
    return Rows(
        (Heading("Tool"), Heading("Lot"), Heading("Tier", numeric=True), Heading("From"), Heading("Status")),
        [
            (
                link("portal_member", each.tool.name, each.reference),
                str(each.lot),
                each.tier,
                formats.short_day(each.starts_on),
                status_tag(each.get_state_display(), MEMBER_KINDS[each.state]),
            )
            for each in members
        ],
    )


def _until(each: Any) -> str:
    last = last_day(each.period)
    return formats.short_day(last) if last else "Open"
