"""Long work of this room."""

from typing import Any

from django.core.mail import EmailMessage, get_connection

from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from providers.models import ProviderUser
from providers.services.letters import PROVIDER_LETTER


@job(PROVIDER_LETTER)
def send_provider_letter(context: JobContext) -> Publish:
    """Write to each person apart, so that nobody reads another's address.

    Addresses are read by the login role, outside any transaction of a council: a council may not read them.
    """
    params = context.params
    addresses = list(
        ProviderUser.objects.filter(provider_id=params["provider_id"], user__is_active=True).values_list(
            "user__email", flat=True
        )
    )
    letters = [EmailMessage(params["subject"], params["body"], to=[address]) for address in addresses]
    get_connection().send_messages(letters)

    def publish(job: Job) -> dict[str, Any]:
        return {"sent": len(letters)}

    return publish
