"""What a tool's paper says, as it stands on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from contracts.choices import Regime, ToolType
from contracts.models import CommercialTool, Contingency, MaximumPrice, ToolAccess, ToolNotice
from contracts.regimes import DueNotice, notices_due
from core.periods import Period


@dataclass(frozen=True)
class NoticeStanding:
    """A notice that is due, and the one that was given for it; None while none was."""

    due: DueNotice
    sent: ToolNotice | None
    is_late: bool


def notice_standings(tool: CommercialTool, *, on: date) -> list[NoticeStanding]:
    """Notices of a kind are taken for the due ones of that kind in order."""
    given: dict[str, list[ToolNotice]] = {}
    for notice in tool.notices.order_by("sent_on", "pk"):
        given.setdefault(notice.kind, []).append(notice)
    used = tool.options.filter(exercised_on__isnull=False).order_by("position")
    due = notices_due(
        ToolType(tool.tool_type),
        Regime(tool.regime),
        tool.began_on or tool.starts_on,
        Period(tool.starts_on, tool.ends_on),
        tuple(on for on in used.values_list("exercised_on", flat=True) if on),
    )
    standings = []
    for each in due:
        waiting = given.get(each.kind, [])
        sent = waiting.pop(0) if waiting else None
        standings.append(NoticeStanding(each, sent, sent is None and each.due_on < on))
    return standings


def contingencies_of(tool: CommercialTool) -> list[Contingency]:
    """Where to turn next, in order; a tool that the reader's council cannot use is left out."""
    return list(tool.outward.select_related("outer").order_by("position"))


def access_history(tool: CommercialTool) -> list[ToolAccess]:
    """Every right to use it, past and to come too."""
    return list(
        ToolAccess.objects.filter(tool=tool)
        .select_related("authority")
        .order_by("authority__name", "category", "starts_on")
    )


def maximums_of(tool: CommercialTool, *, on: date) -> list[MaximumPrice]:
    rows = MaximumPrice.objects.in_force_on(on).filter(tool=tool).select_related("lot")
    return list(rows.order_by("lot__number", "band", "kind"))


class Life(Enum):
    """Where a tool is in its life, from its dates and rounds."""

    PLANNED = "Planned"
    OPEN = "Open for applications"
    CLOSED = "Closed for applications"
    EXPIRING = "In its last year"
    ENDED = "Ended"

    @property
    def kind(self) -> str:
        """What it means on screen."""
        return {"PLANNED": "draft", "OPEN": "good", "CLOSED": "waiting", "EXPIRING": "attention"}.get(
            self.name, "ended"
        )


def life_of(tool: CommercialTool, *, at: datetime, on: date) -> Life:
    if tool.ends_on and tool.ends_on <= on:
        return Life.ENDED
    if any(
        each.opens_at <= at and (each.closes_at is None or each.closes_at > at) for each in tool.rounds.all()
    ):
        return Life.OPEN
    if tool.starts_on > on:
        return Life.PLANNED
    if tool.ends_on and (tool.ends_on - on).days <= 365:
        return Life.EXPIRING
    return Life.CLOSED
