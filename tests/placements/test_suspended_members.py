"""A member suspended between the choice and the signature: the call-off does not go through."""

import pytest

from authorities.choices import Role
from contracts.models import Membership
from contracts.services.members import change_member
from core.actor import acting_as
from core.errors import Conflict
from placements.choices import SigningSide
from placements.models import Placement
from placements.services.agreements import draft_agreement, sign_agreement
from tests.factories.authorities import council_actor
from tests.factories.cases import LATER, approved_case, provider_signed_case
from tests.factories.contracts import (
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    MembershipSettingFactory,
    ToolAccessFactory,
)

pytestmark = pytest.mark.django_db


def member_of(case) -> Membership:
    """The chosen home on a framework that the council leads."""
    authority = case.request.authority
    tool = CommercialToolFactory(lead_authority=authority)
    ToolAccessFactory(tool=tool)
    member = MembershipFactory(lot=LotFactory(tool=tool), provider=case.offer.provider)
    MembershipSettingFactory(membership=member, setting=case.offer.setting)
    return member


def turned(member: Membership, verb: str) -> None:
    keeper = council_actor(Role.COMMISSIONER, authority=member.tool.lead_authority)
    with acting_as(keeper) as by:
        change_member(member=member, verb=verb, reason="Finance", by=by, at=LATER)


def test_no_agreement_is_drafted_under_a_tool_the_home_is_suspended_from():
    case = approved_case()
    member = member_of(case)
    turned(member, "suspend")
    with acting_as(case.officer) as by, pytest.raises(Conflict, match="suspended from"):
        draft_agreement(request=case.request, by=by, at=LATER)
    turned(member, "reinstate")
    with acting_as(case.officer) as by:
        assert draft_agreement(request=case.request, by=by, at=LATER).tool_id == member.tool_id


def test_signature_does_not_start_a_placement_under_it_either():
    case = provider_signed_case()
    turned(member_of(case), "suspend")
    with acting_as(case.signatory) as by, pytest.raises(Conflict, match="suspended from"):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=by, at=LATER)
    with acting_as(case.officer):
        assert not Placement.objects.exists()
