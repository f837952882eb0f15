"""From a signed-in user to an actor: each room that has people registers how to find theirs."""

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser

from core.actor import Actor

Source = Callable[[AbstractBaseUser], Actor | None]
_sources: list[Source] = []


def people_source(source: Source) -> Source:
    """Register ``source``: a user's actor today, or None when the user is not one of its people."""
    _sources.append(source)
    return source


def actor_of(user: AbstractBaseUser) -> Actor | None:
    """The first source that knows ``user`` says who they act as. Runs as the login role."""
    return next((actor for source in _sources if (actor := source(user)) is not None), None)
