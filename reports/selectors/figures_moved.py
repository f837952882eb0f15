"""What has moved since a paper's figures were frozen: each figure of its last version against the records now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from core.actor import Actor
from reports.figures import gather
from reports.models import Paper, PaperVersion


@dataclass(frozen=True)
class Moved:
    """``was`` and ``now`` are as printed; ``by`` says how far apart they are. ``now`` tells why it is gone."""

    key: str
    label: str
    was: str
    now: str
    by: str
    was_at: date


def moved_figures(paper: Paper, at: datetime) -> list[Moved]:
    """Figures of the last version that the records would print otherwise at ``at``; none before a version."""
    version = PaperVersion.objects.filter(paper=paper).order_by("-number").first()
    if version is None:
        return []
    kept = list(version.figures.order_by("pk"))
    counting = Actor.council(paper.authority_id, name="Figures")
    found = gather(paper, counting, timezone.localdate(at), [figure.key for figure in kept])
    moved = []
    for figure in kept:
        now = found.found.get(figure.key)
        if now is None:
            moved.append(
                Moved(figure.key, figure.label, figure.shown, found.missing[figure.key], "Gone", figure.as_at)
            )
        elif now.shown != figure.shown:
            moved.append(Moved(figure.key, figure.label, figure.shown, now.shown, "", figure.as_at))
    return moved
