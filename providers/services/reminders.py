"""Asking a provider whether its vacancies are still right, and taking the answer from the link."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor
from core.errors import Conflict
from core.jobs import enqueue
from core.locking import lock
from providers.choices import VacancyChannel
from providers.links import LINK_LIFE, digest_of, link_token
from providers.models import Setting, VacancyReminder, VacancyReport
from providers.selectors.vacancies import homes_to_remind_of
from providers.services.vacancies import confirm_no_change, report_vacancy

VACANCY_LETTER = "vacancy_letter"


@transaction.atomic
def send_vacancy_reminders(*, addresses: Sequence[str], by: Actor, at: datetime) -> int:
    """Remind each address of every home that is due, in one letter; how many reminders were written.

    ``by`` is a process of the provider. The letters are a job, so they outlive a mail server that is away.
    """
    assert by.provider_id is not None
    homes = [row.setting for row in homes_to_remind_of(by, at=at)]
    reminders = VacancyReminder.objects.bulk_create(
        VacancyReminder(
            provider_id=by.provider_id,
            setting=home,
            sent_at=at,
            sent_to=address,
            expires_at=at + LINK_LIFE,
            token_digest=digest_of(link_token(setting_id=home.pk, sent_to=address, sent_at=at)),
        )
        for address in addresses
        for home in homes
    )
    if reminders:
        enqueue(
            VACANCY_LETTER,
            by=by,
            at=at,
            title="Vacancy reminder",
            params={"reminders": [reminder.pk for reminder in reminders]},
        )
    return len(reminders)


@transaction.atomic
def answer_reminder(
    *, reminder: VacancyReminder, setting: Setting, report: dict[str, Any] | None, by: Actor, at: datetime
) -> VacancyReport:
    """Use a link up: with ``report`` (the facts ``report_vacancy`` takes), or None for no change.

    Raises Conflict when it was used meanwhile or has expired.
    """
    reminder = lock(reminder)
    if not reminder.is_open_at(at):
        raise Conflict("This link has been used or has expired.")
    reminder.used_at = at
    reminder.save(update_fields=["used_at"])
    if report is None:
        return confirm_no_change(setting=setting, by=by, at=at, channel=VacancyChannel.LINK)
    return report_vacancy(setting=setting, by=by, at=at, channel=VacancyChannel.LINK, **report)
