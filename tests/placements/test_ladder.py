"""The information ladder: what opens on which terms, to whom, and when it closes again."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from authorities.choices import Role
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import ViewEvent
from placements.choices import DeclineReason, RecipientState
from placements.models import (
    ChildIdentity,
    DetailedProfile,
    DetailRelease,
    IdentityRelease,
    TermsAcceptance,
)
from placements.selectors.details import copies_to_delete
from placements.selectors.sourcing import holdings_of
from placements.services.details import (
    DetailText,
    accept_terms,
    confirm_deletion,
    open_detail,
    write_detail,
)
from placements.services.levels import findings_in
from placements.services.offers import decline_referral, withdraw_offer
from placements.services.recalls import recall_referrals
from placements.services.referrals import close_referral
from placements.services.releases import end_lapsed_releases, release_in_emergency
from tests.factories.authorities import council_actor
from tests.factories.need import (
    DetailedProfileFactory,
    RequestSiblingFactory,
)
from tests.factories.offers import OfferFactory
from tests.factories.placements import (
    NOW,
    ChildIdentityFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
)
from tests.factories.providers import provider_actor
from tests.factories.quality import QualityAlertFactory
from tests.factories.walled import council_keeper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
TEXT = DetailText(needs="Needs two adults at bedtime.", health="Asthma.")


@pytest.fixture
def recipient():
    """A provider that has opened a referral."""
    recipient = RecipientFactory(state=RecipientState.READ)
    ChildIdentityFactory(child=recipient.referral.request.child)
    return recipient


@pytest.fixture
def officer(recipient):
    return council_actor(Role.PLACEMENTS_OFFICER, authority=recipient.authority)


@pytest.fixture
def provider(recipient):
    return provider_actor(recipient.provider)


@pytest.fixture
def release(recipient, officer):
    with acting_as(officer):
        write_detail(request=recipient.referral.request, text=TEXT, by=officer, at=NOW)
        return open_detail(recipient=recipient, by=officer, at=NOW)


def held(recipient, officer, level):
    with acting_as(officer):
        return [one for one in holdings_of(recipient.referral) if f"level {level}" in one.what]


def test_detail_is_read_on_accepted_terms_only_and_closes_with_the_search(
    recipient, officer, provider, release
):
    rival = RecipientFactory(referral=recipient.referral, state=RecipientState.READ)
    (before,) = held(recipient, officer, 2)
    assert before.terms == "Not accepted, so not readable"
    with acting_as(provider):
        assert not DetailedProfile.objects.exists()
        acceptance = accept_terms(release=DetailRelease.objects.get(), by=provider, at=NOW)
        assert DetailedProfile.objects.get().needs == TEXT.needs
        with pytest.raises(Conflict, match="accepted already"):
            accept_terms(release=release, by=provider, at=NOW)
        with pytest.raises(Conflict, match="still open"):
            confirm_deletion(acceptance=acceptance, by=provider, at=NOW)
    with acting_as(provider_actor(rival.provider)):
        assert not DetailedProfile.objects.exists()
        assert not DetailRelease.objects.exists()
    assert held(recipient, officer, 2)[0].terms.startswith(f"{provider.name}, ")
    with acting_as(officer):
        close_referral(referral=recipient.referral, reason="Done.", by=officer, at=NOW)
    with acting_as(provider):
        assert not DetailedProfile.objects.exists()
        confirm_deletion(acceptance=TermsAcceptance.objects.get(), by=provider, at=NOW)
    (after,) = held(recipient, officer, 2)
    assert after.until == NOW
    assert after.deleted.startswith(f"{provider.name}, ")


def test_detail_closes_to_a_provider_that_declines(recipient, provider, release):
    reference = recipient.referral.reference
    theirs = browser_of(provider)
    detail = reverse("portal_referral_detail", args=[reference])
    with acting_as(provider):
        accept_terms(release=DetailRelease.objects.get(), by=provider, at=NOW)
    assert theirs.get(detail).status_code == 200
    with acting_as(provider):
        decline_referral(
            recipient=recipient, reason=DeclineReason.STAFFING, note="Two short.", by=provider, at=NOW
        )
        assert not DetailedProfile.objects.exists()
        with pytest.raises(Conflict, match="was declined"):
            accept_terms(release=DetailRelease.objects.get(), by=provider, at=NOW)
        (read,) = copies_to_delete(provider)
        confirm_deletion(acceptance=read, by=provider, at=NOW)
        assert copies_to_delete(provider) == []
    assert theirs.get(detail).status_code == 404
    assert theirs.get(reverse("portal_referral_terms", args=[reference])).status_code == 404
    assert "shortlist" not in theirs.get(reverse("portal_referral", args=[reference])).content.decode()


def test_terms_are_not_accepted_for_another_nor_by_the_council(recipient, officer, release):
    with acting_as(provider_actor()), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        TermsAcceptance.objects.create(
            authority_id=release.authority_id,
            provider_id=release.provider_id,
            release_id=release.pk,
            edition="2026-11",
            accepted_at=NOW,
            accepted_by="Forger",
        )
    with acting_as(officer), pytest.raises(ProgrammingError), transaction.atomic():
        TermsAcceptance(
            authority_id=release.authority_id,
            provider_id=release.provider_id,
            release=release,
            edition="2026-11",
            accepted_at=NOW,
            accepted_by="Forger",
        ).save()


@pytest.mark.parametrize("field", ["needs", "incidents", "health", "plan"])
def test_detail_never_says_who_the_child_is(recipient, officer, field):
    with acting_as(officer), pytest.raises(DomainError, match="could identify") as refused:
        text = replace(TEXT, **{field: "Zofia sleeps badly."})
        write_detail(request=recipient.referral.request, text=text, by=officer, at=NOW)
    assert refused.value.field == field


@pytest.mark.parametrize("state", [RecipientState.SENT, RecipientState.NO_REPLY])
def test_only_a_provider_that_has_opened_the_referral_is_shortlisted(officer, recipient, state):
    other = RecipientFactory(referral=recipient.referral, state=state)
    DetailedProfileFactory(request=recipient.referral.request)
    with acting_as(officer), pytest.raises(NotPermitted, match="not opened"):
        open_detail(recipient=other, by=officer, at=NOW)


def test_pages_write_shortlist_accept_read_and_confirm(recipient, officer, provider):
    reference, request = recipient.referral.reference, recipient.referral.request.reference
    council, theirs = browser_of(officer), browser_of(provider)
    page = reverse("request_full_profile", args=[request])
    kept = council.post(page, {"needs": "Zofia needs rest.", "health": "Asthma."}).content.decode()
    assert "could identify the child" in kept
    assert "Asthma." in kept
    assert council.post(page, {"needs": "Needs rest."}).status_code == 302
    assert "Shortlist " in council.get(reverse("referral_detail", args=[reference])).content.decode()
    council.post(reverse("referral_shortlist", args=[reference]), {"provider": recipient.provider.reference})
    assert (
        "You are on the shortlist"
        in theirs.get(reverse("portal_referral", args=[reference])).content.decode()
    )
    detail, terms = (
        reverse(name, args=[reference]) for name in ("portal_referral_detail", "portal_referral_terms")
    )
    assert theirs.get(detail).status_code == 404
    assert "Tick the box" in theirs.post(terms, {}).content.decode()
    assert theirs.post(terms, {"agreed": "on"}).url == detail
    assert "Needs rest." in theirs.get(detail).content.decode()
    deleted = reverse("portal_referral_deleted", args=[reference])
    assert "still open to you" in theirs.post(deleted, follow=True).content.decode()
    with acting_as(officer):
        assert ViewEvent.objects.filter(level=2, page=detail, provider_id=recipient.provider_id).exists()
        close_referral(referral=recipient.referral, reason="Done.", by=officer, at=NOW)
    assert theirs.get(detail).status_code == 404
    assert reference in theirs.get(reverse("portal_referrals")).content.decode()
    theirs.post(deleted)
    assert reference not in theirs.get(reverse("portal_referrals")).content.decode()
    who = council.get(reverse("referral_held", args=[reference])).content.decode()
    assert who.count(provider.name) == 2


def test_guard_knows_brothers_and_sisters_too(recipient, officer):
    request = recipient.referral.request
    sister = ChildIdentityFactory(
        child__authority=request.authority, full_name="Wanda Otherchild", school="Meadowbank"
    )
    RequestSiblingFactory(request=request, child=sister.child)
    with acting_as(officer):
        found = findings_in("Wanda is at Meadowbank. Born in 2012, on 14/5. Zofia follows her.", request)
    kinds = {finding.quote: finding.kind for finding in found}
    assert kinds["Wanda"] == "a brother’s or sister’s name"
    assert kinds["Meadowbank"] == "a brother’s or sister’s school"
    assert {"Zofia", "2012", "14/5"} <= set(kinds)


@pytest.fixture
def opened_early():
    """An emergency in which who the child is was opened to a provider that offers a place."""
    step = OpenStepFactory(route="spot")
    ChildIdentityFactory(child=step.request.child)
    emergency(step.request)
    recipient = RecipientFactory(referral=SentReferralFactory(step=step), state=RecipientState.OFFERED)
    offer = OfferFactory(recipient=recipient)
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=recipient.authority)
    with acting_as(officer):
        release_in_emergency(recipient=recipient, by=officer, at=NOW)
    provider = provider_actor(recipient.provider)
    with acting_as(provider):
        assert ChildIdentity.objects.exists()
    return recipient, offer, officer, provider


def emergency(request):
    request.is_emergency, request.verbal_approver = True, request.raised_by
    request.verbally_agreed_at, request.ratify_by = NOW, NOW.date()
    with acting_as(council_keeper(request.authority)):
        request.save()


def test_early_identity_closes_with_the_offer_it_hung_on(opened_early):
    _, offer, officer, provider = opened_early
    with acting_as(provider):
        withdraw_offer(offer=offer, reason="Full", by=provider, at=NOW)
        assert not ChildIdentity.objects.exists()
    with acting_as(officer):
        assert end_lapsed_releases(at=NOW) == 1
        assert IdentityRelease.objects.get().revoked_at == NOW


def test_early_identity_is_taken_back_on_recall_and_from_whoever_was_recalled(opened_early):
    recipient, offer, officer, provider = opened_early
    with acting_as(provider):
        withdraw_offer(offer=offer, reason="Full", by=provider, at=NOW)
    with acting_as(council_keeper(recipient.authority)):
        recipient.refresh_from_db()
        recipient.settings_asked = [offer.setting_id]
        recipient.save()
    alert = QualityAlertFactory(
        setting=offer.setting,
    )
    with acting_as(officer):
        assert recall_referrals(alert=alert, by=officer, at=NOW) == 1
        assert IdentityRelease.objects.get().revoked_at == NOW


def test_closing_takes_early_identity_back_from_one_recalled_before(opened_early):
    recipient, _, officer, _ = opened_early
    with acting_as(council_keeper(recipient.authority)):
        type(recipient).objects.update(state=RecipientState.RECALLED, revoked_at=NOW)
    with acting_as(officer):
        close_referral(referral=recipient.referral, reason="Done.", by=officer, at=NOW)
        assert IdentityRelease.objects.get().revoked_at == NOW
