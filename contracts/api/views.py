"""Tools, memberships and block contracts, as the councils that share them read them."""

from django.db.models import QuerySet
from django.utils import timezone

from contracts.api.filters import BedNightFilter, BlockContractFilter, CommercialToolFilter, MembershipFilter
from contracts.api.serializers import (
    BedNightSerializer,
    BlockContractSerializer,
    CommercialToolSerializer,
    MembershipSerializer,
)
from contracts.policies import CONTRACT_READERS
from contracts.selectors.blocks import bed_nights_visible_to, blocks_visible_to, with_beds
from contracts.selectors.tools import memberships_visible_to, tools_visible_to
from core.api.views import Listing, Register


class CommercialToolViewSet(Register):
    """Frameworks, dynamic markets and lists the council leads or may use."""

    roles = frozenset(CONTRACT_READERS)
    serializer_class = CommercialToolSerializer
    filterset_class = CommercialToolFilter

    def visible(self) -> QuerySet:
        return tools_visible_to(self.actor, on=timezone.localdate())


class MembershipViewSet(Listing):
    """Providers on the lots of those tools, with the homes covered and today's prices."""

    roles = frozenset(CONTRACT_READERS)
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter
    order = ("tool__reference", "lot__number", "tier", "provider__reference", "pk")

    def visible(self) -> QuerySet:
        return memberships_visible_to(self.actor, on=timezone.localdate())


class BlockContractViewSet(Register):
    """Block contracts the council leads or shares, bed by bed as booked today."""

    roles = frozenset(CONTRACT_READERS)
    serializer_class = BlockContractSerializer
    filterset_class = BlockContractFilter

    def visible(self) -> QuerySet:
        return with_beds(blocks_visible_to(self.actor), on=timezone.localdate())


class BedNightViewSet(Listing):
    """What happened to each bed of those blocks, newest night first."""

    roles = frozenset(CONTRACT_READERS)
    serializer_class = BedNightSerializer
    filterset_class = BedNightFilter
    order = ("-night", "contract__reference", "bed__label", "pk")

    def visible(self) -> QuerySet:
        return bed_nights_visible_to(self.actor)
