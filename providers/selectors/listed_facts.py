"""What follows from the regulator's lists for the settings they name, beside what is recorded: a plan."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from authorities.models import Postcode
from providers.choices import RegistrationType
from providers.models import (
    CapacityPeriod,
    Inspection,
    OfstedImport,
    OfstedListing,
    Provider,
    RegistrationPeriod,
    Setting,
    SettingOwnership,
)
from providers.ofsted.facts import Facts, ListDay, Row, Seen, facts_of, owner_key

PERIOD = ("starts_on", "ends_on")
TABLES: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "registrations": (RegistrationPeriod, (*PERIOD, "status")),
    "capacities": (CapacityPeriod, (*PERIOD, "registered", "operational")),
    "ownerships": (SettingOwnership, (*PERIOD, "provider_id")),
    "inspections": (Inspection, ("inspected_on", "published_on", "known_on", "outcome")),
}
COLUMNS = (
    "name",
    "provider_id",
    "registration_type",
    "sector",
    "authority_id",
    "postcode",
    "easting",
    "northing",
    "has_several_buildings",
    "is_short_break_only",
)


@dataclass
class Plan:
    """What there is and what should be. ``columns`` are the columns of ``Setting`` that change, by URN; those
    of ``fresh`` URNs are new. ``rows`` are ``(now, planned)`` rows of each table, where they differ.
    Providers that do not exist yet stand as their ``owner_key``; ``owners`` spells them and says their
    sector."""

    held: dict[str, Setting]
    fresh: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[list[Row], list[Row]]]] = field(default_factory=lambda: defaultdict(dict))
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def changed(self) -> set[str]:
        """URNs whose recorded facts change, of settings that are there and stay."""
        differing = {urn for table in self.rows.values() for urn in table}
        return (differing | self.detailed) - set(self.fresh) - set(self.gone)

    @property
    def detailed(self) -> set[str]:
        """URNs with a changed column; the note of what was before the lists is none."""
        return {urn for urn, columns in self.columns.items() if columns.keys() - {"before_lists"}}


def plan_for(urns: Collection[str], *, coming: Mapping[str, Seen], of: ListDay | None = None) -> Plan:
    """The plan for ``urns`` from every listing kept and those ``coming`` with the list ``of``."""
    seen: dict[str, list[Seen]] = defaultdict(list)
    for row in OfstedListing.objects.filter(urn__in=urns).values_list(*Seen._fields):
        seen[row[1]].append(Seen(*row))
    lists = [
        ListDay(day, frozenset(kinds)) for day, kinds in OfstedImport.objects.values_list("as_at", "kinds")
    ]
    plan = Plan({setting.urn: setting for setting in Setting.objects.filter(urn__in=urns)})
    rows = _held_rows(plan.held)
    typed = _typed(plan.held)
    owners = providers_by_key()
    grids = _grids(
        {each.postcode for each in coming.values()} | {s.postcode for all_ in seen.values() for s in all_}
    )
    for urn in sorted(urns):
        held, listings = plan.held.get(urn), seen[urn] + ([coming[urn]] if urn in coming else [])
        before = held.before_lists if held else None
        if held and urn in coming and not seen[urn]:
            before = _snapshot(held, rows[urn])
        if listings:
            facts = facts_of(listings, lists if of is None else [*lists, of])
            columns, wanted = _wanted(urn, facts, before, owners, grids)
            plan.owners |= {key: spelt for key, spelt in facts.spelt.items() if key not in owners}
            wanted["inspections"] = [
                row for row in wanted["inspections"] if (urn, row[0], row[3]) not in typed
            ]
            columns["before_lists"] = before
        elif before:
            columns, wanted = _restored(before)
            columns["before_lists"] = None
        else:
            plan.gone += [urn] if held else []
            continue
        _compare(plan, urn, columns, wanted, rows[urn])
    return plan


def providers_by_key() -> dict[str, int]:
    """Providers that lists may name: the regulator gives owners no number, so those that have one are not."""
    found = Provider.objects.filter(organisation_urn="").order_by("-pk").values_list("name", "pk")
    return {owner_key(name): pk for name, pk in found}


def _compare(
    plan: Plan,
    urn: str,
    columns: dict[str, Any],
    wanted: Mapping[str, list[Row]],
    rows: Mapping[str, list[Row]],
) -> None:
    held = plan.held.get(urn)
    if held is None:
        plan.fresh.append(urn)
        plan.columns[urn] = columns
    elif differing := {name: value for name, value in columns.items() if getattr(held, name) != value}:
        plan.columns[urn] = differing
    for table in TABLES:
        planned = _with_usable(wanted[table], rows[table]) if table == "capacities" else wanted[table]
        if sorted(map(str, planned)) != sorted(map(str, rows[table])):
            plan.rows[table][urn] = (rows[table], planned)


def _wanted(
    urn: str,
    facts: Facts,
    before: dict[str, Any] | None,
    owners: Mapping[str, int],
    grids: Mapping[str, tuple[int, int]],
) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """Columns and rows that follow from the lists; what they withhold stays as it was before them."""
    columns = dict(facts.setting) | {"provider_id": owners.get(facts.owner, facts.owner)}
    was = before["columns"] if before else {}
    kind = RegistrationType(columns["registration_type"]).label
    columns["name"] = columns["name"] or was.get("name") or f"{kind} {urn}"
    columns["postcode"] = columns["postcode"] or was.get("postcode", "")
    grid = grids.get(facts.setting["postcode"])
    columns["easting"], columns["northing"] = grid or (was.get("easting"), was.get("northing"))
    rows = dict(facts.rows)
    rows["ownerships"] = [(start, end, owners.get(key, key)) for start, end, key in rows["ownerships"]]
    return columns, rows


def _with_usable(planned: list[Row], held: list[Row]) -> list[Row]:
    """Places by the certificate come from the lists; how many are usable is the provider's word and stays,
    as far as the certificate still allows it."""
    made = []
    for start, end, registered, *rest in planned:
        told = [
            usable
            for since, until, _, usable in sorted(held, key=lambda row: row[0])
            if usable is not None and (end is None or since < end) and (until is None or until > start)
        ]
        usable = rest[0] if rest else min(told[-1], registered) if told else None
        made.append((start, end, registered, usable))
    return made


def _held_rows(held: Mapping[str, Setting]) -> dict[str, dict[str, list[Row]]]:
    """Every dated fact there is, by URN and table."""
    urn_of = {setting.pk: urn for urn, setting in held.items()}
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, (model, columns) in TABLES.items():
        for pk, *row in derived(model).filter(setting__in=urn_of).values_list("setting_id", *columns):
            found[urn_of[pk]][table].append(tuple(row))
    return found


def derived(model: type[models.Model]) -> models.QuerySet:
    """The rows that follow from listings: an inspection that somebody typed in stays as they did."""
    rows = model._default_manager.order_by("pk")
    return rows.filter(typed_by="") if model is Inspection else rows


def _typed(held: Mapping[str, Setting]) -> set[tuple[str, date, str]]:
    """Visits that somebody told of before the lists did: they are recorded already."""
    rows = Inspection.objects.filter(setting__urn__in=held).exclude(typed_by="")
    return set(rows.values_list("setting__urn", "inspected_on", "outcome"))


def _grids(postcodes: Iterable[str]) -> dict[str, tuple[int, int]]:
    codes = {code.replace(" ", ""): code for code in postcodes if code}
    found = Postcode.objects.filter(code__in=codes).values_list("code", "easting", "northing")
    return {codes[code]: (east, north) for code, east, north in found}


def _snapshot(held: Setting, rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    """What was recorded of a setting before any list named it, as JSON."""
    dated = {table: [[_as_json(cell) for cell in row] for row in rows[table]] for table in TABLES}
    return {"columns": {name: getattr(held, name) for name in COLUMNS}, "rows": dated}


def _restored(before: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    rows = {
        table: [
            tuple(
                _as_day(cell) if name.endswith("_on") else cell
                for name, cell in zip(columns, row, strict=True)
            )
            for row in before["rows"][table]
        ]
        for table, (_, columns) in TABLES.items()
    }
    return dict(before["columns"]), rows


def _as_json(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def _as_day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None
