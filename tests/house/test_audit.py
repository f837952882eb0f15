"""The audit: written by triggers for every change, by nobody else, and never changed."""

import pytest
from django.db import ProgrammingError, connection, transaction

from contracts.models import Charge
from core.actor import Actor, acting_as
from core.models import AuditEvent
from core.wall import Audit
from core.wall.apply import project_models
from placements.models import Child
from tests.factories.authorities import AuthorityFactory
from tests.factories.placements import ChildFactory, ChildIdentityFactory

pytestmark = pytest.mark.django_db
WALLED = [(model, wall) for model, wall in project_models() if wall is not None]


def triggers() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'O'"
        )
        found: dict[str, set[str]] = {}
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
        return found


def test_every_table_is_audited_unless_it_says_why_not():
    live = triggers()
    missing = [
        model._meta.label
        for model, wall in WALLED
        if (wall.audit is not Audit.NONE) != ("wall_audit" in live.get(model._meta.db_table, ()))
    ]
    assert missing == []


def test_append_only_tables_refuse_change():
    live = triggers()
    missing = [
        model._meta.label
        for model, wall in WALLED
        if wall.append_only and "wall_append_only" not in live.get(model._meta.db_table, ())
    ]
    assert missing == []


def test_change_keeps_who_what_before_and_after():
    child = ChildFactory()
    actor = Actor.council(child.authority.pk, user_id=71, roles=frozenset({"commissioner"}))
    with acting_as(actor):
        Child.objects.filter(pk=child.pk).update(is_uasc=True)
        event = AuditEvent.objects.get(table_name="placements_child", action="update")
    assert (event.user_id, event.roles, event.changed) == (71, "commissioner", ["is_uasc"])
    assert (event.before, event.after) == ({"is_uasc": False}, {"is_uasc": True})


def test_bulk_and_raw_changes_are_audited_too():
    child = ChildFactory()
    with acting_as(Actor.council(child.authority.pk)), connection.cursor() as cursor:
        cursor.execute("UPDATE placements_child SET is_uasc = true")
        assert AuditEvent.objects.filter(table_name="placements_child", action="update").count() == 1


def test_identity_is_audited_without_its_values():
    identity = ChildIdentityFactory()
    with acting_as(Actor.council(identity.authority.pk, clearance=3)):
        event = AuditEvent.objects.get(table_name="placements_childidentity")
    assert "full_name" in event.changed
    assert (event.before, event.after) == (None, None)


def test_another_council_reads_no_audit():
    ChildFactory()
    with acting_as(Actor.council(AuthorityFactory().pk)):
        assert not AuditEvent.objects.filter(table_name="placements_child").exists()


def test_ledger_is_append_only_even_for_its_own_council():
    with (
        acting_as(Actor.council(AuthorityFactory().pk)),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        Charge.objects.update(amount=0)
