"""Reading a paper's figures together, for one day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from authorities.choices import ServiceCategory
from core import formats
from core.actor import Actor, acting_as
from reports.figures.catalogue import CATALOGUE, Facts
from reports.figures.citations import StrangeCitation, Term, parse
from reports.figures.derived import derive
from reports.figures.figure import Figure, FigureMissing
from reports.models import Paper

# Figures are counts and sums (level 0 of the information ladder) of records that stand at level 1.
CLERK_CLEARANCE = 1


@dataclass(frozen=True)
class Gathered:
    """Figures by citation in the order cited, and what is missing: citation and reason."""

    found: dict[str, Figure]
    missing: dict[str, str]

    @property
    def computed_from(self) -> dict[str, frozenset[str]]:
        """By key, the figures each rests on."""
        return {key: figure.reading.computed_from for key, figure in self.found.items()}

    @property
    def digest(self) -> str:
        """SHA-256 over every figure as it is kept."""
        kept = [
            (f.key, f.label, f.definition, f.exact, f.shown, f.rounding, f.base, f.source, f.as_at)
            for f in self.found.values()
        ]
        return sha256(repr(sorted(kept)).encode()).hexdigest()


class Reader:
    """Reads what words cite, from one set of facts; each kind of care and day is read once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._bound: dict[tuple[str, date | None], Facts] = {}

    def cited(self, citation: str) -> Figure:
        """Raises FigureMissing where it cannot be given, also for what no longer is a figure."""
        try:
            parsed = parse(citation)
        except StrangeCitation as strange:
            raise FigureMissing(str(strange)) from strange
        used = [self._term(term) for term in parsed.terms]
        if not parsed.done:
            return replace(used[0], key=citation)
        return derive(
            citation,
            parsed.done,
            used,
            week_factor=self._facts.figure("week_factor"),
            hidden_under=used[0].hidden_under,
        )

    def _term(self, term: Term) -> Figure:
        if not term.is_bound:
            return self._facts.figure(term.key)
        if term.on and term.on > self._facts.on and term.key != "budget":
            raise FigureMissing(f"{formats.day(term.on)} lies after the day of the figures.")
        place = (term.category, term.on)
        if place not in self._bound:
            self._bound[place] = self._facts.bound(*place)
        found = self._bound[place].figure(term.key)
        said = [ServiceCategory(term.category).label.lower()] if term.category else []
        said += [formats.day(term.on)] if term.on else []
        return replace(found, label=f"{found.label} ({', '.join(said)})")


def clerk_for(actor: Actor) -> Actor:
    """``actor`` as the process that counts for it: a writer may print a sum of records it may not read."""
    return replace(actor, clearance=max(actor.clearance, CLERK_CLEARANCE))


def gather(paper: Paper | None, actor: Actor, on: date, citations: Iterable[str]) -> Gathered:
    """Read ``citations`` as at ``on``; a figure the records do not hold is named as missing, with why."""
    found: dict[str, Figure] = {}
    missing: dict[str, str] = {}
    with acting_as(clerk_for(actor)) as clerk:
        reader = Reader(Facts(paper, clerk, on))
        for citation in dict.fromkeys(citations):
            try:
                found[citation] = reader.cited(citation)
            except FigureMissing as reason:
                entry = CATALOGUE.get(citation)
                missing[citation] = f"{entry.label if entry else citation}: {reason}"
    return Gathered(found, missing)
