"""A provider's own people: asked in by e-mail, changed and ended by its administrator."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from django.test import Client

from authorities.models import User
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.jobs.worker import run_next
from core.models import Job
from core.people import actor_of
from providers.choices import ProviderRole
from providers.links import LINK_LIFE, invitation_token
from providers.models import Provider, ProviderInvitation, ProviderUser
from providers.selectors.colleagues import (
    access_colleague,
    access_invitation,
    colleagues_visible_to,
    open_invitation,
)
from providers.selectors.people import addresses_by_provider
from providers.services.colleagues import (
    accept_invitation,
    change_colleague,
    end_colleague,
    invite_colleague,
    withdraw_invitation,
)
from tests.factories.authorities import StaffMemberFactory, UserFactory
from tests.factories.placements import NOW
from tests.factories.providers import (
    InvitationFactory,
    ProviderFactory,
    ProviderUserFactory,
    provider_actor,
)
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet otters"
ADDRESS = "robin@larkspur.example"
ROBIN = {"email": ADDRESS, "name": "Robin Newcomer", "job_title": "Deputy manager", "is_administrator": False}


@pytest.fixture
def administrator():
    return provider_actor(ProviderFactory(name="Larkspur Homes Ltd"), administrator=True)


@pytest.fixture
def invitation(administrator):
    return InvitationFactory(provider=provider_of(administrator), email=ADDRESS)


def secret_of(invitation):
    return invitation_token(
        reference=invitation.reference, email=invitation.email, sent_at=invitation.sent_at
    )


def provider_of(actor):
    with acting_as(actor):
        return Provider.objects.get(pk=actor.provider_id)


def colleague_of(actor, **facts):
    return ProviderUserFactory(provider=provider_of(actor), **facts)


def reread(colleague):
    with acting_as(Actor.provider(colleague.provider_id)):
        return ProviderUser.objects.get(pk=colleague.pk)


def test_invited_person_sets_a_password_and_is_in(fresh_database):
    administrator = provider_actor(ProviderFactory(name="O'Hara & Daughters"), administrator=True)
    with acting_as(administrator):
        invite_colleague(**ROBIN, by=administrator, at=NOW)
    assert not User.objects.filter(email=ADDRESS).exists(), "no account before the link is used"
    while run_next():
        pass
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS] and "to act for O'Hara & Daughters in Hearth" in letter.body
    (address,) = [line for line in letter.body.splitlines() if "/account/invitation/" in line]
    browser, path = Client(), urlsplit(address).path
    for _ in range(2):
        assert "Set your password" in browser.get(path).content.decode(), "opening it uses nothing up"
    for bad in ("short", "password1234", ""):
        assert "There is a problem" in browser.post(path, {"password": bad}).content.decode()
    assert browser.post(path, {"password": PASSWORD}).status_code == 302
    assert browser.post(path, {"password": PASSWORD}).status_code == 410
    actor = actor_of(User.objects.get(email=ADDRESS))
    assert (actor.provider_id, actor.name) == (administrator.provider_id, "Robin Newcomer")
    assert actor.roles == {ProviderRole.PROVIDER}
    assert browser.login(email=ADDRESS, password=PASSWORD)


def test_secret_of_an_invitation_is_not_stored(administrator):
    with acting_as(administrator):
        invitation = invite_colleague(**ROBIN, by=administrator, at=NOW)
        assert secret_of(invitation) not in str(Job.objects.values_list("params", flat=True).get())
        assert secret_of(invitation) != invitation.token_digest


def test_new_invitation_ends_the_one_before(administrator, invitation):
    with acting_as(administrator):
        second = invite_colleague(**{**ROBIN, "email": ADDRESS.upper()}, by=administrator, at=NOW)
    assert open_invitation(secret_of(invitation), at=NOW) is None
    assert open_invitation(secret_of(second), at=NOW) is not None


def test_invitation_expires_and_can_be_withdrawn(administrator, invitation):
    last = invitation.sent_at + LINK_LIFE
    assert open_invitation(secret_of(invitation), at=last - timedelta(seconds=1))
    assert open_invitation(secret_of(invitation), at=last) is None
    with acting_as(administrator):
        withdraw_invitation(invitation=invitation, by=administrator, at=NOW)
        with pytest.raises(Conflict):
            withdraw_invitation(invitation=invitation, by=administrator, at=NOW)
    assert Client().get(f"/account/invitation/{secret_of(invitation)}/").status_code == 410


@pytest.mark.parametrize("somebody", ["staff", "provider", "closed"])
def test_account_of_somebody_else_is_neither_taken_nor_told_of(administrator, invitation, somebody):
    account = UserFactory(email=ADDRESS, is_active=somebody != "closed")
    if somebody == "staff":
        StaffMemberFactory(user=account)
    elif somebody == "provider":
        ProviderUserFactory(user=account)
    before = User.objects.get(email=ADDRESS).password
    page = Client().post(f"/account/invitation/{secret_of(invitation)}/", {"password": PASSWORD})
    assert "This address cannot be used here" in page.content.decode()
    assert User.objects.get(email=ADDRESS).password == before
    assert open_invitation(secret_of(invitation), at=NOW) is not None
    page = browser_of(administrator).post("/portal/people/invite/", ROBIN, follow=True).content.decode()
    assert f"We have written to {ADDRESS}" in page, "the administrator learns nothing of other accounts"


def test_person_who_left_another_provider_can_be_asked_in(invitation):
    account = UserFactory(email=ADDRESS)
    ProviderUserFactory(user=account, ended_at=NOW)
    by = Actor.provider(invitation.provider_id)
    accept_invitation(invitation=invitation, password=PASSWORD, by=by, at=NOW)
    assert actor_of(account).provider_id == invitation.provider_id


def test_ended_person_is_nobody_at_once_and_gets_no_letters(administrator):
    colleague = colleague_of(administrator)
    browser = browser_of(Actor.provider(administrator.provider_id, user_id=colleague.user_id))
    assert browser.get("/portal/").status_code == 200
    with acting_as(administrator):
        end_colleague(colleague=colleague, by=administrator, at=NOW)
    assert browser.get("/portal/").status_code == 404
    assert colleague.user.email not in addresses_by_provider()[administrator.provider_id]
    with acting_as(administrator), pytest.raises(Conflict, match="already"):
        end_colleague(colleague=colleague, by=administrator, at=NOW)


def test_last_administrator_stays(administrator):
    me = reread(ProviderUser(pk=administrator.person_id, provider_id=administrator.provider_id))
    facts = {"name": me.name, "job_title": me.job_title, "is_administrator": False}
    with acting_as(administrator):
        with pytest.raises(DomainError, match="your only administrator"):
            end_colleague(colleague=me, by=administrator, at=NOW)
        with pytest.raises(DomainError, match="your only administrator") as refused:
            change_colleague(colleague=me, **facts, by=administrator, at=NOW)
    assert refused.value.field == "is_administrator"
    colleague_of(administrator, is_administrator=True, ended_at=NOW)
    with acting_as(administrator), pytest.raises(DomainError):
        end_colleague(colleague=me, by=administrator, at=NOW)
    colleague_of(administrator, is_administrator=True)
    with acting_as(administrator):
        end_colleague(colleague=me, by=administrator, at=NOW)
    assert reread(me).ended_at == NOW


def test_only_an_administrator_manages_people(administrator):
    plain = provider_actor(ProviderFactory())
    colleague = colleague_of(plain)
    with acting_as(plain):
        for attempt in (
            lambda: invite_colleague(**ROBIN, by=plain, at=NOW),
            lambda: end_colleague(colleague=colleague, by=plain, at=NOW),
        ):
            with pytest.raises(NotPermitted):
                attempt()
    assert browser_of(plain).get("/portal/people/").status_code == 404


def test_people_of_another_provider_do_not_exist(administrator):
    stranger = ProviderUserFactory(is_administrator=True)
    theirs = InvitationFactory()
    with acting_as(administrator):
        assert stranger not in colleagues_visible_to(administrator)
        for door, reference in (
            (access_colleague, stranger.reference),
            (access_invitation, theirs.reference),
        ):
            with pytest.raises(NotFound):
                door(administrator, reference)
        with pytest.raises(ProgrammingError), transaction.atomic():
            ProviderUser.objects.create(
                provider_id=stranger.provider_id, user_id=administrator.user_id, name="X", job_title="X"
            )
        assert not ProviderInvitation.objects.filter(pk=theirs.pk).exists()


def test_page_keeps_what_was_typed_when_something_is_wrong(administrator):
    page = browser_of(administrator).post("/portal/people/invite/", {**ROBIN, "email": "robin at home"})
    assert 'value="robin at home"' in page.content.decode()
    assert "Robin Newcomer" in page.content.decode()
