"""The request as a view receives it."""

from django.http import HttpRequest

from core.actor import Actor


class ActorRequest(HttpRequest):
    """A request of a signed-in person, inside ``ActorTransactionMiddleware``; for type checkers only.

    ``actor`` acts in it; ``person`` is the same person also on account pages, where nobody acts. Set
    ``must_roll_back`` when the answer shows an error after something was written.
    """

    actor: Actor
    person: Actor | None
    must_roll_back: bool
