from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"

    def ready(self) -> None:
        from core.actor import Side
        from core.navigation import Place, register
        from placements.selectors.approvals import APPROVAL_READERS
        from placements.selectors.placements import PLACEMENT_READERS
        from placements.selectors.requests import READERS

        council = frozenset({Side.COUNCIL})
        register(
            Place(10, "Requests", "request_queue", council, frozenset(READERS)),
            Place(20, "Approvals", "approval_queue", council, frozenset(APPROVAL_READERS)),
            Place(30, "Placements", "placement_list", council, frozenset(PLACEMENT_READERS)),
        )
