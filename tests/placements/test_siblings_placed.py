"""Brothers and sisters by one offer: one decision, an agreement and a placement for each, all or none."""

import pytest

from core.actor import acting_as
from core.errors import Conflict
from placements.choices import RequestState, SigningSide
from placements.models import (
    AgreementSignature,
    ApprovalRequest,
    IdentityRelease,
    Placement,
    PlacementRequest,
    Referral,
    RequestSibling,
    SearchRecord,
)
from placements.selectors.comparison import values_of_offer
from placements.services.agreements import sign_agreement
from placements.services.need import split_sibling
from tests.factories.cases import LATER, chosen_case, provider_signed_case
from tests.factories.need import RequestSiblingFactory

pytestmark = pytest.mark.django_db


def test_signature_places_them_all_on_the_same_terms():
    case = provider_signed_case()
    sister = RequestSiblingFactory(request=case.request)
    apart = RequestSiblingFactory(request=case.request)
    with acting_as(case.officer):
        own = PlacementRequest.objects.get(pk=case.request.pk)
        own.pk, own.reference = None, "REQ-APART"
        own.save(force_insert=True)
        RequestSibling.objects.filter(pk=apart.pk).update(own_request=own, split_reason="The court.")
    with acting_as(case.signatory):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER)
    with acting_as(case.officer):
        placed = {p.child_id: p for p in Placement.objects.select_related("agreement")}
        assert set(placed) == {case.request.child_id, sister.child_id}
        lead, other = placed[case.request.child_id], placed[sister.child_id]
        assert lead.setting_id == other.setting_id
        assert list(lead.agreement.fees.values_list("kind", "weekly_rate", "starts_on")) == list(
            other.agreement.fees.values_list("kind", "weekly_rate", "starts_on")
        )
        assert AgreementSignature.objects.filter(agreement=other.agreement_id).count() == 2
        assert IdentityRelease.objects.filter(child=sister.child_id, revoked_at=None).exists()
        assert PlacementRequest.objects.get(pk=case.request.pk).state == RequestState.PLACED
        assert SearchRecord.objects.get(request=case.request).got_route == lead.route


def test_approvals_are_of_the_whole_price():
    one = chosen_case()
    with acting_as(one.officer):
        alone = ApprovalRequest.objects.filter(offer=one.offer).first()
        assert alone is not None
        Referral.objects.filter(request=one.request).update(siblings=[[11, "F"]])
        one.offer.refresh_from_db()
        both = values_of_offer(one.request, one.offer)
    assert (both.weekly, both.whole_life) == (2 * alone.weekly_value, 2 * alone.whole_life_value)


def test_they_are_not_parted_once_an_offer_for_them_all_is_chosen():
    case = chosen_case()
    sister = RequestSiblingFactory(request=case.request)
    with acting_as(case.officer):
        PlacementRequest.objects.filter(pk=case.request.pk).update(state=RequestState.EVALUATING)
        with pytest.raises(Conflict, match="has been chosen"):
            split_sibling(sibling=sister, reason="The court.", by=case.officer, at=LATER)
