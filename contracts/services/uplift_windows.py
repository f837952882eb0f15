"""Windows in which providers may ask for higher prices."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from contracts.keeping_choices import UpliftDecider
from contracts.models import BlockContract, CommercialTool, UpliftWindow
from contracts.policies import can_open_window
from contracts.selectors.block_life import indexation_on
from contracts.uplift_rules import earliest_next
from core.actor import Actor
from core.errors import DomainError
from core.formats import day
from core.policies import require
from core.references import new_reference


@transaction.atomic
def open_window(
    *,
    tool: CommercialTool | None = None,
    block: BlockContract | None = None,
    opens_on: date,
    closes_on: date,
    decide_by: date,
    effective_on: date,
    cap_percent: Decimal,
    cpi_percent: Decimal,
    review_above_percent: Decimal,
    decider: UpliftDecider = UpliftDecider.EACH,
    quorum: int = 0,
    by: Actor,
    at: datetime,
) -> UpliftWindow:
    """Let the members of a tool, or the provider of a block, ask. Raises DomainError on days out of order, a
    start in the past, or a first day of new prices within 12 months of the window before."""
    arrangement = tool or block
    if arrangement is None or (tool and block):
        raise DomainError("Choose one tool or one block contract.", field="about")
    require(can_open_window(by, arrangement))
    for earlier, later, field in (
        (opens_on, closes_on, "closes_on"),
        (closes_on, decide_by, "decide_by"),
        (decide_by + timedelta(days=1), effective_on, "effective_on"),
    ):
        if later < earlier:
            raise DomainError(f"This must be {day(earlier)} or later.", field=field)
    if effective_on <= timezone.localdate(at):
        raise DomainError("New prices cannot be back-dated: choose a day to come.", field="effective_on")
    if block is not None and (rise := indexation_on(block, on=effective_on)):
        raise DomainError(
            f"This price rises by {rise.normalize():f}% a year by itself, and may not rise twice in 12"
            " months: vary the contract first.",
            field="about",
        )
    if effective_on not in arrangement.period:
        raise DomainError("On that day the contract is not in force.", field="effective_on")
    if decider == UpliftDecider.BALLOT and quorum < 1:
        raise DomainError("Say how many councils must vote.", field="quorum")
    before = UpliftWindow.objects.filter(tool=tool, block=block).order_by("-effective_on").first()
    if before and effective_on < earliest_next(before.effective_on):
        raise DomainError(
            f"Prices rose on {day(before.effective_on)} and may not rise again before"
            f" {day(earliest_next(before.effective_on))}.",
            field="effective_on",
        )
    return UpliftWindow.objects.create(
        reference=new_reference("UPW"),
        lead_authority_id=by.council_id,
        tool=tool,
        block=block,
        opens_on=opens_on,
        closes_on=closes_on,
        decide_by=decide_by,
        effective_on=effective_on,
        cap_percent=cap_percent,
        cpi_percent=cpi_percent,
        review_above_percent=review_above_percent,
        decider=decider,
        quorum=quorum,
    )
