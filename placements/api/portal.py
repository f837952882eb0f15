"""Referrals sent to a provider and its answers to them."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import Listing, Register
from placements.api.answers import (
    DeclineSerializer,
    NewOfferSerializer,
    OpenedReferralSerializer,
    OwnOfferSerializer,
    SentReferralSerializer,
    WithdrawalSerializer,
)
from placements.choices import DeclineReason
from placements.models import ReferralRecipient
from placements.selectors.inbox import (
    access_offer,
    access_recipient,
    homes_asked,
    offers_of,
    referrals_sent_to,
)
from placements.services.offers import decline_referral, mark_read, submit_offer, withdraw_offer
from providers.choices import ProviderRole
from providers.selectors.homes import access_own_home


class SentReferralViewSet(Listing):
    """Referrals open to the provider, those to answer soonest first. Opening one marks it as read."""

    roles = frozenset({ProviderRole.PROVIDER})
    serializer_class = SentReferralSerializer
    lookup_field = "reference"
    lookup_value_regex = "[A-Z0-9-]+"
    filterset_fields = ("state",)
    order = ("referral__respond_by", "pk")

    def visible(self) -> QuerySet:
        return referrals_sent_to(self.actor)

    @extend_schema(responses=OpenedReferralSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """What may be known of the child, and the homes the council had in mind."""
        recipient = access_recipient(self.actor, reference)
        return self._opened(mark_read(recipient=recipient, by=self.actor, at=timezone.now()))

    @extend_schema(request=DeclineSerializer, responses=OpenedReferralSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, reference: str) -> Response:
        """Say no, with a coded reason."""
        recipient = access_recipient(self.actor, reference)
        said = DeclineSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        recipient = decline_referral(
            recipient=recipient,
            reason=DeclineReason(said.validated_data["reason"]),
            note=said.validated_data["note"],
            by=self.actor,
            at=timezone.now(),
        )
        return self._opened(recipient)

    def _opened(self, recipient: ReferralRecipient) -> Response:
        asked = homes_asked(self.actor, recipient, on=timezone.localdate())
        return Response(OpenedReferralSerializer(recipient, context={"homes_asked": asked}).data)


class OwnOfferViewSet(Register):
    """The provider's offers and what became of them, newest first."""

    roles = frozenset({ProviderRole.PROVIDER})
    serializer_class = OwnOfferSerializer
    filterset_fields = ("state",)
    order = ("-submitted_at", "-pk")

    def visible(self) -> QuerySet:
        return offers_of(self.actor)

    @extend_schema(request=NewOfferSerializer, responses={201: OwnOfferSerializer})
    def create(self, request: Request) -> Response:
        """Offer one home for a referral. An offer cannot be changed, only withdrawn and made again."""
        said = NewOfferSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        terms = said.validated_data
        offer = submit_offer(
            recipient=access_recipient(self.actor, terms.pop("referral")),
            setting=access_own_home(self.actor, terms.pop("setting"), on=timezone.localdate()),
            **terms,
            by=self.actor,
            at=timezone.now(),
        )
        return self._shown(offer.reference, status.HTTP_201_CREATED)

    @extend_schema(request=WithdrawalSerializer, responses=OwnOfferSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, reference: str) -> Response:
        """Take an offer back while the council has not chosen it."""
        offer = access_offer(self.actor, reference)
        said = WithdrawalSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        withdraw_offer(
            offer=offer,
            **said.validated_data,
            by=self.actor,
            at=timezone.now(),
        )
        return self._shown(reference, status.HTTP_200_OK)

    def _shown(self, reference: str, code: int) -> Response:
        return Response(self.get_serializer(access_offer(self.actor, reference)).data, status=code)
