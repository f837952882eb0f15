"""Whether a paper's decision is key, as the records and the council's rule stand."""

from datetime import date
from decimal import Decimal

from authorities.selectors.settings import settings_in_force
from core.actor import Actor
from core.errors import DomainError
from reports.choices import UNDECIDED_FORMATS
from reports.figures import Figure, gather
from reports.key_decisions import KeyRule, key_grounds
from reports.models import Paper

# What a decision is worth, the most telling first, by what the paper is about.
WORTH_OF_BLOCK = ("total_ceiling", "total_value")
WORTH_OF_TOOL = ("own_ceiling", "tool_value")


def grounds_today(paper: Paper, actor: Actor, on: date) -> str:
    """Why it is a key decision, by the council's own line; empty when it is not.

    A briefing decides nothing, and a paper on what is needed nothing that costs. Raises DomainError where
    the records hold no amount to hold against the line.
    """
    worth = _worth(paper, actor, on)
    return key_grounds(
        KeyRule.of(settings_in_force(paper.authority_id, on=on)),
        amount=Decimal(str(worth.reading.value)) if worth else None,
        label=worth.label if worth else "",
        divisions=0 if paper.paper_format in UNDECIDED_FORMATS else paper.divisions_significant,
    )


def _worth(paper: Paper, actor: Actor, on: date) -> Figure | None:
    if paper.paper_format in UNDECIDED_FORMATS or not (paper.block_contract_id or paper.tool_id):
        return None
    amounts = WORTH_OF_BLOCK if paper.block_contract_id else WORTH_OF_TOOL
    found = gather(paper, actor, on, amounts).found
    if not found:
        raise DomainError(
            "The contract has neither a ceiling nor an end date. Record one before a paper."
            if paper.block_contract_id
            else "The arrangement has neither a ceiling of ours nor an approved value. Record one first."
        )
    return next(found[key] for key in amounts if key in found)
