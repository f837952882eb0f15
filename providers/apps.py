from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from authorities.choices import Role
        from core.actor import Side
        from core.navigation import Place, register
        from providers import jobs, receivers  # noqa: F401
        from providers.choices import ProviderRole

        council, provider = frozenset({Side.COUNCIL}), frozenset({Side.PROVIDER})
        registers = frozenset(Role.values)
        register(
            Place(40, "Homes", "home_list", council, registers, covers=("provider_list", "council_list")),
            Place(30, "Vacancies", "vacancy_list", provider),
            Place(70, "Our profile", "provider_profile", provider),
            Place(
                80,
                "Our people",
                "colleague_list",
                provider,
                frozenset({ProviderRole.PROVIDER_ADMINISTRATOR.value}),
            ),
        )
