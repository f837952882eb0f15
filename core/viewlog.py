"""The view log: who opened a page or file that shows a child's level 2 or 3 facts, and who was refused."""

from datetime import datetime

from django.db import connection

from core.actor import Actor


def note_view(actor: Actor, *, authority_id: int, subject: str, level: int, page: str, at: datetime) -> None:
    """Record that ``actor`` saw ``subject`` (a public reference) on ``page`` at ``level`` of the ladder.

    ``authority_id`` is the council whose child it is. Plain SQL, because a provider may write a line of the
    log but read none, so the insert may not return its key.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_viewevent"
            " (at, authority_id, provider_id, user_id, person, subject, level, page)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [at, authority_id, actor.provider_id, actor.user_id, actor.name, subject, level, page],
        )


def note_refusal(actor: Actor, *, page: str, at: datetime) -> None:
    """Record that ``actor`` asked for ``page`` and was told that nothing is there: a guess leaves a trace.

    Every council reads of a provider's guesses, so its people are not named there.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_refusedlook"
            " (at, authority_id, provider_id, user_id, person, organisation, page)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                at,
                actor.authority_id,
                actor.provider_id,
                actor.user_id,
                "" if actor.is_provider else actor.name,
                actor.organisation,
                page[:200],
            ],
        )
