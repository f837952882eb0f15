from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from core.actor import Side
        from core.navigation import Place, register
        from reports.choices import SPEND_READERS

        register(Place(60, "Spend", "spend", frozenset({Side.COUNCIL}), frozenset(SPEND_READERS)))
