"""What searches that have ended say of the market: why providers declined, and why homes did not fit."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from core.actor import Actor
from core.periods import Period
from placements.models import SearchRecord


@dataclass(frozen=True)
class Evidence:
    """Searches of one kind of home that ended in a window. Counts by ``DeclineReason`` and ``LeftOut`` name;
    ``extra_weekly`` are pounds a week above the usual, one for each search that can be compared."""

    searches: int
    placed: int
    asked: int
    unread: int
    no_reply: int
    declines: Counter[str]
    not_fit: Counter[str]
    extra_weekly: list[Decimal]


def search_evidence(actor: Actor, window: Period, kind: str) -> Evidence:
    """The council's own records; one query."""
    records = list(
        SearchRecord.objects.filter(
            authority_id=actor.council_id,
            wanted_type=kind,
            ended_at__date__gte=window.start,
            ended_at__date__lt=window.end,
        )
    )
    declines, not_fit = Counter[str](), Counter[str]()
    for record in records:
        declines.update(record.declines)
        not_fit.update(record.not_fit)
    return Evidence(
        searches=len(records),
        placed=sum(record.got_weekly is not None for record in records),
        asked=sum(record.asked for record in records),
        unread=sum(record.unread for record in records),
        no_reply=sum(record.no_reply for record in records),
        declines=declines,
        not_fit=not_fit,
        extra_weekly=[record.extra_weekly for record in records if record.extra_weekly is not None],
    )
