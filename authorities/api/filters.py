"""How registers of councils are narrowed."""

from django_filters import rest_framework as filters

from authorities.choices import AuthorityKind
from authorities.models import Authority


class AuthorityFilter(filters.FilterSet):
    kind = filters.MultipleChoiceFilter(choices=AuthorityKind.choices)
    region = filters.CharFilter(lookup_expr="iexact")
    name = filters.CharFilter(lookup_expr="icontains")

    class Meta:
        model = Authority
        fields = ["kind", "region", "name"]
