"""Long work of this room."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from core.actor import acting_as
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.models import Job
from providers.links import link_token
from providers.models import ProviderUser, VacancyReminder
from providers.selectors.vacancies import newest_reports
from providers.services.letters import PROVIDER_LETTER, letter_text
from providers.services.reminders import VACANCY_LETTER


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


@job(VACANCY_LETTER)
def send_vacancy_letters(context: JobContext) -> Publish:
    """One letter to each address, with a link for each of its homes."""
    with acting_as(context.actor):
        reminders = list(
            VacancyReminder.objects.filter(pk__in=context.params["reminders"])
            .select_related("setting")
            .order_by("sent_to", "setting__name")
        )
        reports = newest_reports({reminder.setting_id for reminder in reminders})
    letters = []
    for address, own in groupby(reminders, key=lambda reminder: reminder.sent_to):
        homes = [
            {
                "home": r.setting,
                "report": reports.get(r.setting_id),
                "link": _link(r),
                "expires": r.expires_at,
            }
            for r in own
        ]
        body = letter_text("vacancy_reminder", {"homes": homes})
        letters.append(EmailMessage("Are your vacancies still right?", body, to=[address]))
    get_connection().send_messages(letters)

    def publish(job: Job) -> dict[str, Any]:
        return {"sent": len(letters)}

    return publish


def _link(reminder: VacancyReminder) -> str:
    token = link_token(setting_id=reminder.setting_id, sent_to=reminder.sent_to, sent_at=reminder.sent_at)
    return settings.SITE_URL + reverse("vacancy_link", args=[token])
