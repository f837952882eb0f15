"""The registers of homes and of providers, as councils search them."""

from django.utils import timezone

from authorities.choices import Role
from core.registers import Register
from providers.filters import HomeFilter, ProviderRegisterFilter
from providers.selectors.directory import homes_register, providers_register
from providers.tables import HomeTable, ProviderTable

homes = Register(
    route="home_list",
    title="Homes",
    roles=Role.values,
    door=lambda actor: homes_register(actor, at=timezone.now()),
    table=HomeTable,
    filterset=HomeFilter,
    template="authorities/directory.html",
    more=lambda actor: {"on_homes": True},
)
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
