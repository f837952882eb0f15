"""Insurance that runs out: a pure rule of days."""

from datetime import date, timedelta
from enum import Enum

SOON = timedelta(days=30)


class Expiry(Enum):
    """How a document's last day stands to today."""

    VALID = "In force"
    SOON = "Runs out soon"
    EXPIRED = "Expired"
    MISSING = "Not given"
    NONE = "Does not run out"

    @property
    def kind(self) -> str:
        """What it means on screen (``core.components.STATUS_TONES``)."""
        return {Expiry.VALID: "good", Expiry.SOON: "attention", Expiry.NONE: "ended"}.get(self, "bad")

    @property
    def needs_action(self) -> bool:
        return self in (Expiry.SOON, Expiry.EXPIRED, Expiry.MISSING)


def expiry_of(expires_on: date | None, *, on: date) -> Expiry:
    """``expires_on`` is the last day of cover; soon is within 30 days."""
    if expires_on is None:
        return Expiry.NONE
    if expires_on < on:
        return Expiry.EXPIRED
    return Expiry.SOON if expires_on - on <= SOON else Expiry.VALID
