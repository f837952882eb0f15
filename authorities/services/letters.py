"""E-mail to a council's own people. It is a job, so it outlives a mail server that is away.

A letter says that there is something to do in Hearth. It names no child.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from core.actor import Actor
from core.jobs import enqueue
from core.letters import letter_text

STAFF_LETTER = "staff_letter"


def write_to_staff(
    *,
    roles: Iterable[str],
    people: Iterable[int] = (),
    template: str,
    subject: str,
    context: dict[str, object],
    by: Actor,
    at: datetime,
) -> None:
    """Send ``templates/emails/<template>.txt``, when the work commits, to everybody of the actor's council
    who then holds one of ``roles`` and to ``people`` (ids of its staff), each once."""
    enqueue(
        STAFF_LETTER,
        by=by,
        at=at,
        title=subject,
        params={
            "roles": sorted({str(role) for role in roles}),
            "people": sorted(set(people)),
            "subject": subject,
            "body": letter_text(template, {**context, "site": settings.SITE_URL}),
        },
    )
