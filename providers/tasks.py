"""Celery's calendar for this room."""

from celery import shared_task
from django.utils import timezone

from core.actor import Actor, acting_as
from providers.selectors.people import addresses_by_provider
from providers.services.reminders import send_vacancy_reminders


@shared_task(name="providers.remind_of_vacancies")
def remind_of_vacancies() -> None:
    """Remind each provider, on its own rhythm, of the homes about which it has said nothing lately."""
    now = timezone.now()
    for provider_id, addresses in addresses_by_provider().items():
        with acting_as(Actor.provider(provider_id, name="Vacancy reminders")) as actor:
            send_vacancy_reminders(addresses=addresses, by=actor, at=now)
