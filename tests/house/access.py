"""Every address, walked from the URLconf, with what its view says of who may come in and what it is about.

A new page needs nothing here when its view is marked (``core.views``) and its name starts with the noun of
the thing in its address; otherwise it needs its row below, and the tests fail until it has one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.actor import Side
from tests.house.world import MISSING, VISITOR_KEY, Persona, World

# Addresses that are not ours: Django's admin and allauth's pages, each with tests of their own.
NOT_OURS = ("admin/", "account/")

# What a parameter names. ``reference`` and ``pk`` are of the noun of the address.
NOUN_OF_PARAMETER = {
    "reference": "",
    "secret": "invitation_link",
    "action": "action",
    "child": "child",
    "code": "authority",
    "digest": "token",
    "job": "job",
    "offer": "offer",
    "window": "uplift_window",
    "feed": "calendar_feed",
    "placement": "placement",
    "token": "vacancy_link",
    "urn": "",
}
# Parameters that name no thing, with a value each; ``address.parameter`` is of one address alone.
VALUES: dict[str, str] = {
    "become_persona.key": VISITOR_KEY,
    "change": "step_down",
    "chart": "mix",
    "counted": "all",
    "file_format": "csv",
    "format_section.key": "purpose",
    "outturn_lines.category": "residential",
    "ledger_month_move.verb": "freeze",
    "fingerprint": "0" * 24,
    "kind": "older",
    "by": "category",
    "month": "2026-11",
    "newer": "2",
    "number": "1",
    "older": "1",
    "option": "alone",
    "paper_format": "d",
    "paper_section.key": "consultation",
    "setting_change.key": "vacancy_fresh_days",
    "spend_group.key": "residential",
    "topic": "finance",
}
# The noun of an address whose name does not start with it.
NOUNS: dict[str, str] = {
    "creditor_edit": "provider",
    "api_papers-version": "published",
    "finding_dismiss": "older",
    "finding_restore": "older",
    "paper_brief": "published",
    "paper_decide": "published",
    "paper_decision": "published",
    "paper_document": "published",
    "profile_document_end": "profile_document",
    "paper_read": "published",
    "portal_decline": "referral",
    "portal_offer": "referral",
    "referral_new": "request",
    "sourcing": "request",
    "sourcing_close": "request",
    "sourcing_start": "request",
    "spend_source": "placement",
}
# What everybody on a side may read, whoever's it is.
PUBLIC = {
    Side.COUNCIL: {
        "authority",
        "concern",
        "home",
        "ofsted",
        "partnership",
        "provider",
        "reregistration",
        "setting",
        "visit",
    },
    Side.PROVIDER: {"authority", "provider", "round", "setting"},
}
# Things of one person alone, tried here only as missing: the tests of their room try another's.
PERSONAL = {"token"}
# Roles that the view lets in but from whom the door hides this world's thing: a draft from members, an
# approval of the care itself from those who decide on other grounds.
HIDDEN: dict[str, set[str]] = {
    "api_approvals-detail": {"contract_signatory", "nominated_officer"},
    "api_papers-detail": {"cabinet_member"},
    # The words of the world's older paper are canaries, in which there is nothing to find.
    "finding_dismiss": {"commissioner", "democratic_services", "legal"},
    "paper_word": {"cabinet_member"},
    "approval_detail": {"contract_signatory", "nominated_officer"},
    # Another's delegation is theirs, the administrator's and the auditor's.
    "delegation_end": {
        *("service_manager", "head_of_service", "assistant_director", "dcs"),
        *("nominated_officer", "contract_signatory"),
    },
}


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
        return getattr(self.view, "roles", None)

    @property
    def public_because(self) -> str | None:
        return getattr(self.view, "public_because", None)

    @property
    def is_ours(self) -> bool:
        return bool(self.roles or self.public_because) or not self.pattern.startswith(NOT_OURS)

    @property
    def things(self) -> dict[str, str]:
        """Parameter to the noun of what it names."""
        return {p: NOUN_OF_PARAMETER[p] or self.noun for p in self.parameters if p in NOUN_OF_PARAMETER}

    @property
    def noun(self) -> str:
        """What the address is about: its row, else the first word of its name."""
        if self.name in NOUNS:
            return NOUNS[self.name]
        if plural := re.match(r"api_(\w+)-", self.name):
            return plural[1].removesuffix("s")
        return self.name.removeprefix("portal_").partition("_")[0]

    def unknown_parameters(self) -> set[str]:
        return {p for p in self.parameters if p not in NOUN_OF_PARAMETER and not self.value_rows(p)}

    def value_rows(self, parameter: str) -> list[str]:
        return [row for row in (f"{self.name}.{parameter}", parameter) if row in VALUES]

    def open_to(self, persona: Persona) -> bool:
        if self.public_because:
            return True
        if persona.actor is None or self.roles is None:
            return False
        return "*" in self.roles or not self.roles.isdisjoint(persona.actor.roles)

    def own(self, world: World) -> str:
        """The address of the people's own things."""
        return self._url({p: world.home.get(noun, MISSING) for p, noun in self.things.items()})

    def closed(self, world: World, persona: Persona) -> Iterator[str]:
        """The same with one of its things another tenant's, or one that does not exist."""
        own = {p: world.home.get(noun, MISSING) for p, noun in self.things.items()}
        public = PUBLIC[persona.actor.side] if persona.actor and persona.actor.side in PUBLIC else set()
        for parameter, noun in self.things.items():
            yield self._url({**own, parameter: MISSING})
            if noun not in public | PERSONAL and not self.public_because:
                yield self._url({**own, parameter: world.abroad[noun]})

    def _url(self, references: dict[str, str]) -> str:
        values = {p: VALUES[self.value_rows(p)[0]] for p in self.parameters if p not in references}
        return reverse(self.name, kwargs=values | references)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", "", ()))


def _walk(patterns: list[Any], prefix: str, namespace: str, outer: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        parameters = (*outer, *(pattern.pattern.regex.groupindex or pattern.pattern.converters))
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern), inner, parameters)
        elif isinstance(pattern, URLPattern):
            yield Address(
                name=f"{namespace}{pattern.name}",
                pattern=simplify_regex(prefix + str(pattern.pattern)).removeprefix("/"),
                view=pattern.callback,
                parameters=parameters,
            )


PAGES = [address for address in addresses() if address.is_ours and not address.public_because]


def readers(address: Address, world: World) -> list[Persona]:
    """One person of each side that the page is open to: all of a side read the same rows."""
    first: dict[Side | None, Persona] = {}
    for person in world.people:
        if person.actor and address.open_to(person):
            first.setdefault(person.actor.side, person)
    return list(first.values())
