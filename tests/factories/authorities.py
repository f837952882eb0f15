"""Councils, their people, settings and places."""

import string
from datetime import UTC, date, datetime

import factory

from authorities import models
from authorities.choices import CLEARANCE, AuthorityKind, Role, ServiceCategory, SettingKey
from core.actor import Actor
from tests.factories.walled import WalledFactory, council_keeper

LONG_AGO = date(2015, 4, 1)
SIGNS = string.digits + string.ascii_uppercase


class AuthorityFactory(WalledFactory):
    class Meta:
        model = models.Authority
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"E{n:08d}")
    # Begins with a figure, as no real council's does.
    short_code = factory.Sequence(lambda n: f"{n // 1296}{SIGNS[n // 36 % 36]}{SIGNS[n % 36]}")
    name = factory.Sequence(lambda n: f"Council {n}")
    region = "East Midlands"
    kind = AuthorityKind.COUNTY
    starts_on = LONG_AGO


class AdjoiningFactory(WalledFactory):
    """One way only: make two for a border known from both sides."""

    class Meta:
        model = models.AdjoiningAuthority

    authority = factory.SubFactory(AuthorityFactory)
    neighbour = factory.SubFactory(AuthorityFactory)
    source = models.AdjoiningAuthority.Source.DERIVED
    starts_on = LONG_AGO


class UserFactory(WalledFactory):
    class Meta:
        model = models.User

    email = factory.Sequence(lambda n: f"person{n}@example.org")


class StaffMemberFactory(WalledFactory):
    class Meta:
        model = models.StaffMember

    authority = factory.SubFactory(AuthorityFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    job_title = "Officer"


class RoleAssignmentFactory(WalledFactory):
    class Meta:
        model = models.RoleAssignment

    authority = factory.SelfAttribute("staff_member.authority")
    staff_member = factory.SubFactory(StaffMemberFactory)
    role = Role.PLACEMENTS_OFFICER
    starts_on = LONG_AGO


class AuthoritySettingFactory(WalledFactory):
    class Meta:
        model = models.AuthoritySetting

    authority = factory.SubFactory(AuthorityFactory)
    key = SettingKey.QUALITY_GATEWAY
    value = "good"
    starts_on = LONG_AGO


class DelegationRuleFactory(WalledFactory):
    class Meta:
        model = models.DelegationRule
        django_get_or_create = ("authority", "role", "starts_on")

    authority = factory.SubFactory(AuthorityFactory)
    role = Role.HEAD_OF_SERVICE
    starts_on = LONG_AGO


class RoleDelegationFactory(WalledFactory):
    """A deputy for two weeks from the day every placements test stands on."""

    class Meta:
        model = models.RoleDelegation

    holder = factory.SubFactory(StaffMemberFactory)
    authority = factory.SelfAttribute("holder.authority")
    deputy = factory.SubFactory(StaffMemberFactory, authority=factory.SelfAttribute("..authority"))
    reference = factory.Sequence(lambda n: f"DEL-{n:06d}")
    role = Role.HEAD_OF_SERVICE
    starts_on = date(2026, 11, 20)
    ends_on = date(2026, 12, 4)
    reason = "Annual leave"
    granted_by = factory.SelfAttribute("holder")
    granted_at = datetime(2026, 11, 19, 9, tzinfo=UTC)


class PartnershipFactory(WalledFactory):
    class Meta:
        model = models.Partnership

    reference = factory.Sequence(lambda n: f"PAR-{n:06d}")
    name = factory.Sequence(lambda n: f"Partnership {n}")
    lead_authority = factory.SubFactory(AuthorityFactory)
    starts_on = LONG_AGO

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["lead_authority"])


class PartnershipMemberFactory(WalledFactory):
    class Meta:
        model = models.PartnershipMember

    partnership = factory.SubFactory(PartnershipFactory)
    authority = factory.SubFactory(AuthorityFactory)
    category = ServiceCategory.RESIDENTIAL
    starts_on = LONG_AGO

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["partnership"].lead_authority)


class CountSharingFactory(WalledFactory):
    """Members tell each other their numbers."""

    class Meta:
        model = models.CountSharing

    partnership = factory.SubFactory(PartnershipFactory)
    starts_on = LONG_AGO
    started_by = "Administrator"

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["partnership"].lead_authority)


class PostcodeFactory(WalledFactory):
    """DE4 3AB, Matlock, unless told otherwise."""

    class Meta:
        model = models.Postcode
        django_get_or_create = ("code",)

    code = "DE43AB"
    easting = 430_000
    northing = 360_000
    authority_code = "E10000007"


def council_actor(*roles: str, authority: models.Authority | None = None, name: str = "") -> Actor:
    """A new member of staff with ``roles`` at ``authority`` (a new one when not given), as an actor."""
    given = {"authority": authority} if authority else {}
    person = StaffMemberFactory.create(**given, **({"name": name} if name else {}))
    for role in roles:
        RoleAssignmentFactory(staff_member=person, role=role)
    return Actor.council(
        person.authority_id,
        user_id=person.user_id,
        person_id=person.pk,
        roles=frozenset(roles),
        clearance=max((CLEARANCE[Role(role)] for role in roles), default=0),
        name=person.name,
    )
