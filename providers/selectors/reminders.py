"""Opening a reminder's link. Runs as the login role: whoever follows it need not be signed in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from core.actor import Actor
from core.errors import NotFound
from providers.links import digest_of
from providers.models import ProviderUser, Setting, VacancyReminder
from providers.selectors.grants import grants_in_force


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
    sisters = grants_in_force().filter(provider=reminder.provider_id).values("to_provider")
    person = (
        ProviderUser.objects.at_work()
        .filter(Q(provider=reminder.provider_id) | Q(provider__in=sisters), user__email=reminder.sent_to)
        .select_related("provider")
        .first()
    )
    if person is None:
        return None
    if person.provider_id == reminder.provider_id:
        voice = Actor.provider(reminder.provider_id, person_id=person.pk, name=person.name)
    else:
        name = f"{person.name}, {person.provider.name}"
        voice = Actor.provider(reminder.provider_id, name=name[:120])
    return OpenLink(reminder, voice)


def linked_home(link: OpenLink) -> Setting:
    """The home the link is about, read as the link's actor; ``NotFound`` once another provider runs it."""
    found = Setting.objects.filter(pk=link.reminder.setting_id, provider=link.reminder.provider_id).first()
    if found is None:
        raise NotFound
    return found
