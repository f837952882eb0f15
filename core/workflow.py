"""The gate: a state field changes only through ``move``, which reads the room's transition table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from core.actor import Actor
from core.errors import Conflict, NotPermitted
from core.formats import moment


@dataclass(frozen=True)
class Transition:
    """One permitted change: ``verb`` takes ``sources`` to ``target``; ``roles`` may do it (``*`` = any)."""

    verb: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    label: str

    def permits(self, actor: Actor) -> bool:
        return "*" in self.roles or actor.has_role(*self.roles)


@dataclass(frozen=True)
class TransitionTable:
    """The whole life of one model's state field, as data."""

    name: str
    initial: str
    state_field: str = "state"
    transitions: tuple[Transition, ...] = ()

    def find(self, verb: str, state: str) -> Transition | None:
        return next((t for t in self.transitions if t.verb == verb and state in t.sources), None)

    def verbs(self) -> list[str]:
        return list(dict.fromkeys(t.verb for t in self.transitions))

    def states(self) -> list[str]:
        seen = [self.initial]
        for t in self.transitions:
            seen += [*sorted(t.sources), t.target]
        return list(dict.fromkeys(seen))

    def available(self, state: str, actor: Actor) -> list[Transition]:
        """What ``actor`` could do next from ``state``, guards aside."""
        return [t for t in self.transitions if state in t.sources and t.permits(actor)]


def transition(
    verb: str, source: str | Iterable[str], target: str, *, roles: Iterable[str], label: str
) -> Transition:
    sources = frozenset([source] if isinstance(source, str) else source)
    return Transition(verb, sources, target, frozenset(roles), label)


def move(
    obj: models.Model,
    table: TransitionTable,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    save_fields: Iterable[str] = (),
) -> None:
    """Move ``obj`` by ``verb``, or raise: ``Conflict`` from a wrong state, ``NotPermitted`` for a wrong role.

    The row must already be locked by the calling service. The change of state, its reason and moment are
    saved together with ``save_fields``; the audit trigger records who.
    """
    found = require_open(obj, table, verb)
    if not found.permits(by):
        raise NotPermitted(f"Your role does not let you do this to this {table.name}: “{found.label}”.")
    setattr(obj, table.state_field, found.target)
    obj.state_at = at  # type: ignore[attr-defined]
    obj.state_reason = reason  # type: ignore[attr-defined]
    obj.save(update_fields=[table.state_field, "state_at", "state_reason", *save_fields])


def require_open(obj: models.Model, table: TransitionTable, verb: str) -> Transition:
    """The transition that ``verb`` would be now. ``Conflict`` says what ``obj`` has become, and since when:
    somebody was quicker, or the same button was pressed twice."""
    found = table.find(verb, getattr(obj, table.state_field))
    if found is not None:
        return found
    label = next(t.label for t in table.transitions if t.verb == verb)
    now = getattr(obj, f"get_{table.state_field}_display")().lower()
    since = moment(obj.state_at)  # type: ignore[attr-defined]
    raise Conflict(f"“{label}” came too late: this {table.name} has been “{now}” since {since}.")


class Stateful(models.Model):
    """Columns the gate writes with every change of state."""

    state_at = models.DateTimeField()
    state_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
