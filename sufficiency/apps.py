from django.apps import AppConfig


class SufficiencyConfig(AppConfig):
    name = "sufficiency"

    def ready(self) -> None:
        from core.actor import Side
        from core.navigation import Place, register
        from sufficiency import receivers  # noqa: F401
        from sufficiency.choices import SUMMARY_READERS

        register(
            Place(
                70,
                "Sufficiency",
                "sufficiency",
                frozenset({Side.COUNCIL}),
                frozenset(SUMMARY_READERS),
                covers=("statements",),
            )
        )
