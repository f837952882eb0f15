"""Columns of the registers of tools and block contracts, and the small tables of their pages."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.block_choices import BLOCK_KINDS
from contracts.choices import MembershipState
from contracts.models import (
    BlockContract,
    CommercialTool,
    ContractedBed,
    Lot,
    Membership,
    MembershipSetting,
)
from contracts.terms import OptionTerm
from core import formats
from core.components import render_component
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

MEMBER_KINDS: dict[str, str] = {
    MembershipState.ACTIVE: "good",
    MembershipState.SUSPENDED: "bad",
    MembershipState.REMOVED: "ended",
    MembershipState.WITHDRAWN: "ended",
    MembershipState.LAPSED: "ended",
}


class ToolTable(HearthTable):
    """Commercial tools the council leads or may use."""

    caption = "Commercial tools"
    nothing = "No tool fits these filters."
    folded = ("reference",)

    name = LinkColumn(verbose_name="Tool", href=lambda tool: reverse("tool_detail", args=[tool.reference]))
    reference = CodeColumn(verbose_name="Reference")
    tool_type = Column(verbose_name="Kind")
    lead = Column(accessor="lead_authority__name", verbose_name="Lead council")
    members = NumberColumn(verbose_name="Providers")
    approved_value = MoneyColumn(verbose_name="Approved value")
    starts_on = DateColumn(verbose_name="From")
    ends_on = DateColumn(verbose_name="Until")

    def render_name(self, record: CommercialTool) -> SafeString:
        return two_lines(tool_link(record), record.reference)

    def value_name(self, value: str) -> str:
        return value


class BlockTable(HearthTable):
    """Block contracts the council leads or shares."""

    caption = "Block contracts"
    nothing = "No block contract fits these filters."
    folded = ("reference", "provider", "weekly_rate")

    name = LinkColumn(verbose_name="Contract", href=lambda b: reverse("contract_detail", args=[b.reference]))
    reference = CodeColumn(verbose_name="Reference")
    provider = Column(accessor="provider__name", verbose_name="Provider")
    state = StatusColumn(verbose_name="Status", kinds=BLOCK_KINDS)
    category = Column(verbose_name="Kind of care")
    lead = Column(accessor="lead_authority__name", verbose_name="Lead council")
    beds_agreed = NumberColumn(verbose_name="Beds")
    in_use = NumberColumn(verbose_name="In use today")
    weekly_rate = MoneyColumn(verbose_name="A bed a week, as signed")
    starts_on = DateColumn(verbose_name="From")
    ends_on = DateColumn(verbose_name="Until")

    def render_name(self, record: BlockContract) -> SafeString:
        return two_lines(block_link(record), f"{record.reference}, {record.provider.name}")

    def value_name(self, value: str) -> str:
        return value


def tool_link(tool: CommercialTool) -> SafeString:
    return link("tool_detail", tool.name, tool.reference)


def block_link(block: BlockContract) -> SafeString:
    return link("contract_detail", block.name, block.reference)


def _state_tag(member: Membership) -> SafeString:
    return status_tag(member.get_state_display(), MEMBER_KINDS[member.state])


def cover_rows(covers: Iterable[MembershipSetting]) -> Rows:
    """The tools one home is on."""
    return Rows(
        (Heading("Tool"), Heading("Lot"), Heading("Tier", numeric=True), Heading("Status")),
        [
            (tool_link(member.tool), str(member.lot), member.tier, _state_tag(member))
            for member in (cover.membership for cover in covers)
        ],
    )


def membership_rows(memberships: Iterable[Membership]) -> Rows:
    """The tools one provider is on."""
    return Rows(
        (Heading("Tool"), Heading("Lot"), Heading("Tier", numeric=True), Heading("From"), Heading("Status")),
        [
            (
                tool_link(member.tool),
                str(member.lot),
                member.tier,
                formats.short_day(member.starts_on),
                _state_tag(member),
            )
            for member in memberships
        ],
    )


def member_rows(members: Iterable[Membership]) -> Rows:
    """The providers on one lot, by tier, with the homes covered and what they charge."""
    return Rows(
        (
            Heading("Provider"),
            Heading("Tier", numeric=True),
            Heading("Homes covered", numeric=True),
            Heading("Prices a week"),
            Heading("Status"),
        ),
        [
            (
                link("member_detail", member.provider.name, member.reference),
                member.tier,
                len(member.covered.all()),
                ", ".join(
                    f"{price.band or price.get_kind_display()} {formats.money(price.weekly_rate)}"
                    for price in member.prices.all()
                )
                or "None fixed",
                _state_tag(member),
            )
            for member in members
        ],
    )


def block_rows(blocks: Iterable[BlockContract]) -> Rows:
    """The block contracts with one provider."""
    return Rows(
        (Heading("Block contract"), Heading("Beds", numeric=True), Heading("From"), Heading("Until")),
        [
            (
                block_link(block),
                block.beds_agreed,
                formats.short_day(block.starts_on),
                formats.short_day(block.ends_on) if block.ends_on else "Open",
            )
            for block in blocks
        ],
    )


def option_rows(terms: Iterable[OptionTerm], *, on: date) -> Rows:
    """Options to extend, with the last day to decide on each that is still unused."""
    return Rows(
        (Heading("Option"), Heading("Adds"), Heading("Would end on"), Heading("Last day to decide")),
        [
            (
                term.position,
                f"{term.months} months",
                formats.day(term.new_last_day) if term.new_last_day else "",
                _decision(term, on),
            )
            for term in terms
        ],
    )


def _decision(term: OptionTerm, on: date) -> Any:
    if term.exercised_on:
        return f"Used on {formats.day(term.exercised_on)}"
    if term.decide_by is None:
        return "The contract has no end date"
    if term.decide_by < on:
        return render_component("tag", text=f"Passed on {formats.day(term.decide_by)}", tone="red")
    return formats.day(term.decide_by)


def bed_rows(beds: Iterable[ContractedBed], stopped: Container[int | None], *, on: date) -> Rows:
    """Each bed on a day: which council has it, never which child. ``stopped`` are the homes, by id, to which
    no new child comes; None among them is every home."""
    return Rows(
        (Heading("Bed"), Heading("Home"), Heading("Paid for from"), Heading("Today")),
        [
            (
                bed.name,
                link("home_detail", bed.setting.name, bed.setting.urn),
                formats.short_day(bed.live_from) if bed.live_from else "Not yet live",
                _bed_today(bed, None in stopped or bed.setting_id in stopped, on),
            )
            for bed in beds
        ],
    )


def own_bed_rows(beds: Iterable[ContractedBed], stopped: Container[int | None], *, on: date) -> Rows:
    """``bed_rows`` for the provider whose homes they are in."""
    return Rows(
        (Heading("Bed"), Heading("Home"), Heading("Paid for from"), Heading("Today")),
        [
            (
                bed.name,
                bed.setting.name,
                formats.short_day(bed.live_from) if bed.live_from else "Not yet live",
                _bed_today(bed, None in stopped or bed.setting_id in stopped, on),
            )
            for bed in beds
        ],
    )


def in_use(beds: Iterable[Any]) -> int:
    """In how many of ``with_beds``'s beds a child is today."""
    return sum(any(not booking.is_held for booking in bed.bookings_now) for bed in beds)


def _bed_today(bed: Any, is_stopped: bool, on: date) -> Any:
    if bed.bookings_now:
        booking = bed.bookings_now[0]
        return f"{'Held' if booking.is_held else 'In use'} by {booking.authority.name}"
    is_live = bed.live_from and bed.live_from <= on and (bed.live_until is None or bed.live_until > on)
    if is_live and is_stopped:
        return render_component("tag", text="No new children", tone="orange")
    text, tone = ("Free", "green") if is_live else ("Not live", "grey")
    return render_component("tag", text=text, tone=tone)


@dataclass(frozen=True)
class LotMembers:
    """A lot with its award weights in words and its members."""

    lot: Lot
    weights: str
    members: Rows


def lots_with_members(lots: Iterable[Lot], members: Iterable[Membership]) -> list[LotMembers]:
    of_lot: dict[int, list[Membership]] = {}
    for member in members:
        of_lot.setdefault(member.lot_id, []).append(member)
    return [
        LotMembers(
            lot,
            ", ".join(
                f"{each.get_kind_display()} {each.weight.normalize():f}%" for each in lot.criteria.all()
            ),
            member_rows(of_lot.get(lot.pk, [])),
        )
        for lot in lots
    ]
