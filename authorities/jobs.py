"""Long work of this room."""

from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from authorities.selectors.people import staff_addresses
from authorities.services.letters import STAFF_LETTER
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job


@job(STAFF_LETTER)
def send_staff_letter(context: JobContext) -> Publish:
    """Write to each person apart. Addresses are read by the login role, outside any transaction of a council:
    the accounts are its alone."""
    params = context.params
    addresses = staff_addresses(
        context.actor.council_id, roles=params["roles"], people=params["people"], on=timezone.localdate()
    )
    letters = [EmailMessage(params["subject"], params["body"], to=[address]) for address in addresses]
    get_connection().send_messages(letters)

    def publish(job: Job) -> dict[str, Any]:
        return {"sent": len(letters)}

    return publish
