from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from core.actor import Side
        from core.navigation import Place, register
        from providers import jobs, receivers  # noqa: F401

        provider = frozenset({Side.PROVIDER})
        register(
            Place(30, "Vacancies", "vacancy_list", provider),
            Place(70, "Our profile", "provider_profile", provider),
        )
