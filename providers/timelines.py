"""A home's history as one line of events, newest first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from providers.choices import Outcome, RegistrationStatus
from providers.selectors.history import HomeHistory

TONES = {
    Outcome.INADEQUATE: "warning",
    Outcome.SA_SERIOUS: "warning",
    Outcome.OUTSTANDING: "strong",
    Outcome.SA_STRONG: "strong",
}


@dataclass(frozen=True)
class Event:
    """``urn`` is the number it is recorded under, where the home has had several."""

    on: date
    title: str
    text: str = ""
    tone: str = ""
    urn: str = ""


def timeline_of(history: HomeHistory) -> list[Event]:
    """Registration, owners, places and inspections, also of the home's other numbers."""
    several = len(history.chain) > 1
    events = [
        *(_event(each, several, *_registered(each)) for each in history.registrations),
        *(_event(each, several, f"Run by {each.provider.name}") for each in history.ownerships),
        *(_event(each, several, *_places(each)) for each in history.capacities),
        *(_inspected(each, several) for each in history.inspections),
    ]
    return sorted(events, key=lambda event: event.on, reverse=True)


def _registered(period: Any) -> tuple[str, str, str]:
    if period.status == RegistrationStatus.ACTIVE:
        return "Registered", "", "strong"
    return period.get_status_display(), "", "warning"


def _places(period: Any) -> tuple[str, str]:
    usable = "" if period.operational is None else f"{period.operational} of them usable"
    return f"{period.registered} {'place' if period.registered == 1 else 'places'} registered", usable


def _event(period: Any, several: bool, title: str, text: str = "", tone: str = "") -> Event:
    return Event(period.starts_on, title, text, tone, period.setting.urn if several else "")


def _inspected(visit: Any, several: bool) -> Event:
    known = f"Known to us from {visit.known_on:%-d %B %Y}"
    tone = TONES.get(Outcome(visit.outcome), "")
    urn = visit.setting.urn if several else ""
    return Event(visit.inspected_on, f"Inspected: {visit.get_outcome_display()}", known, tone, urn)


def own_of(rows: Iterable[Any], setting_id: int) -> list[Any]:
    """Those recorded under one number."""
    return [row for row in rows if row.setting_id == setting_id]
