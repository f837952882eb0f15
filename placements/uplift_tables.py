"""The small tables of an uplift's pages."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from contracts.models import UpliftEffect, UpliftVote
from core import formats
from core.components import render_component
from core.tables import Heading, Rows, link, status_tag
from placements.models import UpliftLine, UpliftRun
from placements.selectors.uplifts import BlockEffect, Need
from placements.uplift_choices import RunState

RUN_KINDS: dict[str, str] = {
    RunState.PREPARED: "waiting",
    RunState.APPLIED: "good",
    RunState.CANCELLED: "ended",
    RunState.REVERSED: "ended",
}
LINE_COLUMNS = (
    "Child",
    "Placement or price list",
    "Component",
    "Now, a week",
    "New, a week",
    "A year more",
    "To the planned end",
    "Ceiling",
)
# A council whose prices are fewer than this could be read off its total.
FEWEST_TOLD = 5


def line_values(lines: Iterable[UpliftLine]) -> Iterator[Sequence[Any]]:
    """Each line as plain values, in the order of ``LINE_COLUMNS``."""
    for line in lines:
        part = line.fee or line.price
        yield (
            line.fee.agreement.child.reference if line.fee else "No one child",
            str(line.price.membership.lot) if line.price else line.source_reference,
            part.get_kind_display() if part else "A bed in use",
            line.old_rate,
            line.new_rate,
            line.annual_effect,
            line.to_end,
            line.ceiling.reference if line.ceiling else "",
        )


def line_rows(lines: Iterable[UpliftLine]) -> Rows:
    return Rows(
        [Heading(name, numeric=3 <= at <= 6) for at, name in enumerate(LINE_COLUMNS)],
        [
            [formats.money(value) if isinstance(value, Decimal) else value for value in row]
            for row in line_values(lines)
        ],
    )


def need_rows(needs: Iterable[Need]) -> Rows:
    return Rows(
        (
            Heading("Ceiling"),
            Heading("Needs", numeric=True),
            Heading("Remaining now", numeric=True),
            Heading("Fits"),
        ),
        [
            (
                _ceiling(need),
                formats.money(need.amount),
                formats.money(need.now.remaining) if need.now else "",
                _fits(need),
            )
            for need in needs
        ],
    )


def _ceiling(need: Need) -> Any:
    if need.ceiling is None:
        return "No approved ceiling"
    return link("ceiling_detail", need.ceiling.scope, need.ceiling.reference)


def _fits(need: Need) -> Any:
    if need.now is None:
        return render_component("tag", text="Not covered", tone="orange")
    if need.over:
        return render_component("tag", text=f"Over by {formats.money(need.over)}", tone="red")
    return render_component("tag", text="Yes", tone="green")


def effect_rows(effects: Iterable[UpliftEffect], *, own: int | None) -> Rows:
    """What each council found; another council with very few prices is told in words. ``own`` is the reader's
    council."""

    def told(effect: UpliftEffect) -> bool:
        return effect.authority_id == own or effect.lines >= FEWEST_TOLD

    return Rows(
        (
            Heading("Council"),
            Heading("At"),
            Heading("Prices", numeric=True),
            Heading("A year more", numeric=True),
        ),
        [
            (
                effect.authority.name,
                f"{effect.percent}%" if effect.percent is not None else "",
                f"{effect.lines:,}" if told(effect) else f"Fewer than {FEWEST_TOLD}",
                formats.money(effect.annual_effect) if told(effect) else "Not told",
            )
            for effect in effects
        ],
    )


def block_effect_rows(effects: Iterable[BlockEffect], percent: Decimal) -> Rows:
    """What a higher price of a block costs each council by its share."""
    return Rows(
        (
            Heading("Council"),
            Heading("Share", numeric=True),
            Heading(f"A year more at {percent.normalize():f}%", numeric=True),
        ),
        [(each.name, f"{each.percent.normalize():f}%", formats.money(each.annual)) for each in effects],
    )


def vote_rows(votes: Iterable[UpliftVote]) -> Rows:
    return Rows(
        (Heading("Council"), Heading("Vote"), Heading("When"), Heading("Reasons")),
        [
            (
                vote.authority.name,
                "In favour" if vote.in_favour else "Against",
                formats.short_day(vote.voted_at),
                vote.reasons,
            )
            for vote in votes
        ],
    )


def run_rows(runs: Iterable[UpliftRun], *, linked: bool) -> Rows:
    return Rows(
        (Heading("Prepared"), Heading("By"), Heading("A year more", numeric=True), Heading("Status")),
        [
            (
                link("run_detail", formats.short_day(run.prepared_at), run.reference)
                if linked
                else formats.short_day(run.prepared_at),
                run.prepared_by.name,
                formats.money(run.annual_effect),
                status_tag(run.get_state_display(), RUN_KINDS[run.state]),
            )
            for run in runs
        ],
    )
