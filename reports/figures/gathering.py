"""Reading a paper's figures together, for one day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from core.actor import Actor, acting_as
from reports.figures.catalogue import CATALOGUE, Facts
from reports.figures.figure import Figure, FigureMissing
from reports.models import Paper

# Figures are counts and sums (level 0 of the information ladder) of records that stand at level 1.
CLERK_CLEARANCE = 1


@dataclass(frozen=True)
class Gathered:
    """Figures by key in the order cited, and what is missing: key and reason."""

    found: dict[str, Figure]
    missing: dict[str, str]

    @property
    def computed_from(self) -> dict[str, frozenset[str]]:
        """By key, the figures each rests on."""
        return {key: figure.reading.computed_from for key, figure in self.found.items()}

    @property
    def digest(self) -> str:
        """SHA-256 over every figure as it is kept."""
        kept = [(f.key, f.exact, f.shown, f.source, f.as_at) for f in self.found.values()]
        return sha256(repr(sorted(kept)).encode()).hexdigest()


def clerk_for(actor: Actor) -> Actor:
    """``actor`` as the process that counts for it: a writer may print a sum of records it may not read."""
    return replace(actor, clearance=max(actor.clearance, CLERK_CLEARANCE))


def gather(paper: Paper | None, actor: Actor, on: date, keys: Iterable[str]) -> Gathered:
    """Read ``keys`` (known ones only) as at ``on``; a figure the records do not hold is named as missing."""
    found: dict[str, Figure] = {}
    missing: dict[str, str] = {}
    with acting_as(clerk_for(actor)) as clerk:
        facts = Facts(paper, clerk, on)
        for key in dict.fromkeys(keys):
            try:
                found[key] = facts.figure(key)
            except FigureMissing as reason:
                missing[key] = f"{CATALOGUE[key].label}: {reason}"
    return Gathered(found, missing)
