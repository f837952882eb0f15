from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"

    def ready(self) -> None:
        from core.actor import Side
        from core.navigation import Place, register
        from placements import receivers  # noqa: F401
        from placements.selectors.approvals import APPROVAL_READERS
        from placements.selectors.placements import PLACEMENT_READERS
        from placements.selectors.requests import READERS
        from placements.selectors.reviews import REVIEW_READERS

        council, provider = frozenset({Side.COUNCIL}), frozenset({Side.PROVIDER})
        register(
            Place(10, "Requests", "request_queue", council, frozenset(READERS)),
            Place(20, "Approvals", "approval_queue", council, frozenset(APPROVAL_READERS)),
            Place(30, "Placements", "placement_list", council, frozenset(PLACEMENT_READERS)),
            Place(32, "Due", "placements_due", council, frozenset(READERS)),
            Place(35, "Quality", "quality_queue", council, frozenset(REVIEW_READERS)),
            Place(10, "Home", "portal_home", provider),
            Place(20, "Referrals", "portal_referrals", provider),
            Place(40, "Offers", "portal_offers", provider),
            Place(50, "Agreements", "portal_agreements", provider),
            Place(60, "Placements", "portal_placements", provider),
            Place(65, "Reports", "portal_reports", provider),
        )
