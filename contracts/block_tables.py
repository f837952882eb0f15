"""The small tables of a block contract's pages."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.block_choices import BedStage, BlockEventKind
from contracts.choices import BedNightState
from contracts.models import (
    BlockContract,
    BlockEvent,
    BlockNotice,
    BlockProposal,
    BlockStop,
    ContractedBed,
)
from contracts.payable import priced_terms, standing
from contracts.selectors.block_life import indexation_on, terms_in_force
from contracts.selectors.block_shares import SharePosition
from contracts.selectors.block_use import Use
from contracts.services.block_beds import days_of
from core import formats
from core.components import render_component
from core.money import pence
from core.tables import Heading, Rows
from providers.models import Inspection

VOIDS = [state for state in BedNightState if state not in (BedNightState.OCCUPIED, BedNightState.NOT_LIVE)]


def share_rows(positions: Iterable[SharePosition], recharges: Mapping[int, Decimal]) -> Rows:
    """Who shares a block, what its share comes to over the term, and what each pays for a bed it uses."""
    return Rows(
        (
            Heading("Council"),
            Heading("Share", numeric=True),
            Heading("Over the term", numeric=True),
            Heading("Taken on"),
            Heading("For a bed it uses", numeric=True),
        ),
        [
            (
                each.name,
                f"{each.percent.normalize():f}%",
                formats.money(each.value),
                _taken_on(each),
                formats.money(recharges[each.authority_id])
                if each.authority_id in recharges
                else "Its share",
            )
            for each in positions
        ],
    )


def _taken_on(position: SharePosition) -> Any:
    if position.missing <= 0:
        return "All of it" if position.value else ""
    text = f"{formats.money(position.missing)} to take on"
    return render_component("tag", text=text, tone="orange")


def stage_rows(beds: Iterable[ContractedBed]) -> Rows:
    """How far each bed has come; the days are those last recorded."""
    stages = list(BedStage)
    rows = []
    for bed in beds:
        days = days_of(bed)
        if bed.live_from:
            days[BedStage.AVAILABLE] = bed.live_from
        rows.append(
            (
                bed.name,
                bed.setting.name,
                *(formats.short_day(days[stage]) if stage in days else "" for stage in stages),
            )
        )
    return Rows((Heading("Bed"), Heading("Home"), *(Heading(stage.label) for stage in stages)), rows)


def terms_rows(contract: BlockContract, *, until: date) -> Rows:
    """Every price and number of beds of the contract up to a day, by the day from which it holds."""
    variations = contract.variations.all()
    reasons = {variation.starts_on: variation.reason for variation in standing(variations)}
    rows = []
    for stretch in priced_terms(contract, variations, until=until):
        start = stretch.period.start
        first = "As signed" if start == contract.starts_on else "Yearly rise"
        rows.append(
            (
                formats.short_day(start),
                stretch.beds,
                formats.money(stretch.weekly_rate),
                formats.money(round(stretch.guaranteed, 2)),
                reasons.get(start, first),
            )
        )
    return Rows(
        (
            Heading("From"),
            Heading("Beds", numeric=True),
            Heading("A bed in use", numeric=True),
            Heading("An empty bed", numeric=True),
            Heading("Why"),
        ),
        rows,
    )


def compared_with(contract: BlockContract, proposed: BlockProposal) -> Rows:
    """New terms beside those that would otherwise hold on their first day."""
    on = proposed.starts_on
    now, indexation = terms_in_force(contract, on=on), indexation_on(contract, on=on)
    guaranteed = proposed.weekly_rate * proposed.guaranteed_share
    return Rows(
        (Heading("Term"), Heading("Now"), Heading("New")),
        [
            ("Beds", formats.count(now.beds), formats.count(proposed.beds_agreed)),
            ("A bed in use, a week", formats.money(now.weekly_rate), formats.money(proposed.weekly_rate)),
            ("An empty bed, a week", formats.money(pence(now.guaranteed)), formats.money(pence(guaranteed))),
            (
                "While a home is below good",
                formats.money(pence(now.below_good)),
                formats.money(pence(guaranteed * proposed.below_good_share)),
            ),
            (
                "An empty bed is paid for when it is",
                _causes(now.payable_voids),
                _causes(proposed.payable_voids),
            ),
            ("Yearly rise", _percent(indexation), _percent(proposed.indexation_percent)),
        ],
    )


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%"


def _causes(states: Container[str]) -> str:
    named = [state.label.removeprefix("Empty: ") for state in BedNightState if state in states]
    return ", ".join(named) or "Never"


def stop_rows(stops: Iterable[BlockStop]) -> Rows:
    return Rows(
        (Heading("Home"), Heading("Cause"), Heading("From"), Heading("Until"), Heading("Why")),
        [
            (
                stop.setting.name if stop.setting else "Every home",
                stop.get_cause_display(),
                formats.short_day(stop.starts_on),
                formats.short_day(stop.ends_on) if stop.ends_on else "Still stopped",
                stop.lifted_because or stop.reason,
            )
            for stop in stops
        ],
    )


def notice_rows(notices: Iterable[BlockNotice]) -> Rows:
    return Rows(
        (Heading("Given on"), Heading("By"), Heading("Ground"), Heading("Last day"), Heading("Withdrawn")),
        [
            (
                formats.short_day(notice.given_on),
                notice.get_given_by_display(),
                notice.get_ground_display(),
                formats.short_day(notice.last_day),
                formats.short_day(notice.withdrawn_on) if notice.withdrawn_on else "No",
            )
            for notice in notices
        ],
    )


@dataclass(frozen=True)
class MonthTable(Rows):
    """With what its months add to."""

    total: Sequence[Any] = ()


def month_rows(months: Mapping[date, Use], total: Use) -> MonthTable:
    """A block's months: nights by what became of them, and what they cost all councils together. A cause that
    left no bed empty has no column."""
    causes = [state for state in VOIDS if total.nights.get(state)]
    columns = (
        Heading("Month"),
        Heading("In use", numeric=True),
        *(Heading(state.label, numeric=True) for state in causes),
        Heading("Not live", numeric=True),
        Heading("Occupancy", numeric=True),
        Heading("Payable", numeric=True),
        Heading("For empty beds", numeric=True),
        Heading("A used bed-week", numeric=True),
    )
    rows = [(formats.month(month), *_cells(use, causes)) for month, use in months.items()]
    return MonthTable(columns, rows, ("All months", *_cells(total, causes)))


def _cells(use: Use, causes: Iterable[BedNightState]) -> list[str]:
    week = use.used_bed_week
    return [
        formats.count(use.used),
        *(formats.count(use.nights.get(state, 0)) for state in causes),
        formats.count(use.nights.get(BedNightState.NOT_LIVE, 0)),
        formats.percent(use.occupancy) if use.occupancy is not None else "",
        formats.money(use.payable),
        formats.money(use.void),
        formats.money(week) if week is not None else "",
    ]


def below_good_words(beds: Iterable[ContractedBed], inspections: Iterable[Inspection]) -> list[str]:
    """What to say of each home of a block that is below good."""
    names = {bed.setting_id: bed.setting.name for bed in beds}
    return [
        f"{names[found.setting_id]} was judged “{found.get_outcome_display().lower()}” on"
        f" {formats.day(found.inspected_on)}. The contract asks for good."
        for found in inspections
    ]


# A bed's own steps have a table of their own; a page of them would hide what was agreed.
OF_BEDS = (BlockEventKind.BED_STEP, BlockEventKind.BEDS_NAMED)


def agreed_events(events: Iterable[BlockEvent]) -> list[BlockEvent]:
    """The history without the steps of single beds."""
    return [event for event in events if event.kind not in OF_BEDS]


def event_rows(events: Iterable[BlockEvent]) -> Rows:
    """Every line of the history, as recorded."""
    return Rows(
        (Heading("From"), Heading("What"), Heading("In words"), Heading("Recorded"), Heading("By")),
        [
            (
                formats.short_day(event.on),
                event.get_kind_display(),
                event.words,
                formats.moment(event.recorded_at),
                event.recorded_by,
            )
            for event in events
        ],
    )
