from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from authorities.choices import Role
        from core.actor import Side
        from core.imports import register_kind
        from core.navigation import Place, register
        from providers import jobs, receivers  # noqa: F401
        from providers.choices import ProviderRole
        from providers.imports import OFSTED

        register_kind(OFSTED)

        council, provider = frozenset({Side.COUNCIL}), frozenset({Side.PROVIDER})
        register(
            Place(
                75,
                "Register",
                "ofsted_imports",
                council,
                frozenset({Role.REGISTER_KEEPER.value}),
                covers=("reregistration_list",),
            ),
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
