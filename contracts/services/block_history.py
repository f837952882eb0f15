"""The history of a block contract: every change leaves one line, and none is ever taken out."""

from datetime import date, datetime
from typing import Any

from contracts.block_choices import BlockEventKind
from contracts.models import BlockContract, BlockEvent
from core.actor import Actor


def note_event(
    contract: BlockContract,
    kind: BlockEventKind,
    words: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    **facts: Any,
) -> BlockEvent:
    """Add a line that counts from ``on``; ``facts`` are a reason, a decision, or the end before and after."""
    return BlockEvent.objects.create(
        contract=contract, kind=kind, words=words, on=on, recorded_at=at, recorded_by=by.name, **facts
    )
