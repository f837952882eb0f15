"""Councils and partnerships as JSON. Councils are named by their ONS code everywhere in the API."""

from rest_framework import serializers

from authorities.models import Authority, Partnership, PartnershipMember
from core.api.fields import NameOf


class AuthorityCode(NameOf):
    """A council by its ONS code, for example ``E10000007``."""

    slug = "code"


class AuthoritySerializer(serializers.ModelSerializer):
    successor = AuthorityCode()

    class Meta:
        model = Authority
        fields = [
            "code",
            "short_code",
            "dfe_number",
            "name",
            "region",
            "kind",
            "successor",
            "starts_on",
            "ends_on",
        ]


class PartnershipMemberSerializer(serializers.ModelSerializer):
    authority = AuthorityCode()

    class Meta:
        model = PartnershipMember
        fields = ["authority", "category", "starts_on", "ends_on"]


class PartnershipSerializer(serializers.ModelSerializer):
    lead_authority = AuthorityCode()
    members = PartnershipMemberSerializer(many=True)

    class Meta:
        model = Partnership
        fields = ["reference", "name", "lead_authority", "members", "starts_on", "ends_on"]
