"""Doors to what a provider shows of itself, and how its insurance stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core import formats
from core.actor import Actor
from core.errors import NotFound
from providers.choices import EXPECTED_INSURANCE, INSURANCE, DocumentKind
from providers.expiry import Expiry, expiry_of
from providers.models import Provider, ProviderDocument


@dataclass(frozen=True)
class Standing:
    """A document as it stands on a day, or cover that is expected and was not given (``document`` None)."""

    kind: DocumentKind
    document: ProviderDocument | None
    expiry: Expiry

    @property
    def note(self) -> str:
        """``until 31 March 2027, added on 2 April 2026 by Robin Manager``."""
        assert self.document is not None
        added = f"added on {formats.day(self.document.added_at)} by {self.document.added_by}"
        until = self.document.expires_on
        return f"until {formats.day(until)}, {added}" if until else added

    @property
    def in_words(self) -> str:
        """``Public liability insurance: expired``."""
        return f"{self.kind.label}: {self.expiry.value.lower()}"


def documents_visible_to(actor: Actor) -> QuerySet[ProviderDocument]:
    """A provider's own, or to a council every provider's; without those taken down."""
    documents = ProviderDocument.objects.filter(taken_down_at=None)
    return documents.filter(provider=actor.provider_id) if actor.is_provider else documents


def access_own_document(actor: Actor, reference: str) -> ProviderDocument:
    found = documents_visible_to(actor).filter(provider=actor.provider_id, reference=reference).first()
    if found is None:
        raise NotFound
    return found


def standings_of(provider: Provider, actor: Actor, *, on: date) -> list[Standing]:
    """Insurance first, the newest of each kind with the cover that is missing; then every other document."""
    shown = (
        documents_visible_to(actor)
        .filter(provider=provider)
        .select_related("document")
        .defer("document__content")
        .order_by("-added_at", "-pk")
    )
    newest: dict[str, ProviderDocument] = {}
    others = []
    for document in shown:
        if document.kind in INSURANCE:
            newest.setdefault(document.kind, document)
        else:
            others.append(document)
    cover = [
        Standing(kind, newest[kind], expiry_of(newest[kind].expires_on, on=on))
        if kind in newest
        else Standing(kind, None, Expiry.MISSING)
        for kind in INSURANCE
        if kind in newest or kind in EXPECTED_INSURANCE
    ]
    return cover + [
        Standing(DocumentKind(each.kind), each, expiry_of(each.expires_on, on=on)) for each in others
    ]


def cover_to_renew(actor: Actor, *, on: date) -> list[Standing]:
    """The actor's own insurance that has run out, soon will, or is missing."""
    assert actor.provider_id is not None
    standings = standings_of(Provider(pk=actor.provider_id), actor, on=on)
    return [each for each in standings if each.kind in INSURANCE and each.expiry.needs_action]
