"""What a model says about its side of the wall.

Every model has a class attribute ``wall``. ``core.wall.apply`` turns it into policies, grants, composite
foreign keys and triggers after each migrate. A table without a declaration can be reached by nobody, and a
house test fails.

SQL in a declaration may use ``app_authority()``, ``app_provider()``, ``app_user()`` and ``app_clearance()``.
Inside a subquery the row's own columns are written ``this.column``: a bare name would be taken for the
subquery's own, and the condition would hold for every row.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whose the rows are."""

    GLOBAL = "global"  # codes and register facts: read by both sides, kept by the system side
    SHARED = "shared"  # a partnership's tools and contracts: read through an access table
    COUNCIL = "council"  # one council's own
    PROVIDER = "provider"  # one provider's own
    OWN_USER = "own user"  # one person's own
    PUBLIC = "public"  # what one council tells everybody: written by it, read without signing in
    LOGIN = "login"  # needed before anybody is known: accounts, sessions


class Audit(StrEnum):
    """What the audit trigger keeps of a change."""

    FULL = "full"  # changed columns with their old and new values
    KEYS = "keys"  # the names of changed columns only: identities, sealed prices, files
    NONE = "none"  # bulk reference data and rows that are themselves an append-only record


@dataclass(frozen=True)
class Access:
    """What one database role may do: ``verbs`` of S, I, U and D to rows for which ``rows`` holds.

    ``written`` is what must hold of a row after an insert or update, where that differs from ``rows``.
    ``columns`` are the only ones its updates may set; empty means any that the table lets change.
    """

    verbs: str
    rows: str = "true"
    written: str = ""
    columns: tuple[str, ...] = ()


OWN_AUTHORITY = "authority_id = app_authority()"
OWN_PROVIDER = "provider_id = app_provider()"


@dataclass(frozen=True, kw_only=True)
class Wall:
    """Access of each role to one table, the tenant columns its foreign keys must carry, and its audit."""

    kind: Kind
    login: Access | None = None
    council: Access | None = None
    provider: Access | None = None
    system: Access | None = None
    tenant_columns: tuple[str, ...] = ()
    audit: Audit = Audit.FULL
    append_only: bool = False
    # The only columns an update may change; empty means any.
    changes: tuple[str, ...] = ()

    @classmethod
    def register(cls, *, login: bool = False, audit: Audit = Audit.FULL, **more: object) -> "Wall":
        """Global facts: both sides read, the system side keeps."""
        return cls(
            kind=Kind.GLOBAL,
            **{  # type: ignore[arg-type]
                "login": Access("S") if login else None,
                "council": Access("S"),
                "provider": Access("S"),
                "system": Access("SIUD"),
                "audit": audit,
                **more,
            },
        )

    @classmethod
    def council_private(
        cls,
        *,
        clearance: int = 1,
        verbs: str = "SIU",
        provider: Access | None = None,
        audit: Audit = Audit.FULL,
        append_only: bool = False,
        tenant_columns: tuple[str, ...] = ("authority_id",),
        **more: object,
    ) -> "Wall":
        """One council's rows (column ``authority_id``), for its actors of at least ``clearance``."""
        rows = OWN_AUTHORITY + (f" AND app_clearance() >= {clearance}" if clearance else "")
        return cls(
            kind=Kind.COUNCIL,
            council=Access("SI" if append_only else verbs, rows),
            provider=provider,
            tenant_columns=tenant_columns,
            audit=audit,
            append_only=append_only,
            **more,  # type: ignore[arg-type]
        )

    @classmethod
    def shared(
        cls, *, read: str, write: str, provider: Access | None = None, verbs: str = "SIU", **more: object
    ) -> "Wall":
        """A partnership's rows: ``read`` says which councils see a row, ``write`` which may change it."""
        return cls(
            kind=Kind.SHARED,
            council=Access(verbs, read, written=write),
            provider=provider,
            **more,  # type: ignore[arg-type]
        )

    @classmethod
    def provider_private(
        cls,
        *,
        verbs: str = "SIU",
        council: Access | None = None,
        audit: Audit = Audit.FULL,
        append_only: bool = False,
        tenant_columns: tuple[str, ...] = ("provider_id",),
        **more: object,
    ) -> "Wall":
        """One provider's rows (column ``provider_id``); ``council`` says what councils may read of them."""
        return cls(
            kind=Kind.PROVIDER,
            provider=Access("SI" if append_only else verbs, OWN_PROVIDER),
            council=council,
            tenant_columns=tenant_columns,
            audit=audit,
            append_only=append_only,
            **more,  # type: ignore[arg-type]
        )

    @classmethod
    def before_sign_in(cls, *, own: str = "", **more: object) -> "Wall":
        """Accounts and sessions, kept by the login role; ``own`` says which row a signed-in person reads."""
        access = Access("S", own) if own else None
        return cls(
            kind=Kind.LOGIN,
            login=Access("SIUD"),
            **{"council": access, "provider": access, "audit": Audit.NONE, **more},  # type: ignore[arg-type]
        )
