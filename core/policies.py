"""Decisions: a yes or no that carries its reason."""

from dataclasses import dataclass

from core.errors import NotPermitted


@dataclass(frozen=True)
class Decision:
    """Truthy when allowed; ``reason`` explains a no in words the person can act on."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def allow() -> Decision:
    return Decision(True)


def deny(reason: str) -> Decision:
    return Decision(False, reason)


def require(decision: Decision) -> None:
    """Raise ``NotPermitted`` with the decision's reason unless it is a yes."""
    if not decision:
        raise NotPermitted(decision.reason)
