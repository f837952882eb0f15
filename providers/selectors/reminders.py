"""Opening a reminder's link. Runs as the login role: whoever follows it need not be signed in."""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from core.errors import NotFound
from providers.links import digest_of
from providers.models import ProviderUser, Setting, VacancyReminder


@dataclass(frozen=True)
class OpenLink:
    """A link that may be used, and the person it was sent to, as an actor with no role but this."""

    reminder: VacancyReminder
    actor: Actor


def open_link(token: str, *, at: datetime) -> OpenLink | None:
    """The reminder behind ``token``; None when it is unknown, used or expired, or its reader has left."""
    reminder = VacancyReminder.objects.filter(token_digest=digest_of(token)).first()
    if reminder is None or not reminder.is_open_at(at):
        return None
    person = (
        ProviderUser.objects.at_work()
        .filter(provider=reminder.provider_id, user__email=reminder.sent_to)
        .first()
    )
    if person is None:
        return None
    return OpenLink(reminder, Actor.provider(reminder.provider_id, person_id=person.pk, name=person.name))


def linked_home(link: OpenLink) -> Setting:
    """The home the link is about, read as the link's actor; ``NotFound`` once another provider runs it."""
    found = Setting.objects.filter(pk=link.reminder.setting_id, provider=link.reminder.provider_id).first()
    if found is None:
        raise NotFound
    return found
