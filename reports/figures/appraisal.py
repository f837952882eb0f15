"""Figures of the options appraisal: the newest weighing of the paper's block against spot."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.utils import timezone

from reports.figures.catalogue import Facts, register
from reports.figures.figure import FigureMissing, Reading, Unit
from sufficiency.models import BlockAppraisal
from sufficiency.selectors.appraisals import latest_appraisal

figure = partial(register, "The block weighed against spot")

_SAVING = "Cost of the same children bought singly, less cost of the block, over the term appraised"


def appraisal_of(facts: Facts) -> BlockAppraisal:
    """The newest that was made by the figures' day."""
    found = latest_appraisal(facts.actor, contract_id=facts.contract.pk, on=facts.on)
    if found is None:
        raise FigureMissing("This block was not weighed against spot yet. Weigh it under Sufficiency.")
    return found


def _number(value: object) -> Decimal:
    """As simulated: it is rounded once, where it is printed."""
    return Decimal(str(value))


def _register(
    key: str,
    label: str,
    unit: Unit,
    definition: str,
    read: Callable[[BlockAppraisal], Decimal | int],
    base: str = "",
    of_price: bool = False,
) -> None:
    """``of_price``: the block's own price could be worked out from it, so it is exempt where that is."""
    rests_on = frozenset({"weekly_rate"}) if of_price else frozenset()

    def reading(facts: Facts) -> Reading:
        found = appraisal_of(facts)
        made_on = timezone.localdate(found.made_at)
        return Reading(read(found), f"Appraisal {found.reference}", made_on, base, rests_on)

    figure(key, label, unit, definition)(reading)


def _best_beds(found: BlockAppraisal) -> int:
    if not found.result["best_beds"]:
        raise FigureMissing("No number of beds tried is expected to be cheaper than spot.")
    return int(found.result["best_beds"])


_register(
    "appraisal_saving",
    "Expected saving against spot",
    Unit.WHOLE_POUNDS,
    _SAVING,
    lambda found: _number(found.result["chosen"]["saving"]["mean"]),
    of_price=True,
)
_register(
    "appraisal_saving_low",
    "Saving against spot, low",
    Unit.WHOLE_POUNDS,
    f"{_SAVING}; one in ten simulated futures lies below",
    lambda found: _number(found.result["chosen"]["saving"]["p10"]),
    of_price=True,
)
_register(
    "appraisal_saving_high",
    "Saving against spot, high",
    Unit.WHOLE_POUNDS,
    f"{_SAVING}; one in ten simulated futures lies above",
    lambda found: _number(found.result["chosen"]["saving"]["p90"]),
    of_price=True,
)
_register(
    "appraisal_chance",
    "Chance that the block is cheaper",
    Unit.PERCENT,
    "Share of simulated futures in which the block costs less than spot",
    lambda found: _number(found.result["chosen"]["chance_cheaper"]) * 100,
    "Simulated futures",
)
_register(
    "appraisal_occupancy",
    "Expected occupancy",
    Unit.PERCENT,
    "Bed-nights in use over bed-nights open, over the term appraised",
    lambda found: _number(found.result["chosen"]["occupancy"]["mean"]) * 100,
    "Bed-nights open over the term appraised",
)
_register(
    "appraisal_best_beds",
    "Best number of beds",
    Unit.BEDS,
    "The size, of those tried, with the largest expected saving",
    _best_beds,
)
_register(
    "appraisal_voids",
    "Voids the council would carry",
    Unit.WHOLE_POUNDS,
    "Guarantee paid for empty beds, expected over the term appraised",
    lambda found: _number(found.result["chosen"]["voids_council"]["mean"]),
    of_price=True,
)
_register(
    "appraisal_block_cost",
    "Cost of the block",
    Unit.WHOLE_POUNDS,
    "What the council would pay for the block, expected over the term appraised",
    lambda found: _number(found.result["chosen"]["block_cost"]["mean"]),
    of_price=True,
)
_register(
    "appraisal_spot_cost",
    "Cost of the same children bought singly",
    Unit.WHOLE_POUNDS,
    "Spot price of every bed-night the block would have filled, expected over the term appraised",
    lambda found: _number(found.result["chosen"]["spot_cost"]["mean"]),
)
_register(
    "appraisal_spot_weekly",
    "Spot price appraised with",
    Unit.WEEKLY_POUNDS,
    "What a placement bought singly was taken to cost when the block was weighed",
    lambda found: Decimal(found.terms["spot_weekly"]),
)
