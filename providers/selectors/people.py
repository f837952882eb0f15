"""Reading a provider's people."""

from core.actor import Actor
from providers.choices import ProviderRole
from providers.models import ProviderUser
from providers.selectors.grants import grants_in_force


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
    """The e-mail addresses of those who keep each provider's vacancies: its own active people, and those of
    companies of its group that it lets. Runs as the login role."""
    found: dict[int, list[str]] = {}
    people = ProviderUser.objects.at_work().order_by("provider_id", "user__email")
    for provider_id, address in people.values_list("provider_id", "user__email"):
        found.setdefault(provider_id, []).append(address)
    own = {provider_id: list(addresses) for provider_id, addresses in found.items()}
    for provider_id, keeper in grants_in_force().order_by("pk").values_list("provider_id", "to_provider_id"):
        found[provider_id] = [*found.get(provider_id, []), *own.get(keeper, [])]
    return found
