"""Letters about papers to the council's own people."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from core.actor import Actor
from core.jobs import enqueue
from core.letters import letter_text
from reports.models import Paper

# The authorities room's job that writes to staff; a report asks for it as any job is asked for.
STAFF_LETTER = "staff_letter"


def write_of_paper(
    paper: Paper,
    *,
    what: str,
    page: str,
    by: Actor,
    at: datetime,
    people: Iterable[int] = (),
    roles: Iterable[str] = (),
) -> None:
    """Tell ``people`` (ids of staff) and those who hold ``roles`` ``what``, with the address of ``page``."""
    people, roles = sorted(set(people)), sorted(set(roles))
    if not people and not roles:
        return
    address = settings.SITE_URL + reverse(page, args=[paper.reference])
    enqueue(
        STAFF_LETTER,
        by=by,
        at=at,
        title=f"{paper.title}: {what}"[:200],
        params={
            "roles": roles,
            "people": people,
            "subject": f"{paper.reference}: {what}",
            "body": letter_text("paper_step", {"paper": paper, "what": what, "address": address}),
        },
    )
