"""Keeping a search for homes, and forgetting it."""

from datetime import datetime

from django.db import transaction

from contracts.models import SavedSearch
from contracts.selectors.finding import searches_of
from core.actor import Actor
from core.errors import DomainError

MOST = 50


@transaction.atomic
def save_search(*, name: str, query: str, by: Actor, at: datetime) -> SavedSearch:
    """Keep ``query`` under ``name``; the same name again takes the new search."""
    if len(query) > 1000:
        raise DomainError("This search has too many filters to keep.")
    kept = searches_of(by)
    if kept.count() >= MOST and not kept.filter(name=name).exists():
        raise DomainError(f"You have {MOST} saved searches. Delete one first.", field="name")
    assert by.user_id is not None
    search, _ = SavedSearch.objects.update_or_create(
        authority_id=by.council_id,
        user_id=by.user_id,
        name=name,
        defaults={"query": query, "saved_at": at},
    )
    return search


@transaction.atomic
def forget_search(*, name: str, by: Actor) -> None:
    """Delete the person's own search of that name, if it is there."""
    searches_of(by).filter(name=name).delete()
