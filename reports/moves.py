"""Figures that moved, as one thing to accept."""

from collections.abc import Iterable

from reports.marks import mark_of
from reports.selectors.figures_moved import Moved


def moves_digest(moved: Iterable[Moved]) -> str:
    """The same for the same moves: what a writer accepted is what is published."""
    return mark_of(sorted((each.key, each.was, each.now) for each in moved))
