"""Columns of the register of contract dates and of alarms."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.keeping_choices import ContractDateKind
from contracts.key_dates import UNTIL_CLOSED, KeyDate
from contracts.models import ContractAlarm
from contracts.selectors.diary import TOOL, ContractLine
from core import formats
from core.components import render_component
from core.tables import (
    Column,
    DateColumn,
    Heading,
    HearthTable,
    LinkColumn,
    Rows,
    link,
    status_tag,
    two_lines,
)

K = ContractDateKind
ALARM_COLUMNS = ("Contract", "Reference", "Kind", "Owner", "What", "Date")


def line_rows(lines: Iterable[ContractLine], *, on: date) -> Rows:
    """One line a contract: its last day, the next decision, when buying starts again, and who owns it."""
    return Rows(
        (
            Heading("Contract"),
            Heading("Last day"),
            Heading("Decide the option by"),
            Heading("Start buying again"),
            Heading("Next other date"),
            Heading("Owner"),
        ),
        [
            (
                two_lines(_link(line), f"{line.arrangement.reference}, {kind_words(line)}"),
                _when(line.next(K.ENDS, on=on), on) or "Open",
                _when(line.next(K.OPTION, on=on) or line.last_missed(K.OPTION, on=on), on),
                _start(line, on),
                _other(line, on),
                line.owner.name if line.owner else render_component("tag", text="Nobody", tone="orange"),
            )
            for line in lines
        ],
    )


def kind_words(line: ContractLine) -> str:
    return "tool" if line.kind == TOOL else "block contract"


def line_values(lines: Iterable[ContractLine]) -> Iterator[Sequence[Any]]:
    """Every date of every contract, for a file, in the order of ``ALARM_COLUMNS``."""
    for line in lines:
        owner = line.owner.name if line.owner else ""
        for each in line.dates:
            contract = (line.arrangement.name, line.arrangement.reference, kind_words(line))
            yield (*contract, owner, each.words, each.on)


def _link(line: ContractLine) -> SafeString:
    route = "tool_diary" if line.kind == TOOL else "contract_diary"
    return link(route, line.arrangement.name, line.arrangement.reference)


def _when(key_date: KeyDate | None, on: date) -> Any:
    """The date, marked once its owner has been told of it, and once it has passed."""
    if key_date is None:
        return ""
    if key_date.is_overdue(on):
        return render_component("tag", text=f"Passed {formats.short_day(key_date.on)}", tone="red")
    if key_date.is_due(on):
        return render_component("tag", text=formats.short_day(key_date.on), tone="orange")
    return formats.short_day(key_date.on)


def _start(line: ContractLine, on: date) -> Any:
    starts = next((each for each in line.dates if each.kind == K.REPROCURE), None)
    if starts and starts.on < on:
        return render_component("tag", text=f"Since {formats.short_day(starts.on)}", tone="red")
    return _when(starts, on)


def _other(line: ContractLine, on: date) -> Any:
    others = [each for each in line.coming(on) if each.kind in UNTIL_CLOSED]
    return two_lines(_when(others[0], on), others[0].words) if others else ""


class AlarmTable(HearthTable):
    """Alarms, those due first on top."""

    caption = "Contract alarms"
    nothing = "No alarm fits these filters."
    folded = ("contract_reference",)

    contract = LinkColumn(
        verbose_name="Contract", href=lambda row: reverse("alarm_detail", args=[row.reference])
    )
    contract_reference = Column(verbose_name="Reference")
    words = Column(verbose_name="What")
    due_on = DateColumn(verbose_name="By")
    owner = Column(accessor="owner__name", verbose_name="Owner", default="Nobody")
    raised_at = DateColumn(verbose_name="Told")
    status = Column(verbose_name="Status", empty_values=(), orderable=False)

    def render_status(self, record: ContractAlarm) -> SafeString:
        kind = {"In hand": "good", "A grade up": "bad", "Told": "waiting"}[self.value_status(record)]
        return status_tag(self.value_status(record), kind)

    def value_status(self, record: ContractAlarm) -> str:
        if record.acknowledged_at:
            return "In hand"
        return "A grade up" if record.escalated_at else "Told"


class AlarmFilter(filters.FilterSet):
    contract = filters.CharFilter(label="Contract", lookup_expr="icontains", max_length=120)
    kind = filters.MultipleChoiceFilter(
        label="What", choices=ContractDateKind.choices, widget=forms.CheckboxSelectMultiple
    )
    open = filters.BooleanFilter(label="Not in hand only", method="only_open", widget=forms.CheckboxInput)

    class Meta:
        model = ContractAlarm
        fields = ["contract", "kind", "open"]

    def only_open(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(acknowledged_at__isnull=True) if value else rows
