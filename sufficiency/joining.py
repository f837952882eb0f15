"""Two sources of care history as one, with each child counted once.

Returns tell of the years they are of, and own placements of every other day. Own placements count only once
they are whole: when they hold at least nine in ten of the children that the newest return held on its last
day. Until then the history ends with that day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sufficiency.choices import SpellSource

WHOLE = 0.9
FOREVER = date(9999, 1, 1)

# Half-open days.
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Stay:
    """One child in one kind of placement; ``ends_on`` is exclusive, None while it lasts."""

    child: str
    birth_month: date
    is_uasc: bool
    placement_type: str
    starts_on: date
    ends_on: date | None
    source: str
    placed_known: bool = True
    care_known: bool = True


@dataclass(frozen=True)
class Sources:
    """Which source tells of which days. ``years`` are those in which loaded returns end."""

    years: tuple[int, ...]
    own_counts: bool

    @property
    def returned(self) -> list[Days]:
        """The days that returns tell of, years that follow each other as one."""
        spans: list[Days] = []
        for year in sorted(self.years):
            first, end = date(year - 1, 4, 1), date(year, 4, 1)
            spans = (
                [*spans[:-1], (spans[-1][0], end)]
                if spans and spans[-1][1] == first
                else [*spans, (first, end)]
            )
        return spans

    @property
    def known_until(self) -> date | None:
        """The last day that anything tells of; None where own placements tell of today."""
        return None if self.own_counts else date(max(self.years), 3, 31) if self.years else None

    def on(self, day: date) -> SpellSource:
        """Which source to count on a day."""
        if any(first <= day < end for first, end in self.returned) or not self.own_counts:
            return SpellSource.RETURN
        return SpellSource.OWN

    @property
    def owned(self) -> list[Days]:
        """The days between and around the returns."""
        if not self.own_counts:
            return []
        edges = [date.min, *(day for span in self.returned for day in span), FOREVER]
        return list(zip(edges[::2], edges[1::2], strict=True))


def sources(years: Iterable[int], *, returned_last: int, own_last: int) -> Sources:
    """``returned_last`` and ``own_last`` are children on the newest return's last day, by each source."""
    held = tuple(sorted(set(years)))
    return Sources(held, not held or (own_last > 0 and own_last >= WHOLE * returned_last))


def joined(stays: Sequence[Stay], told: Sources) -> list[Stay]:
    """The stays of both sources, each on its own days. One that runs over from one source into the other in
    the same kind of placement stays one."""
    if not told.years:
        return [stay for stay in stays if stay.source == SpellSource.OWN]
    if not told.own_counts:
        return [stay for stay in stays if stay.source == SpellSource.RETURN]
    days = {SpellSource.RETURN: told.returned, SpellSource.OWN: told.owned}
    pieces = [piece for stay in stays for piece in _within(stay, days[SpellSource(stay.source)])]
    borders = {day for span in told.returned for day in span}
    whole: list[Stay] = []
    for piece in sorted(pieces, key=lambda stay: (stay.child, stay.starts_on)):
        last = whole[-1] if whole else None
        if last and piece.starts_on in borders and _runs_on(last, piece):
            whole[-1] = replace(last, ends_on=piece.ends_on)
        else:
            whole.append(piece)
    return whole


def months_told(told: Sources, own_from: date | None, first: date, last: date) -> list[bool]:
    """Month by month whether any source tells of its last day."""
    found, month = [], first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=32)).replace(day=1)
        day = following - timedelta(days=1)
        by_return = any(begins <= day < ends for begins, ends in told.returned)
        found.append(by_return or (told.own_counts and own_from is not None and own_from <= day))
        month = following
    return found


def _within(stay: Stay, spans: Iterable[Days]) -> Iterable[Stay]:
    ends = stay.ends_on or FOREVER
    for first, end in spans:
        if stay.starts_on < end and ends > first:
            last = min(ends, end)
            yield replace(
                stay, starts_on=max(stay.starts_on, first), ends_on=None if last == FOREVER else last
            )


def _runs_on(last: Stay, piece: Stay) -> bool:
    return (last.child, last.placement_type, last.ends_on) == (
        piece.child,
        piece.placement_type,
        piece.starts_on,
    )
