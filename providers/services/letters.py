"""E-mail to a provider's people. It is a job, so it outlives a mail server that is away.

A letter says that there is something to read in the portal. It names no child and holds no fact of one.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from core.actor import Actor
from core.jobs import enqueue

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
    body = render_to_string(f"emails/{template}.txt", {**context, "portal": f"{settings.SITE_URL}/portal/"})
    for provider_id in provider_ids:
        enqueue(
            PROVIDER_LETTER,
            by=by,
            at=at,
            title=subject,
            params={"provider_id": provider_id, "subject": subject, "body": body},
        )
