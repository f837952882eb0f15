"""Statements made: the door to them."""

from django.db.models import QuerySet

from core.actor import Actor
from core.models import Document
from reports.models import Statement


def statements_visible_to(actor: Actor) -> QuerySet[Statement]:
    """The council's, of those whose document the actor may open; the wall of documents decides."""
    return Statement.objects.filter(
        authority_id=actor.council_id, document__in=Document.objects.values("pk")
    ).defer("figures")
