"""What has moved since a paper's figures were frozen: those of its last version against the records."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from core import formats
from core.actor import Actor
from reports.figures import Figure, Unit, gather
from reports.models import Paper, PaperFigure, PaperVersion


@dataclass(frozen=True)
class Moved:
    """``was`` and ``now`` are as printed; ``by`` says how far apart. ``now`` tells why one is gone."""

    key: str
    label: str
    was: str
    now: str
    by: str
    was_at: date


def frozen_version(paper: Paper) -> PaperVersion | None:
    """The last version made: the figures that were frozen with it, under its hash."""
    return PaperVersion.objects.filter(paper=paper).order_by("-number").first()


def moved_figures(paper: Paper, at: datetime) -> list[Moved]:
    """Figures of the last version that the records would print otherwise at ``at``; none before a version.

    Read by the council's own process, so whoever may see the paper gets the same answer.
    """
    version = frozen_version(paper)
    if version is None:
        return []
    kept = list(version.figures.order_by("pk"))
    counting = Actor.council(paper.authority_id, name="Figures")
    found = gather(paper, counting, timezone.localdate(at), [figure.key for figure in kept])
    moved = []
    for figure in kept:
        now = found.found.get(figure.key)
        if now is None:
            reason = found.missing[figure.key]
            moved.append(_moved(figure, reason, "No longer in the records"))
        elif now.shown != figure.shown:
            moved.append(_moved(figure, now.shown, _apart(figure, now)))
    return moved


def _moved(figure: PaperFigure, now: str, by: str) -> Moved:
    return Moved(figure.key, figure.label, figure.shown, now, by, figure.as_at)


def _apart(was: PaperFigure, now: Figure) -> str:
    """By how much, in the figure's own unit, and in per cent of what it was."""
    if now.unit is Unit.DATE:
        try:
            before = date.fromisoformat(was.value)
        except ValueError:
            return "Not comparable"
        assert isinstance(now.reading.value, date)
        days = (now.reading.value - before).days
        return f"{abs(days):,} days {'later' if days > 0 else 'earlier'}"
    try:
        old, new = Decimal(was.value), Decimal(now.exact)
    except InvalidOperation:
        return "Small numbers are hidden"
    change = new - old
    words = f"{now.unit.write(abs(change))} {'more' if change > 0 else 'less'}"
    if now.unit is Unit.PERCENT:
        return words.replace("%", " percentage points")
    if not old:
        return words
    return f"{words} ({'+' if change > 0 else formats.MINUS}{Unit.PERCENT.write(abs(100 * change / old))})"
