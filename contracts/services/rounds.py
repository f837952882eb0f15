"""How a tool admits: its rounds, questions, due diligence and maximum prices."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contracts.choices import FeeKind, ToolType
from contracts.models import (
    AdmissionQuestion,
    AdmissionRound,
    CommercialTool,
    DiligenceItem,
    Lot,
    MaximumPrice,
)
from contracts.regimes import ALWAYS_OPEN, CLOSED_ONCE
from contracts.tool_choices import CheckKind, WhenOver
from contracts.tool_policies import can_run_tool
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference

FULL = Decimal(100)
MOST_QUESTIONS = 12


@transaction.atomic
def open_round(
    *, tool: CommercialTool, opens_at: datetime, closes_at: datetime | None, by: Actor, at: datetime
) -> AdmissionRound:
    """Invite applications from a moment to another; a round after the first reopens the tool."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    number = (tool.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    kind = ToolType(tool.tool_type)
    if number > 1 and kind in CLOSED_ONCE:
        raise DomainError("A framework is closed once it is awarded: nobody joins later", field="opens_at")
    if closes_at is None and kind not in ALWAYS_OPEN:
        raise DomainError("Enter the day on which this round closes", field="closes_on")
    if closes_at and closes_at <= max(opens_at, at):
        raise DomainError("The round must close after it opens, and after now", field="closes_on")
    if tool.ends_on and timezone.localdate(opens_at) >= tool.ends_on:
        raise DomainError("The tool has ended by then", field="opens_at")
    if tool.ends_on and closes_at and timezone.localdate(closes_at) >= tool.ends_on:
        raise DomainError("The tool has ended by then", field="closes_on")
    for other in tool.rounds.all():
        if (closes_at is None or other.opens_at < closes_at) and (
            other.closes_at is None or other.closes_at > opens_at
        ):
            raise DomainError(f"{other} is open on some of those days", field="opens_at")
    return AdmissionRound.objects.create(
        reference=new_reference("RND"), tool=tool, number=number, opens_at=opens_at, closes_at=closes_at
    )


@transaction.atomic
def close_round(*, round: AdmissionRound, by: Actor, at: datetime) -> AdmissionRound:
    """End an open round now."""
    round = lock(round)
    require(can_run_tool(by, round.tool))
    if round.opens_at >= at or (round.closes_at and round.closes_at <= at):
        raise Conflict("This round is not open.")
    round.closes_at = at
    round.save(update_fields=["closes_at"])
    return round


@transaction.atomic
def set_questions(
    *, tool: CommercialTool, questions: Sequence[tuple[str, Decimal]], by: Actor, at: datetime
) -> list[AdmissionQuestion]:
    """Ask these from now on; their weights add to 100. Applications under way keep the questions they began
    with."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise DomainError(f"Ask between 1 and {MOST_QUESTIONS} questions", field="questions")
    total = sum((weight for _, weight in questions), Decimal(0))
    if total != FULL or any(weight <= 0 for _, weight in questions):
        raise DomainError(
            f"The weights add to {total.normalize():f}; they must add to 100, each above 0", field="questions"
        )
    tool.questions.filter(retired_at=None).update(retired_at=at)
    return AdmissionQuestion.objects.bulk_create(
        AdmissionQuestion(tool=tool, position=position, text=text.strip(), weight=weight, since=at)
        for position, (text, weight) in enumerate(questions, start=1)
    )


@transaction.atomic
def add_item(
    *, tool: CommercialTool, kind: CheckKind, text: str, needs_document: bool, by: Actor, at: datetime
) -> DiligenceItem:
    """One more thing to check of every applicant from now on."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    position = (tool.items.aggregate(last=Max("position"))["last"] or 0) + 1
    return DiligenceItem.objects.create(
        tool=tool, position=position, kind=kind, text=text.strip(), needs_document=needs_document, since=at
    )


@transaction.atomic
def retire_item(*, item: DiligenceItem, by: Actor, at: datetime) -> DiligenceItem:
    """Check it no longer of those who start to apply after now."""
    item = lock(item)
    require(can_run_tool(by, item.tool))
    if item.retired_at:
        raise Conflict("This item has been taken off the list already.")
    item.retired_at = at
    item.save(update_fields=["retired_at"])
    return item


@transaction.atomic
def set_maximum(
    *,
    tool: CommercialTool,
    lot: Lot,
    band: str,
    kind: FeeKind,
    weekly_rate: Decimal,
    when_over: WhenOver,
    starts_on: date,
    by: Actor,
) -> MaximumPrice:
    """The most to ask in a band from a day on; the maximum before it ends the day before."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    if starts_on < tool.starts_on or (tool.ends_on and starts_on >= tool.ends_on):
        raise DomainError("The first day must be within the life of the tool", field="starts_on")
    same = MaximumPrice.objects.filter(lot=lot, band__iexact=band.strip(), kind=kind)
    if same.filter(starts_on__gte=starts_on).exists():
        raise DomainError("This band has a maximum from that day or later already", field="starts_on")
    same.filter(ends_on=None).update(ends_on=starts_on)
    return MaximumPrice.objects.create(
        tool=tool,
        lot=lot,
        band=band.strip(),
        kind=kind,
        weekly_rate=weekly_rate,
        when_over=when_over,
        starts_on=starts_on,
    )


def end_of_day(last_on: date) -> datetime:
    """The moment after a day's last minute, as a round's close is said in days."""
    return timezone.make_aware(datetime.combine(last_on + timedelta(days=1), datetime.min.time()))
