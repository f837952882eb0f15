"""Tables: the columns a register or a page may show, drawn by ``components/table.html``.

A register's ``HearthTable`` is the same list of columns on screen, in CSV and in XLSX. Small tables are
``Rows``, drawn by the ``data_table`` component, with cells made by ``link``, ``status_tag`` and
``two_lines``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.components import render_component


@dataclass(frozen=True)
class Heading:
    """A column heading of a ``data_table``; numbers are set to the right."""

    text: str
    numeric: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Rows:
    """A small table for the ``data_table`` component; ``total`` is its last row."""

    columns: Sequence[Heading]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] | None = None


@dataclass(frozen=True)
class ComparisonRow:
    """One line of a ``comparison``: a cell for each thing compared; ``best`` is the index of the best."""

    label: str
    cells: Sequence[str]
    numeric: bool = False
    best: int | None = None
    total: bool = False


@dataclass(frozen=True)
class Choice:
    """One line of a ``choice_table``: a box to tick for ``value``, and a cell for each column."""

    value: str
    label: str
    cells: Sequence[Any]
    checked: bool = False


@dataclass(frozen=True)
class FeeLine:
    """One line of a ``fee_table``: what is paid for, on what basis, and pounds."""

    label: str
    basis: str
    amount: Any


class Column(tables.Column):
    """Text. ``value()`` is what an export writes; the rendered cell is what a page shows."""

    cell_class = ""


class NumberColumn(Column):
    cell_class = "numeric"


class MoneyColumn(NumberColumn):
    """Pounds and pence on screen, the Decimal in an export."""

    def render(self, value: Any) -> str:
        return formats.money(value)

    def value(self, value: Any) -> Any:
        return value


class DateColumn(Column):
    """A date or a moment: short on screen, itself in an export."""

    cell_class = "nowrap"

    def render(self, value: Any) -> str:
        return formats.short_day(value)

    def value(self, value: Any) -> Any:
        return value


class CodeColumn(Column):
    """A reference kept on one line."""

    cell_class = "nowrap"


class LinkColumn(Column):
    """A link to the record; ``href`` takes the record and gives the address."""

    def __init__(self, *args: Any, href: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.href = href

    def render(self, value: Any, record: Any) -> SafeString:
        return link_to(self.href(record), value)

    def value(self, value: Any) -> Any:
        return value


class ReferenceColumn(LinkColumn):
    """A record's public reference, linked and kept on one line."""

    cell_class = "nowrap"


class StatusColumn(Column):
    """A status tag; ``kinds`` maps each state to what it means (``core.components.STATUS_TONES``)."""

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        state = bound_column.accessor.resolve(record)
        return status_tag(value, self.kinds[state])

    def value(self, value: Any) -> str:
        return str(value)


class HearthTable(tables.Table):
    """The base of every register. ``caption`` names the table; ``nothing`` is said when it has no rows.

    ``folded`` columns are in files only: on the page they stand in small print in another's cell.
    """

    caption = ""
    nothing = "There is nothing here yet."
    folded: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_text": self.nothing, "default": "", **kwargs})

    @classmethod
    def left_out(cls, rows: Any) -> tuple[str, ...]:
        """Columns that these rows have no values for, such as a distance nobody asked for."""
        return ()


def link_to(href: str, text: Any, *, hidden: str = "") -> SafeString:
    """A link; ``hidden`` words after its text tell it apart for whoever hears it."""
    more = format_html('<span class="govuk-visually-hidden"> {}</span>', hidden) if hidden else ""
    return format_html('<a class="govuk-link" href="{}">{}{}</a>', href, text, more)


def link(route: str, text: Any, *args: Any, hidden: str = "") -> SafeString:
    """A link to the page ``route`` of ``args``; a reference that is its own text is kept on one line."""
    made = link_to(reverse(route, args=args), text, hidden=hidden)
    return format_html('<span class="nowrap">{}</span>', made) if text in args else made


def status_tag(text: Any, kind: str) -> SafeString:
    return render_component("status_tag", text=text, kind=kind)


def two_lines(first: Any, second: str) -> SafeString:
    """A cell with a note in small print under what it says."""
    return format_html('{}<span class="hearth-cell__note">{}</span>', first, second)
