"""Reading a provider's people."""

from core.actor import Actor
from providers.choices import ProviderRole
from providers.models import ProviderUser


def provider_actor(user_id: int) -> Actor | None:
    """The actor a provider's person is; None for anyone else."""
    person = ProviderUser.objects.at_work().select_related("provider").filter(user_id=user_id).first()
    if person is None:
        return None
    roles = {ProviderRole.PROVIDER.value}
    if person.is_administrator:
        roles.add(ProviderRole.PROVIDER_ADMINISTRATOR.value)
    return Actor.provider(
        person.provider_id,
        user_id=user_id,
        person_id=person.pk,
        roles=frozenset(roles),
        name=person.name,
        organisation=person.provider.name,
    )


def addresses_by_provider() -> dict[int, list[str]]:
    """The e-mail addresses of each provider's active people. Runs as the login role."""
    found: dict[int, list[str]] = {}
    people = ProviderUser.objects.at_work().order_by("provider_id", "user__email")
    for provider_id, address in people.values_list("provider_id", "user__email"):
        found.setdefault(provider_id, []).append(address)
    return found
