"""The register of providers, as councils search it."""

from authorities.choices import Role
from core.registers import Register
from providers.filters import ProviderRegisterFilter
from providers.selectors.directory import providers_register
from providers.tables import ProviderTable

providers = Register(
    route="provider_list",
    title="Providers",
    roles=Role.values,
    door=providers_register,
    table=ProviderTable,
    filterset=ProviderRegisterFilter,
    template="authorities/directory.html",
    more=lambda actor: {"on_providers": True},
)
