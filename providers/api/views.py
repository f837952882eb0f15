"""The provider register, as councils read it."""

from django.db.models import QuerySet
from django.utils import timezone

from authorities.choices import Role
from core.api.views import Listing, Register
from providers.api.filters import InspectionFilter, ProviderFilter, SuspensionFilter
from providers.api.serializers import (
    InspectionSerializer,
    ProviderSerializer,
    SettingSerializer,
    SuspensionSerializer,
)
from providers.filters import SettingFilter
from providers.policies import SUSPENSION_READERS
from providers.selectors.directory import (
    inspections_visible_to,
    providers_visible_to,
    settings_visible_to,
    suspensions_visible_to,
)


class ProviderViewSet(Register):
    """Legal entities that run settings."""

    roles = frozenset(Role.values)
    serializer_class = ProviderSerializer
    filterset_class = ProviderFilter

    def visible(self) -> QuerySet:
        return providers_visible_to(self.actor)


class SettingViewSet(Register):
    """Registered homes and agencies, with what is known of each today."""

    roles = frozenset(Role.values)
    serializer_class = SettingSerializer
    filterset_class = SettingFilter
    lookup_field = "urn"
    order = ("urn",)

    def visible(self) -> QuerySet:
        return settings_visible_to(self.actor, on=timezone.localdate())


class InspectionViewSet(Listing):
    """The regulator's inspections, newest first."""

    roles = frozenset(Role.values)
    serializer_class = InspectionSerializer
    filterset_class = InspectionFilter
    order = ("-inspected_on", "-pk")

    def visible(self) -> QuerySet:
        return inspections_visible_to(self.actor)


class SuspensionViewSet(Listing):
    """Homes and providers that a council has stopped placing with, whichever council it is."""

    roles = frozenset(SUSPENSION_READERS)
    serializer_class = SuspensionSerializer
    filterset_class = SuspensionFilter
    order = ("-starts_on", "-pk")

    def visible(self) -> QuerySet:
        return suspensions_visible_to(self.actor, on=timezone.localdate())
