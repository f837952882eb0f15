"""A provider's people and invitations, as its administrator sees them, and the way in by an invitation."""

from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from providers.links import digest_of
from providers.models import ProviderInvitation, ProviderUser


def colleagues_visible_to(actor: Actor) -> QuerySet[ProviderUser]:
    """The people of the actor's provider who have not left, by name."""
    return ProviderUser.objects.filter(provider=actor.provider_id, ended_at=None).order_by("name", "pk")


def access_colleague(actor: Actor, reference: str) -> ProviderUser:
    found = colleagues_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def invitations_visible_to(actor: Actor) -> QuerySet[ProviderInvitation]:
    """Invitations of the actor's provider nobody has used or withdrawn, newest first."""
    waiting = ProviderInvitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return waiting.filter(provider=actor.provider_id).order_by("-sent_at", "-pk")


def access_invitation(actor: Actor, reference: str) -> ProviderInvitation:
    found = invitations_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def open_invitation(token: str, *, at: datetime) -> ProviderInvitation | None:
    """The invitation behind a link's secret; None when it is unknown, used, withdrawn or expired. Runs as the
    login role: whoever follows it has no account yet."""
    found = (
        ProviderInvitation.objects.select_related("provider").filter(token_digest=digest_of(token)).first()
    )
    return found if found and found.is_open_at(at) else None
