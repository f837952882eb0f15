"""Marks of what was seen, so that one can tell whether it is still so. Pure."""

from hashlib import sha256

from core.errors import Conflict


class ChangedMeanwhile(Conflict):
    """Somebody else changed what one was looking at; ``seen`` marks it as it is now."""

    def __init__(self, message: str, *, seen: str, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.seen = seen


def mark_of(*facts: object) -> str:
    """A short mark of ``facts``, which change it when they change. Each must print itself whole."""
    return sha256(repr(facts).encode()).hexdigest()[:16]
