"""Who a signed-in person is: roles are dated, accounts can be closed, personas exist in demo mode only."""

import importlib
from contextlib import closing
from datetime import date, timedelta

import psycopg2
import pytest
from django.urls import NoReverseMatch, clear_url_caches, reverse
from django.utils import timezone
from knox.models import AuthToken

import config.urls
from authorities.choices import READS_RECORDS, Role
from authorities.models import AuthoritySetting, User
from authorities.selectors.people import council_actor
from authorities.services.tokens import make_token, revoke_token
from config.demo.personas import personas, user_of_persona
from core.actor import Actor, acting_as
from core.audit import broken_seal, seal
from core.errors import NotFound
from core.models import AuditEvent
from core.people import actor_of
from tests.factories.authorities import (
    AuthorityFactory,
    AuthoritySettingFactory,
    RoleAssignmentFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.placements import ChildFactory
from tests.factories.providers import ProviderFactory, ProviderUserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def signed_in(client, role=Role.AUDITOR, **facts):
    """A client signed in as a new member of staff, and that person."""
    person = StaffMemberFactory(**facts)
    RoleAssignmentFactory(staff_member=person, role=role)
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return person


def test_role_counts_from_its_start_to_the_day_before_its_end():
    person = StaffMemberFactory()
    RoleAssignmentFactory(
        staff_member=person, role=Role.FINANCE, starts_on=TODAY, ends_on=TODAY + timedelta(days=2)
    )
    held = {
        day: bool(council_actor(person.user_id, on=TODAY + timedelta(days=day)).roles)
        for day in (-1, 0, 1, 2)
    }
    assert held == {-1: False, 0: True, 1: True, 2: False}


def test_clearance_is_that_of_the_highest_role():
    person = StaffMemberFactory()
    for role in (Role.CABINET_MEMBER, Role.FINANCE):
        RoleAssignmentFactory(staff_member=person, role=role)
    assert council_actor(person.user_id, on=TODAY).clearance == 1


def test_closed_account_is_nobody():
    person = StaffMemberFactory(user=UserFactory(is_active=False))
    assert actor_of(person.user) is None


def test_provider_person_stands_on_the_provider_side():
    person = ProviderUserFactory(provider=ProviderFactory(name="Larkspur Homes Ltd"))
    actor = actor_of(person.user)
    assert (actor.is_provider, actor.provider_id, actor.organisation) == (
        True,
        person.provider_id,
        "Larkspur Homes Ltd",
    )


def test_header_names_the_council(client):
    signed_in(client, authority=AuthorityFactory(name="Somewhereshire"))
    assert "Somewhereshire" in client.get(reverse("audit")).content.decode()


def test_persona_signs_in_with_one_click(client, settings):
    settings.DEMO = True
    person = StaffMemberFactory(is_persona=True, user=UserFactory(email="auditor@somewhere.example"))
    RoleAssignmentFactory(staff_member=person, role=Role.AUDITOR)
    [persona] = [p for p in personas() if p.user_id == person.user_id]
    answer = client.post(reverse("become_persona", args=[persona.key]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("audit")


def test_persona_is_not_made_by_following_a_link(client, settings):
    settings.DEMO = True
    assert client.get("/account/demo/auditor-somewhere/").status_code == 405


def test_nobody_but_a_persona_can_be_become():
    person = StaffMemberFactory(is_persona=False, user=UserFactory(email="real@somewhere.example"))
    assert user_of_persona("real-somewhere") is None
    assert person.user_id not in {persona.user_id for persona in personas()}


def test_closed_persona_cannot_be_become():
    StaffMemberFactory(is_persona=True, user=UserFactory(email="gone@somewhere.example", is_active=False))
    assert user_of_persona("gone-somewhere") is None


def test_persona_pages_do_not_exist_without_demo(client, settings):
    settings.DEMO = False
    try:
        importlib.reload(config.urls)
        clear_url_caches()
        with pytest.raises(NoReverseMatch):
            reverse("personas")
        assert client.post("/account/demo/auditor-somewhere/").status_code == 404
    finally:
        settings.DEMO = True
        importlib.reload(config.urls)
        clear_url_caches()


def test_persona_view_refuses_without_demo_even_when_routed(client, settings):
    settings.DEMO = False
    assert client.get("/account/demo/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in READS_RECORDS])
def test_records_are_closed_to_other_roles(client, role):
    signed_in(client, role)
    assert client.get(reverse("admin:index")).status_code in (302, 403)
    assert client.get(reverse("admin:authorities_staffmember_changelist")).status_code in (302, 403)


def test_records_show_an_auditor_only_the_own_council(client):
    kent, derbyshire = AuthorityFactory(name="Kent"), AuthorityFactory(name="Derbyshire")
    AuthoritySettingFactory(authority=kent, value="kent's value")
    other = AuthoritySettingFactory(authority=derbyshire, value="derbyshire's value")
    signed_in(client, authority=kent)
    shown = client.get(reverse("admin:authorities_authoritysetting_changelist")).content.decode()
    assert f"{kent.pk} quality_gateway" in shown
    assert f"{derbyshire.pk} quality_gateway" not in shown
    detail = reverse("admin:authorities_authoritysetting_change", args=[other.pk])
    assert client.get(detail, follow=True).redirect_chain, "another council's row is not there"


def test_records_cannot_be_changed(client):
    person = signed_in(client)
    row = AuthoritySettingFactory(authority=person.authority)
    page = reverse("admin:authorities_authoritysetting_change", args=[row.pk])
    assert client.post(page, {"key": "child_label", "value": '"x"'}).status_code == 403
    assert client.get(reverse("admin:authorities_authoritysetting_add")).status_code == 403
    assert client.post(page.replace("change", "delete")).status_code == 403
    with acting_as(Actor.council(person.authority_id)):
        assert AuthoritySetting.objects.get(pk=row.pk).key == row.key


def test_opening_a_childs_record_is_logged_in_who_looked(client):
    person = signed_in(client, name="Ash Example")
    child = ChildFactory(authority=person.authority)
    client.get(reverse("admin:placements_child_change", args=[child.pk]))
    shown = client.get(reverse("view_log")).content.decode()
    assert child.reference in shown
    assert "Ash Example" in shown


def test_audit_shows_a_change_and_who_made_it(client):
    person = signed_in(client, name="Ash Example")
    with acting_as(Actor.council(person.authority_id, user_id=person.user_id)):
        AuthoritySetting.objects.create(
            authority_id=person.authority_id, key="notice_days", value=28, starts_on=TODAY
        )
    shown = client.get(reverse("audit"), {"record": "authority setting"}).content.decode()
    assert "Ash Example" in shown
    assert "Authority setting" in shown


def test_audit_is_for_auditors(client):
    signed_in(client, Role.COMMISSIONER)
    assert client.get(reverse("audit")).status_code == 404


def test_seal_covers_every_row_once_and_holds():
    AuthoritySettingFactory()
    at = timezone.now()
    sealed = seal(at=at)
    assert sealed > 0
    assert seal(at=at) == 0
    assert broken_seal() is None


def test_app_can_neither_write_nor_remove_what_is_audited():
    person = AuthoritySettingFactory()
    with acting_as(Actor.council(person.authority_id, clearance=3)):
        event = AuditEvent.objects.first()
        for attempt in (event.delete, event.save):
            with (
                pytest.raises(Exception, match="permission denied"),
                acting_as(Actor.council(person.authority_id)),
            ):
                attempt()


def test_token_works_until_it_is_revoked(client):
    person = signed_in(client)
    answer = client.post(reverse("token_list"), {"days": 30})
    [token] = AuthToken.objects.filter(user=person.user)
    assert token.token_key in answer.content.decode()
    assert timedelta(days=29) < token.expiry - timezone.now() <= timedelta(days=30)
    client.post(reverse("token_revoke", args=[token.digest]))
    assert not AuthToken.objects.filter(user=person.user).exists()


def test_token_secret_is_shown_once(client):
    signed_in(client)
    first = client.post(reverse("token_list"), {"days": 90}).content.decode()
    assert "hearth_" in first
    assert client.get(reverse("token_list")).content.decode().count("<code>") == 0


def test_another_persons_token_is_not_there():
    owner, other = UserFactory(), UserFactory()
    make_token(owner=owner, days=30)
    token = AuthToken.objects.get(user_id=owner.pk)
    with pytest.raises(NotFound):
        revoke_token(owner=other, digest=token.digest)
    assert User.objects.filter(auth_token_set=token).get() == owner


def test_person_without_a_role_is_told_so(client):
    person = StaffMemberFactory()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "no role" in client.get(reverse("home")).content.decode()


def test_seal_breaks_when_somebody_with_more_rights_rewrites_history(fresh_database, settings):
    AuthoritySettingFactory()
    seal(at=timezone.now())
    with closing(psycopg2.connect(settings.DATABASE_OWNER_URL)) as owner:
        owner.autocommit = True
        cursor = owner.cursor()
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER wall_append_only")
        cursor.execute("UPDATE core_auditevent SET row_id = '0'")
    assert broken_seal() is not None


def test_sign_in_by_password_leads_back_to_the_personas(client, settings):
    settings.DEMO = True
    assert reverse("personas") in client.get(reverse("account_login")).content.decode()
