"""The figures there are: each a function of the facts, registered under the key that words cite it by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import InvalidOperation
from functools import cached_property
from typing import Any

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import settings_in_force
from contracts.models import BlockContract, CommercialTool
from contracts.selectors.ledger import year_to
from core.actor import Actor
from core.errors import DomainError
from core.periods import Period
from reports.figures.figure import Figure, FigureMissing, Reading, Unit
from reports.models import Paper
from reports.selectors.spend import first_night_charged
from reports.selectors.timetable import timetable_for
from reports.timetable import Timetable
from sufficiency.forecast import Category
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import latest_run
from sufficiency.selectors.supply import Supply, supply_in_area
from sufficiency.selectors.unmet import Ledger, unmet_ledger


@dataclass(frozen=True)
class Entry:
    """``topic`` is what it is listed under. ``by_category`` and ``by_day``: words may ask for another kind of
    care, or as at another day."""

    topic: str
    label: str
    definition: str
    unit: Unit
    read: "Callable[[Facts], Reading]"
    by_category: bool = False
    by_day: bool = False


CATALOGUE: dict[str, Entry] = {}


def register(
    topic: str,
    key: str,
    label: str,
    unit: Unit,
    definition: str,
    *,
    by_category: bool = False,
    by_day: bool = False,
) -> "Callable[[Callable[[Facts], Reading]], Callable[[Facts], Reading]]":
    """Register a figure. Its function raises ``FigureMissing`` where the records do not hold it."""

    def kept(read: "Callable[[Facts], Reading]") -> "Callable[[Facts], Reading]":
        CATALOGUE[key] = Entry(topic, label, definition, unit, read, by_category, by_day)
        return read

    return kept


class Facts:
    """What figures are read from: one paper (none for a statement), one actor, one day. Each is read once.

    ``category`` is the kind of care asked about, where it is not the paper's own.
    """

    def __init__(self, paper: Paper | None, actor: Actor, on: date, category: str = "") -> None:
        self._paper, self.actor, self.on = paper, actor, on
        self._category = category
        self._read: dict[str, Figure | FigureMissing] = {}

    def bound(self, category: str, on: date | None) -> "Facts":
        """The same for another kind of care or another day."""
        return Facts(self._paper, self.actor, on or self.on, category or self._category)

    @property
    def paper(self) -> Paper:
        if self._paper is None:
            raise FigureMissing("This figure is of a decision paper.")
        return self._paper

    @cached_property
    def contract(self) -> BlockContract:
        if self.paper.block_contract is None:
            raise FigureMissing("The paper is about no block contract.")
        return self.paper.block_contract

    @cached_property
    def tool(self) -> CommercialTool:
        if self.paper.tool is None:
            raise FigureMissing("The paper is about no commercial tool.")
        return self.paper.tool

    @cached_property
    def category(self) -> str:
        """The kind of care counted: that asked about, or the paper's."""
        category = self._category or (self._paper.category if self._paper else "")
        if not category and self._paper and self._paper.block_contract:
            category = self._paper.block_contract.category
        if not category:
            raise FigureMissing("The paper is about no one kind of care.")
        return category

    @cached_property
    def settings(self) -> dict[SettingKey, Any]:
        return settings_in_force(self.actor.council_id, on=self.on)

    @cached_property
    def timetable(self) -> Timetable:
        return timetable_for(self.actor, self.paper.meeting_on, on=self.on)

    @cached_property
    def run(self) -> ForecastRun:
        found = latest_run(self.actor, as_at=self.on)
        if found is None:
            raise FigureMissing("No forecast has been made yet. Make one under Sufficiency.")
        return found

    @cached_property
    def supplies(self) -> dict[Category, Supply]:
        """Places in the council's own area at the end of the day, by kind of care."""
        at = timezone.make_aware(datetime.combine(self.on, time.max))
        return {supply.category: supply for supply in supply_in_area(self.actor, at)}

    @cached_property
    def ledger(self) -> Ledger:
        return unmet_ledger(self.actor, year_to(self.on))

    @cached_property
    def nights_counted(self) -> Period:
        """The 365 nights up to, not including, the day; fewer where the council's ledger begins later."""
        year_ago = self.on - timedelta(days=365)
        first = first_night_charged(self.actor, since=year_ago)
        if first is None or first >= self.on:
            raise FigureMissing("Nothing was charged in the last 365 days.")
        return Period(first, self.on)

    def figure(self, key: str) -> Figure:
        """Raises ``FigureMissing`` for a figure that cannot be given, ``KeyError`` for one there is not."""
        if key not in self._read:
            entry = CATALOGUE[key]
            try:
                reading = entry.read(self)
            except FigureMissing as missing:
                self._read[key] = missing
            except (ZeroDivisionError, InvalidOperation):
                self._read[key] = FigureMissing("It is a share of a figure that is 0, so there is none.")
            except DomainError as unfit:
                self._read[key] = FigureMissing(unfit.message)
            else:
                level = self.settings[SettingKey.SUPPRESS_UNDER]
                self._read[key] = Figure(key, entry.label, entry.definition, entry.unit, reading, level)
        found = self._read[key]
        if isinstance(found, FigureMissing):
            raise found
        return found

    def value(self, key: str) -> Any:
        return self.figure(key).reading.value

    def computed(self, value: Any, *keys: str, base: str = "") -> Reading:
        """A reading worked out from other figures: as at the earliest of them. ``base``: what it is of."""
        used = [self.figure(key) for key in keys]
        names = ", ".join(entry.label[0].lower() + entry.label[1:] for entry in used)
        told = f"{self.figure(base).label}, {self.figure(base).shown}" if base else ""
        as_at = min(entry.reading.as_at for entry in used)
        rests_on = frozenset(keys).union(*(entry.reading.computed_from for entry in used))
        return Reading(value, f"Computed from: {names}", as_at, told, rests_on)
