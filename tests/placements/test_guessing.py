"""Guessing references: 404, and on record."""

import pytest
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from core.models import RefusedLook
from tests.factories.authorities import council_actor
from tests.factories.placements import RecipientFactory
from tests.factories.providers import provider_actor
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


def test_provider_that_guesses_is_told_nothing_and_leaves_a_trace():
    held, other = RecipientFactory(), RecipientFactory()
    provider = provider_actor(held.provider)
    browser = browser_of(provider)
    tried = [
        reverse(route, args=[reference])
        for route in ("portal_referral", "portal_referral_messages", "portal_offer")
        for reference in (other.referral.reference, "REF-GUESS1")
    ]
    assert {browser.get(page).status_code for page in tried} == {404}
    assert browser.get(reverse("portal_referral", args=[held.referral.reference])).status_code == 200
    auditor = council_actor(Role.AUDITOR, authority=held.authority)
    with acting_as(auditor):
        assert sorted(RefusedLook.objects.values_list("page", flat=True)) == sorted(tried)
        assert set(RefusedLook.objects.values_list("provider_id", flat=True)) == {held.provider_id}
    assert "REF-GUESS1" in browser_of(auditor).get(reverse("refused_looks")).content.decode()


def test_a_councils_own_refusals_are_its_own_and_nobody_elses():
    request = RecipientFactory().referral.request
    stranger = council_actor(Role.COMMISSIONER)
    page = reverse("request_detail", args=[request.reference])
    assert browser_of(stranger).get(page).status_code == 404
    with acting_as(council_actor(Role.AUDITOR, authority=request.authority)):
        assert not RefusedLook.objects.exists()
    browser_of(stranger).get("/no/such/page/")
    with acting_as(stranger):
        assert [look.page for look in RefusedLook.objects.all()] == [page]
