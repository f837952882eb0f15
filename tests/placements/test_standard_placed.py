"""The coded file of a child who has been placed: what was found, and who recorded it."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import FeeKind, PurchaseBasis
from core.actor import acting_as
from placements.choices import SigningSide
from placements.fees import NewFee
from placements.selectors.prices import own_prices
from placements.services.agreements import sign_agreement
from tests.factories.authorities import council_actor
from tests.factories.cases import LATER, provider_signed_case
from tests.pages import browser_of
from tests.placements.living import in_force, officer_of
from tests.placements.test_standard import published

pytestmark = pytest.mark.django_db
ADDED = {"ActualPlacement", "QualityAssurance"}
KINDS = {"Integer": int, "String": str, "Boolean": bool, "Date": str, "Categorical": str}


def file_of(case):
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=case.request.authority)
    page = reverse("request_profile_file", args=[case.request.reference])
    return json.loads(browser_of(officer).get(page).content)


def test_placed_child_has_the_standards_last_two_entities_and_a_sought_one_has_not():
    case = provider_signed_case()
    assert not ADDED & file_of(case).keys()
    with acting_as(case.signatory):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER)
    file, standard = file_of(case), published()
    for entity in ADDED:
        assert file[entity].keys() <= standard[entity].keys()
        for name, field in standard[entity].items():
            assert name in file[entity] or field["cardinality"].startswith("0"), name
            if name in file[entity]:
                assert isinstance(file[entity][name], KINDS[field["type"]]), name
                assert file[entity][name] in field.get("options", [file[entity][name]])
    found = file["ActualPlacement"]
    assert (found["totalWeeklyCost"], found["placementType"]) == (4557, "Residential")
    assert found["providerURN"] == case.offer.setting.urn
    assert file["QualityAssurance"]["placementOfficerName"] == case.signatory.name
    assert file["QualityAssurance"]["costOfficerName"] == case.head.name


def test_home_bought_another_way_since_is_still_what_was_found():
    case = provider_signed_case()
    with acting_as(case.signatory):
        placement = sign_agreement(
            agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER
        )
    before = file_of(case)
    officer = officer_of(placement)
    in_force(
        placement,
        officer,
        effective_on=placement.starts_on + timedelta(days=30),
        new=[NewFee(FeeKind.CORE, Decimal("4101.30"))],
        new_basis=PurchaseBasis.SPOT,
    )
    assert file_of(case) == before
    with acting_as(officer):
        (price,) = own_prices(placement.authority_id, placement.placement_type, on=placement.starts_on)
    assert (price.weekly, price.is_planned) == (Decimal("4557.00"), True)
