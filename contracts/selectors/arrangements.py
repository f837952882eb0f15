"""Tools and block contracts side by side, as a form offers them."""

from datetime import date
from typing import Any

from contracts.selectors.blocks import blocks_visible_to
from contracts.selectors.tools import tools_visible_to
from core.actor import Actor
from core.errors import DomainError


def arrangements_to_choose(actor: Actor, *, on: date, led: bool = False) -> dict[str, Any]:
    """``tools`` and ``blocks`` by name; with ``led`` only those that the actor's council leads."""
    tools = tools_visible_to(actor, on=on).order_by("name")
    blocks = blocks_visible_to(actor).order_by("name")
    if led:
        tools = tools.filter(lead_authority=actor.authority_id)
        blocks = blocks.filter(lead_authority=actor.authority_id)
    return {"tools": list(tools), "blocks": list(blocks)}


def arrangement_of(actor: Actor, chosen: str, *, on: date) -> dict[str, Any]:
    """``{"tool": …}`` or ``{"block": …}`` of a choice such as ``tool:TOL-1``; nothing where none was made."""
    if not chosen:
        return {}
    kind, _, reference = chosen.partition(":")
    found = next(
        (each for each in arrangements_to_choose(actor, on=on)[f"{kind}s"] if each.reference == reference),
        None,
    )
    if found is None:
        raise DomainError("Choose one of the contracts shown.", field="about")
    return {kind: found}
