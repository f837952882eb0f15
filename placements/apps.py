from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"

    def ready(self) -> None:
        from core.actor import Side
        from core.navigation import Place, register
        from placements.selectors.requests import READERS

        register(Place(10, "Requests", "request_queue", frozenset({Side.COUNCIL}), frozenset(READERS)))
