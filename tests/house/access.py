"""Every address, walked from the URLconf, with what its view says of who may come in and what it is about.

A new page needs nothing here when its view is marked (``core.views``) and its name starts with the noun of
the thing in its address; otherwise it needs its row below, and the tests fail until it has one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.actor import Side
from tests.house.world import MISSING, VISITOR_KEY, Persona, World

# Addresses that are not ours: Django's admin and allauth's pages, each with tests of their own.
FOREIGN_PREFIXES = ("admin/", "account/")

# The noun of a route whose name does not start with it.
NOUNS: dict[str, str] = {
    "portal_referral": "referral",
    "portal_offer": "referral",
    "portal_decline": "referral",
    "portal_offer_detail": "offer",
    "portal_offer_withdraw": "offer",
    "portal_agreement": "agreement",
    "portal_placement": "placement",
    "vacancy_report": "home",
    "vacancy_confirm": "home",
    "spend_source": "placement",
    "sourcing": "request",
    "sourcing_start": "request",
    "sourcing_close": "request",
    "request_new_for": "child",
}
# What the register shows to everybody on a side.
PUBLIC: dict[Side, frozenset[str]] = {
    Side.COUNCIL: frozenset({"home", "provider"}),
    # Both providers were asked in every case of this world; placements/test_portal_views has one that was not.
    Side.PROVIDER: frozenset({"referral"}),
}
# Parameters that are not the reference of a thing, with a value each; ``address.parameter`` is of one alone.
VALUES: dict[str, str] = {
    "month": "2026-11",
    "by": "category",
    "spend_group.key": "residential",
    "become_persona.key": VISITOR_KEY,
    "file_format": "csv",
}
# Parameters that are; a name here is the noun itself, ``reference`` is of the address's noun.
REFERENCES = frozenset({"reference", "child", "digest", "urn"})
# Things of one person alone, tried only as missing here: the tests of their room try another's.
PERSONAL = frozenset({"token"})
# Roles that the view lets in but whose door hides this tenancy's thing from them, and why.
HIDDEN: dict[str, frozenset[str]] = {}


@dataclass(frozen=True)
class Address:
    """One route. ``roles`` is None where the view has no mark; ``*`` among them is anyone signed in."""

    name: str
    pattern: str
    view: Any
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[str] | None:
        return _mark(self.view, "roles")

    @property
    def public_because(self) -> str | None:
        return _mark(self.view, "public_because")

    @property
    def is_ours(self) -> bool:
        return bool(self.roles or self.public_because) or not self.pattern.startswith(FOREIGN_PREFIXES)

    @property
    def takes_reference(self) -> bool:
        return not REFERENCES.isdisjoint(self.parameters)

    @property
    def noun(self) -> str:
        """What the address is about: its row in ``NOUNS``, else the first word of its name."""
        return (
            NOUNS.get(self.name)
            or self.name.partition(":")[2].partition("_")[0]
            or self.name.partition("_")[0]
        )

    def unknown_parameters(self) -> set[str]:
        return {p for p in self.parameters if p not in REFERENCES and not self.value_rows(p)}

    def value_rows(self, parameter: str) -> list[str]:
        return [row for row in (f"{self.name}.{parameter}", parameter) if row in VALUES]

    def open_to(self, persona: Persona) -> bool:
        if self.public_because:
            return True
        if persona.actor is None or self.roles is None:
            return False
        return "*" in self.roles or not self.roles.isdisjoint(persona.actor.roles)

    def url(self, reference: str = MISSING) -> str:
        values = {
            parameter: reference if parameter in REFERENCES else VALUES[self.value_rows(parameter)[0]]
            for parameter in self.parameters
        }
        return reverse(self.name, kwargs=values)

    def urls(self, world: World, persona: Persona) -> dict[str, str]:
        """The addresses to try: of the person's own thing, another tenant's, and one that does not exist."""
        if not self.takes_reference:
            return {"own": self.url()}
        if self.noun in PERSONAL:
            return {"missing": self.url()}
        whose = {"own": world.home.things[self.noun], "foreign": world.abroad.things[self.noun]}
        if persona.actor is not None and self.noun in PUBLIC.get(persona.actor.side, ()):
            whose.pop("foreign")
        return {kind: self.url(reference) for kind, reference in (whose | {"missing": MISSING}).items()}


def _mark(view: Any, name: str) -> Any:
    """A mark on the view's function, or on its class where it is made of one."""
    for holder in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        if (mark := getattr(holder, name, None)) is not None:
            return mark
    return None


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield Address(
                name=f"{namespace}{pattern.name}",
                pattern=simplify_regex(prefix + str(pattern.pattern)).removeprefix("/"),
                view=pattern.callback,
                parameters=tuple(pattern.pattern.regex.groupindex or pattern.pattern.converters),
            )
