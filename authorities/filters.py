"""Filters of the audit, of the view log and of the register of councils."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet

from authorities.choices import AuthorityKind
from authorities.models import Authority
from core.forms import DateField
from core.models import AuditEvent, RefusedLook, ViewEvent

ACTIONS = (("insert", "Added"), ("update", "Changed"), ("delete", "Removed"))
LEVELS = ((2, "Level 2: detailed profile"), (3, "Level 3: identity"))


class DayFilter(filters.Filter):
    field_class = DateField


class AuditFilter(filters.FilterSet):
    """Changes by action, record and day."""

    action = filters.ChoiceFilter(choices=ACTIONS, empty_label="Anything", label="What was done")
    record = filters.CharFilter(method="by_record", label="Kind of record or its number")
    since = DayFilter(field_name="at__date", lookup_expr="gte", label="From")
    until = DayFilter(field_name="at__date", lookup_expr="lte", label="To")

    class Meta:
        model = AuditEvent
        fields = ["action", "record", "since", "until"]

    def by_record(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        words = value.lower().replace(" ", "")
        return events.filter(Q(table_name__contains=words) | Q(row_id=words))


class ViewFilter(filters.FilterSet):
    """Looks by person, record, level and day."""

    person = filters.CharFilter(lookup_expr="icontains", label="Person")
    subject = filters.CharFilter(lookup_expr="icontains", label="Record's reference")
    level = filters.ChoiceFilter(choices=LEVELS, empty_label="Any level", label="Level of information")
    since = DayFilter(field_name="at__date", lookup_expr="gte", label="From")
    until = DayFilter(field_name="at__date", lookup_expr="lte", label="To")

    class Meta:
        model = ViewEvent
        fields = ["person", "subject", "level", "since", "until"]


class RefusedFilter(filters.FilterSet):
    """Refusals by person, page and day."""

    person = filters.CharFilter(lookup_expr="icontains", label="Person")
    page = filters.CharFilter(lookup_expr="icontains", label="Part of the address")
    since = DayFilter(field_name="at__date", lookup_expr="gte", label="From")
    until = DayFilter(field_name="at__date", lookup_expr="lte", label="To")

    class Meta:
        model = RefusedLook
        fields = ["person", "page", "since", "until"]


class CouncilFilter(filters.FilterSet):
    name = filters.CharFilter(
        lookup_expr="icontains", label="Name", widget=forms.TextInput({"type": "search"})
    )
    region = filters.AllValuesFilter(label="Region", empty_label="Any region")
    kind = filters.MultipleChoiceFilter(
        label="Kind", choices=AuthorityKind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Authority
        fields = ["name", "region", "kind"]
