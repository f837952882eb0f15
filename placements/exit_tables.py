"""The children of a block that ends, and what is planned for each."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from contracts.models import BlockContract
from contracts.tables import Rows
from core import formats
from core.components import render_component
from core.tables import Heading


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
    address = reverse("contract_plan", args=[contract.reference, child.reference])
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, child.child.reference)


def _plan(plans: list[Any]) -> tuple[Any, Any, Any]:
    if not plans:
        return render_component("tag", text="No plan yet", tone="red"), "", ""
    held = plans[0]
    done = formats.short_day(held.done_on) if held.done_on else "Not yet"
    return held.get_outcome_display(), formats.short_day(held.by_when), done
