"""A provider's own homes and their vacancies."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.actor import Actor, acting_as
from core.api.views import ForRoles, Register
from providers.api.serializers import HomeVacancySerializer, SettingSerializer, VacancyReportSerializer
from providers.choices import ProviderRole, VacancyChannel
from providers.models import Setting
from providers.selectors.grants import access_reported_home
from providers.selectors.homes import own_homes
from providers.selectors.vacancies import vacancies_of
from providers.services.vacancies import confirm_no_change, report_vacancy


class OwnSettingViewSet(Register):
    """The provider's settings as the register has them today."""

    roles = frozenset({ProviderRole.PROVIDER})
    serializer_class = SettingSerializer
    lookup_field = "urn"
    order = ("urn",)

    def visible(self) -> QuerySet:
        return own_homes(self.actor, on=timezone.localdate()).select_related("provider")


class VacancyViewSet(ForRoles, GenericViewSet):
    """What the provider last said is free in each of its homes."""

    roles = frozenset({ProviderRole.PROVIDER})
    serializer_class = HomeVacancySerializer
    lookup_field = "urn"
    lookup_value_regex = "[A-Za-z0-9]+"
    filter_backends = ()

    @extend_schema(responses=HomeVacancySerializer(many=True))
    def list(self, request: Request) -> Response:
        """Homes in which children are placed, those due for a report first."""
        page = self.paginate_queryset(vacancies_of(self.actor, at=timezone.now()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=VacancyReportSerializer, responses={201: VacancyReportSerializer})
    @action(detail=True, methods=["post"])
    def report(self, request: Request, urn: str) -> Response:
        """Say what is free in a home now."""
        home, voice = self._home(urn)
        said = VacancyReportSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        facts = said.validated_data
        with acting_as(voice):
            report = report_vacancy(
                setting=home,
                beds_free=facts["beds_free"],
                available_from=facts.get("available_from"),
                is_admitting=facts.get("is_admitting", True),
                reason=facts.get("not_admitting_reason", ""),
                needs=facts.get("needs", ()),
                by=voice,
                at=timezone.now(),
                channel=VacancyChannel.API,
            )
        return Response(VacancyReportSerializer(report).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={201: VacancyReportSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, urn: str) -> Response:
        """Say that nothing has changed since the last report."""
        home, voice = self._home(urn)
        with acting_as(voice):
            report = confirm_no_change(setting=home, by=voice, at=timezone.now(), channel=VacancyChannel.API)
        return Response(VacancyReportSerializer(report).data, status=status.HTTP_201_CREATED)

    def _home(self, urn: str) -> tuple[Setting, Actor]:
        return access_reported_home(self.actor, urn, on=timezone.localdate())
