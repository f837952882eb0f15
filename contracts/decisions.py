"""Whether a decision that a ceiling is to rest on binds yet. Rooms above that keep decisions say so."""

from collections.abc import Callable

from core.actor import Actor
from core.policies import Decision, allow

# Asked of the council that keeps the ceiling; None where the reference is not one of that room's.
Source = Callable[[Actor, str], Decision | None]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a room's source, once, from its ``AppConfig.ready``."""
    if source not in _sources:
        _sources.append(source)


def decision_binds(actor: Actor, reference: str) -> Decision:
    """A no only where a room knows the decision and it is not in effect; a council's own numbers pass."""
    answers = (source(actor, reference) for source in _sources)
    return next((answer for answer in answers if answer is not None), allow())
