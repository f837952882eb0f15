"""A council's cases: requests, referrals, offers, approvals, agreements and placements."""

from django.db.models import QuerySet

from core.api.views import Register
from placements.api import filters, serializers
from placements.selectors.agreements import AGREEMENT_READERS, agreements_visible_to
from placements.selectors.approvals import APPROVAL_READERS, approvals_visible_to
from placements.selectors.offers import offers_visible_to
from placements.selectors.placements import PLACEMENT_READERS, placements_visible_to
from placements.selectors.requests import READERS, SEES_ALL, requests_visible_to
from placements.selectors.sourcing import referrals_visible_to


class PlacementRequestViewSet(Register):
    """Requests for a home; a social worker's own."""

    roles = frozenset(READERS)
    serializer_class = serializers.PlacementRequestSerializer
    filterset_class = filters.PlacementRequestFilter

    def visible(self) -> QuerySet:
        return requests_visible_to(self.actor)


class ReferralViewSet(Register):
    """What providers were told of a request, and who has answered."""

    roles = frozenset(READERS)
    serializer_class = serializers.ReferralSerializer
    filterset_class = filters.ReferralFilter

    def visible(self) -> QuerySet:
        return referrals_visible_to(self.actor)


class OfferViewSet(Register):
    """Providers' offers. Social workers do not see bids."""

    roles = frozenset(SEES_ALL)
    serializer_class = serializers.OfferSerializer
    filterset_class = filters.OfferFilter

    def visible(self) -> QuerySet:
        return offers_visible_to(self.actor)


class ApprovalRequestViewSet(Register):
    """Approvals: all to those who search and audit, an approver's own to decide."""

    roles = frozenset(APPROVAL_READERS)
    serializer_class = serializers.ApprovalRequestSerializer
    filterset_class = filters.ApprovalRequestFilter

    def visible(self) -> QuerySet:
        return approvals_visible_to(self.actor)


class PlacementAgreementViewSet(Register):
    """Individual placement agreements with their fees and signatures."""

    roles = frozenset(AGREEMENT_READERS)
    serializer_class = serializers.PlacementAgreementSerializer
    filterset_class = filters.PlacementAgreementFilter

    def visible(self) -> QuerySet:
        return agreements_visible_to(self.actor)


class PlacementViewSet(Register):
    """Who lives where, from when to when, and what it costs a week."""

    roles = frozenset(PLACEMENT_READERS)
    serializer_class = serializers.PlacementSerializer
    filterset_class = filters.PlacementFilter

    def visible(self) -> QuerySet:
        return placements_visible_to(self.actor)
