from django.apps import AppConfig


class SufficiencyConfig(AppConfig):
    name = "sufficiency"

    def ready(self) -> None:
        from core.actor import Side
        from core.imports import register_kind
        from core.navigation import Place, register
        from sufficiency import receivers  # noqa: F401
        from sufficiency.choices import SUMMARY_READERS
        from sufficiency.imports.counts import COUNTS
        from sufficiency.imports.returns import RETURNS

        for kind in (RETURNS, COUNTS):
            register_kind(kind)
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
