"""Charts and tables of papers: ``draw`` makes those that words ask for, from one set of facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.figures import Facts, FigureMissing
from reports.pictures.charts import CHARTS
from reports.pictures.picture import Picture, Table
from reports.pictures.tables import TABLES
from reports.words import Drawing


@dataclass(frozen=True)
class Drawn:
    """What could be drawn, and why the rest could not."""

    found: dict[Drawing, Picture | Table]
    missing: dict[Drawing, str]


def draw(facts: Facts, drawings: Iterable[Drawing]) -> Drawn:
    """Each drawing once; read within the actor's own transaction."""
    found: dict[Drawing, Picture | Table] = {}
    missing: dict[Drawing, str] = {}
    for drawing in dict.fromkeys(drawings):
        label, make = (CHARTS if drawing.kind == "chart" else TABLES).get(drawing.name, (drawing.name, None))
        try:
            if make is None:
                raise FigureMissing("There is nothing of this name.")
            found[drawing] = make(facts)
        except FigureMissing as reason:
            missing[drawing] = f"{label}: {reason}"
    return Drawn(found, missing)


__all__ = ["CHARTS", "TABLES", "Drawn", "Picture", "Table", "draw"]
