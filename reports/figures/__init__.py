"""Figures with provenance. ``gather`` reads the ones a paper cites; words never hold a typed number."""

from reports.figures import (  # noqa: F401  (each registers its figures)
    appraisal,
    block,
    care,
    market,
    options,
    sufficiency,
    timetable,
    tools,
)
from reports.figures.catalogue import CATALOGUE, Facts
from reports.figures.figure import Figure, FigureMissing, Unit
from reports.figures.gathering import Gathered, clerk_for, gather

__all__ = ["CATALOGUE", "Facts", "Figure", "FigureMissing", "Gathered", "Unit", "clerk_for", "gather"]
