"""E-mail to a provider's people. It is a job, so it outlives a mail server that is away.

A letter says that there is something to read in the portal. It names no child and holds no fact of one.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from core.actor import Actor
from core.jobs import enqueue
from core.letters import letter_text

PROVIDER_LETTER = "provider_letter"


def write_to_providers(
    provider_ids: Iterable[int],
    *,
    template: str,
    subject: str,
    context: dict[str, object],
    by: Actor,
    at: datetime,
) -> None:
    """Send every active user of each provider ``templates/emails/<template>.txt``, when the work commits."""
    body = letter_text(template, {**context, "portal": f"{settings.SITE_URL}/portal/"})
    for provider_id in provider_ids:
        enqueue(
            PROVIDER_LETTER,
            by=by,
            at=at,
            title=subject,
            params={"provider_id": provider_id, "subject": subject, "body": body},
        )
