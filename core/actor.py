"""Who is acting: the one value that decides which side of the wall a transaction stands on.

There is no ambient "superuser". A request, a task, a command or a test acts as one ``Actor``; the database
backend (``core.postgres``) turns it into a database role and settings at the start of every transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction


class Side(StrEnum):
    """A side of the wall; each has its own database role."""

    COUNCIL = "council"
    PROVIDER = "provider"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One person or process, on one side of the wall.

    ``clearance`` is the highest level of the child information ladder the actor may read: 0 statistics,
    1 pseudonymised records, 2 detailed profile, 3 identity. ``roles`` are role codes held today.
    ``person_id`` is the actor's row among its council's staff or its provider's users; None for a process.
    ``organisation`` is the name of that council or provider.
    """

    side: Side
    user_id: int | None = None
    person_id: int | None = None
    authority_id: int | None = None
    provider_id: int | None = None
    roles: frozenset[str] = frozenset()
    clearance: int = 0
    name: str = ""
    organisation: str = ""

    def __post_init__(self) -> None:
        if (self.side is Side.COUNCIL) != (self.authority_id is not None):
            raise ValueError("A council actor, and only a council actor, has an authority.")
        if (self.side is Side.PROVIDER) != (self.provider_id is not None):
            raise ValueError("A provider actor, and only a provider actor, has a provider.")

    @classmethod
    def system(cls, name: str = "Hearth") -> "Actor":
        """The register keeper: writes global facts, reads nothing a council wrote."""
        return cls(side=Side.SYSTEM, name=name)

    @classmethod
    def council(cls, authority_id: int, **facts: Any) -> "Actor":
        """A process of one council, at clearance 1 unless ``facts`` say otherwise."""
        return cls(
            side=Side.COUNCIL, authority_id=authority_id, **{"clearance": 1, "name": "Hearth", **facts}
        )

    @classmethod
    def provider(cls, provider_id: int, **facts: Any) -> "Actor":
        return cls(side=Side.PROVIDER, provider_id=provider_id, **{"name": "Hearth", **facts})

    def has_role(self, *roles: str) -> bool:
        """True when the actor holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def as_json(self) -> dict[str, Any]:
        """The actor as plain data, for a job that will act later in the same name."""
        return {**asdict(self), "side": self.side.value, "roles": sorted(self.roles)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Actor":
        return cls(**{**data, "side": Side(data["side"]), "roles": frozenset(data["roles"])})

    @property
    def council_id(self) -> int:
        """The council acted for; an error on another side of the wall."""
        if self.authority_id is None:
            raise ValueError("This actor is not of a council.")
        return self.authority_id

    @property
    def member_id(self) -> int:
        """The person's row among the staff or users; an error for a process."""
        if self.person_id is None:
            raise ValueError("A process is no person.")
        return self.person_id

    @property
    def is_council(self) -> bool:
        return self.side is Side.COUNCIL

    @property
    def is_provider(self) -> bool:
        return self.side is Side.PROVIDER


_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    """The actor of this request, task or block; None before sign-in."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run the block in a transaction as ``actor``; the wall is set by the database backend.

    Inside another transaction this is a savepoint: the outer actor is put back when the block ends well, and
    by the savepoint's own rollback when it does not.
    """
    nested = connection.in_atomic_block
    before = _current.get()
    token = _current.set(actor)
    try:
        with transaction.atomic():
            if nested:
                _apply_actor()
            yield actor
            if nested:
                _current.set(before)
                _apply_actor()
    finally:
        _current.reset(token)


def _apply_actor() -> None:
    """Have the backend (``core.postgres``) point the open transaction at the current actor."""
    connection.apply_actor()  # type: ignore[attr-defined]
