"""A plan in words: how many settings change in which way, and some of them."""

from collections.abc import Callable, Mapping
from typing import Any

from core import formats
from core.imports import Preview
from providers.choices import Outcome, RegistrationStatus
from providers.models import Provider
from providers.ofsted.facts import Row
from providers.selectors.listed_facts import Plan

SAMPLE = 60
COUNTED = {
    "registrations": "Registration changes",
    "capacities": "History of places changes",
    "ownerships": "History of owners changes",
    "inspections": "Inspections change",
}
# What a keeper looks for first.
ORDER = ("inspections", "registrations", "ownerships", "capacities")
WORDS = {
    "registrations": "Registration",
    "capacities": "Places",
    "ownerships": "Owner",
    "inspections": "Newest outcome",
}


def preview_of(plan: Plan, *, lead: str, rows: int) -> Preview:
    """``rows`` is how many the list has; what is new to the register is counted once, not by what changes."""
    changed, fresh = plan.changed, set(plan.fresh)
    counts = {
        "Rows in the list": rows,
        "Homes and agencies new to the register": len(fresh),
        "Homes and agencies that change": len(changed),
        "Details change": len(plan.detailed & changed),
        **{label: len(plan.rows[table].keys() & changed) for table, label in COUNTED.items()},
        "Providers new to the register": len(plan.owners),
    }
    sample = [*_differing(plan, changed), *([urn, "New", "", _name(plan, urn)] for urn in plan.fresh)]
    return Preview(lead, counts, ("URN", "What", "Before", "After"), _spread(sample))


def _spread(sample: list[list[str]]) -> list[list[str]]:
    """The first of each kind in turn, so that a thousand new homes do not hide one lost grade."""
    by_kind: dict[str, list[list[str]]] = {}
    for row in sample:
        by_kind.setdefault(row[1], []).append(row)
    share = max(SAMPLE // max(len(by_kind), 1), 1)
    return [row for rows in by_kind.values() for row in rows[:share]]


def _differing(plan: Plan, changed: set[str]) -> list[list[str]]:
    owners = _owner_names(plan, changed)
    words: dict[str, Callable[[Row], str]] = {
        "registrations": lambda row: RegistrationStatus(row[2]).label,
        "capacities": lambda row: str(row[2]),
        "ownerships": lambda row: owners.get(row[2], str(row[2])),
        "inspections": lambda row: f"{Outcome(row[3]).label}, {formats.short_day(row[0])}",
    }
    return [
        [urn, WORDS[table], *_now_and_then(*plan.rows[table][urn], words[table])]
        for table in ORDER
        for urn in sorted(plan.rows[table].keys() & changed)
    ]


def _now_and_then(held: list[Row], planned: list[Row], word: Callable[[Row], str]) -> tuple[str, str]:
    before, after = (word(max(rows, key=lambda row: row[0])) if rows else "None" for rows in (held, planned))
    return (before, after) if before != after else (before, f"{after}; earlier history differs")


def _owner_names(plan: Plan, changed: set[str]) -> Mapping[Any, str]:
    ids = {
        row[2]
        for urn, both in plan.rows["ownerships"].items()
        if urn in changed
        for rows in both
        for row in rows
        if isinstance(row[2], int)
    }
    known = dict(Provider.objects.filter(pk__in=ids).values_list("pk", "name"))
    return known | {key: name for key, (name, _) in plan.owners.items()}


def _name(plan: Plan, urn: str) -> str:
    return str(plan.columns[urn]["name"])
