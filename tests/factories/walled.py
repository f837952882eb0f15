"""The base of every factory: each row is written from the side of the wall that owns it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from factory.django import DjangoModelFactory

from authorities.choices import Role
from core.actor import Actor, _current, acting_as
from core.wall import Kind


def council_keeper(authority: Any) -> Actor:
    """A council's own process that may write everything of its council."""
    return Actor.council(authority.pk, clearance=3, roles=frozenset(Role.values))


@contextmanager
def as_login_role() -> Iterator[None]:
    """The role before sign-in, the only one that may write accounts."""
    token = _current.set(None)
    try:
        with transaction.atomic():
            connection.apply_actor()
            yield
    finally:
        _current.reset(token)
        if connection.in_atomic_block:
            connection.apply_actor()


class WalledFactory(DjangoModelFactory):
    """Creates rows as their keeper, whoever is acting in the test."""

    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, fields: dict[str, Any]) -> Actor | None:
        """Who writes such a row; None is the login role. A factory of shared rows says it itself."""
        match cls._meta.model.wall.kind:
            case Kind.GLOBAL:
                return Actor.system()
            case Kind.COUNCIL:
                return council_keeper(fields["authority"])
            case Kind.PROVIDER:
                return Actor.provider(fields["provider"].pk)
            case Kind.LOGIN:
                return None
        raise NotImplementedError(f"{cls.__name__} must say who keeps its rows.")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        keeper = cls.keeper(kwargs)
        with as_login_role() if keeper is None else acting_as(keeper):
            return super()._create(model_class, *args, **kwargs)
