"""The children of a block that ends, and what is planned for each."""

from collections.abc import Iterable
from typing import Any

from contracts.models import BlockContract
from core import formats
from core.components import render_component
from core.tables import Heading, Rows, link


def plan_rows(contract: BlockContract, children: Iterable[Any], *, may_plan: bool) -> Rows:
    """Children by reference, never by name."""
    return Rows(
        (
            Heading("Child"),
            Heading("Home"),
            Heading("There since"),
            Heading("Planned"),
            Heading("By"),
            Heading("Came about"),
        ),
        [
            (
                _child(contract, child, may_plan),
                child.setting.name,
                formats.short_day(child.starts_on),
                *_plan(child.plans),
            )
            for child in children
        ],
    )


def _child(contract: BlockContract, child: Any, may_plan: bool) -> Any:
    if not may_plan:
        return child.child.reference
    return link("contract_plan", child.child.reference, contract.reference, child.reference)


def _plan(plans: list[Any]) -> tuple[Any, Any, Any]:
    if not plans:
        return render_component("tag", text="No plan yet", tone="red"), "", ""
    held = plans[0]
    done = formats.short_day(held.done_on) if held.done_on else "Not yet"
    return held.get_outcome_display(), formats.short_day(held.by_when), done
