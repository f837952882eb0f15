"""Long work of this room."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from core.actor import acting_as
from core.jobs import JobContext, job
from core.jobs.queue import Publish
from core.letters import letter_text
from core.models import Job
from providers.links import invitation_token, link_token
from providers.models import ProviderUser, VacancyReminder
from providers.selectors.colleagues import invitations_visible_to
from providers.selectors.vacancies import newest_reports
from providers.services.colleagues import INVITATION_LETTER
from providers.services.letters import PROVIDER_LETTER
from providers.services.reminders import VACANCY_LETTER


@job(PROVIDER_LETTER)
def send_provider_letter(context: JobContext) -> Publish:
    """Write to each person apart, so that nobody reads another's address.

    Addresses are read by the login role, outside any transaction of a council: a council may not read them.
    """
    params = context.params
    addresses = list(
        ProviderUser.objects.at_work()
        .filter(provider_id=params["provider_id"])
        .values_list("user__email", flat=True)
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


@job(INVITATION_LETTER)
def send_invitation_letter(context: JobContext) -> Publish:
    """The letter with the link, unless the invitation was withdrawn meanwhile."""
    with acting_as(context.actor):
        invitation = (
            invitations_visible_to(context.actor)
            .select_related("provider")
            .filter(reference=context.params["invitation"])
            .first()
        )
    if invitation:
        token = invitation_token(
            reference=invitation.reference, email=invitation.email, sent_at=invitation.sent_at
        )
        link = settings.SITE_URL + reverse("invitation_accept", args=[token])
        body = letter_text(
            "provider_invitation", {"invitation": invitation, "provider": invitation.provider, "link": link}
        )
        subject = f"You are invited to act for {invitation.provider} in Hearth"
        EmailMessage(subject, body, to=[invitation.email]).send()

    def publish(job: Job) -> dict[str, Any]:
        return {"sent": int(invitation is not None)}

    return publish


def _link(reminder: VacancyReminder) -> str:
    token = link_token(setting_id=reminder.setting_id, sent_to=reminder.sent_to, sent_at=reminder.sent_at)
    return settings.SITE_URL + reverse("vacancy_link", args=[token])
