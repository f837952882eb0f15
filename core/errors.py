"""Errors a person can act on; views show them beside the field, the API answers them as 400, 404 or 409."""


class DomainError(Exception):
    """A rule of the field was broken. ``message`` is shown to the person; ``field`` names the form field."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotPermitted(DomainError):
    """The actor may see the thing but not do this to it; the message says why."""


class Conflict(DomainError):
    """Somebody else changed it first, or it was already done; the message says what changed."""


class NotFound(Exception):
    """Missing and forbidden are the same answer: 404."""
