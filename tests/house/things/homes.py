"""A provider's homes and people, and how they stand in the register."""

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.imports import Given
from core.imports.services import keep_import
from providers.imports import OFSTED
from providers.links import LINK_LIFE, digest_of, invitation_token, link_token
from providers.models import Provider, Setting, VacancyReminder
from providers.services.reregistrations import keeper_for
from tests.factories.authorities import (
    council_actor,
)
from tests.factories.placements import NOW
from tests.factories.providers import (
    InvitationFactory,
    ProviderDocumentFactory,
    ProviderUserFactory,
    ReregistrationFactory,
)


def of_provider(provider: Provider) -> dict[str, str]:
    """A colleague, an invitation with its secret, and a document every council may read."""
    invitation = InvitationFactory.create(provider=provider)
    secret = invitation_token(
        reference=invitation.reference, email=invitation.email, sent_at=invitation.sent_at
    )
    return {
        "colleague": ProviderUserFactory.create(provider=provider).reference,
        "invitation": invitation.reference,
        "invitation_link": secret,
        "profile_document": ProviderDocumentFactory.create(provider=provider).reference,
    }


def reminder_link(home: Setting) -> str:
    """The secret of a reminder sent to one of the provider's people."""
    address = ProviderUserFactory.create(provider=home.provider).user.email
    token = link_token(setting_id=home.pk, sent_to=address, sent_at=NOW)
    with acting_as(Actor.provider(home.provider_id)):
        VacancyReminder.objects.create(
            provider=home.provider,
            setting=home,
            sent_at=NOW,
            sent_to=address,
            expires_at=NOW + LINK_LIFE,
            token_digest=digest_of(token),
        )
    return token


def listed(home: Setting) -> dict[str, str]:
    """A list given to the register's keeper, and another number the home may have had."""
    keeper = keeper_for(council_actor(Role.REGISTER_KEEPER))
    files = [Given("list", "list.csv", b"URN")]
    with acting_as(keeper):
        made = keep_import(kind=OFSTED, files=files, params={}, by=keeper, at=NOW)
    pair = ReregistrationFactory.create(later=home, earlier__provider=home.provider)
    return {"ofsted": made.reference, "reregistration": pair.reference}
