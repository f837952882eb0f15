"""The wall: every table declares it, PostgreSQL holds it, and nothing the app can do gets past it."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.models import Document
from core.wall import Kind
from core.wall.apply import ROLES, VERBS, project_models
from placements.models import Child, ChildIdentity, LegalStatusPeriod, PlacementRequest
from providers.models import VacancyReport
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.offers import OfferFactory
from tests.factories.placed import ActivePlacementFactory
from tests.factories.placements import (
    NOW,
    ChildFactory,
    ChildIdentityFactory,
    DraftRequestFactory,
    RecipientFactory,
)
from tests.factories.providers import OpenHomeFactory, ProviderFactory, VacancyReportFactory

pytestmark = pytest.mark.django_db

WALLED = [(model, wall) for model, wall in project_models() if wall is not None]
PRIVATE = [model for model, wall in WALLED if wall.login is None]
TABLES = {model._meta.db_table: wall for model, wall in WALLED}
ids = [model._meta.label for model in PRIVATE]


def rows(sql: str, params: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def refused(sql: str) -> str:
    """The SQLSTATE with which PostgreSQL refuses ``sql``; fails when it does not."""
    with pytest.raises(Exception) as caught, transaction.atomic():
        rows(sql)
    return caught.value.__cause__.pgcode


def test_every_model_declares_its_wall():
    assert [model._meta.label for model, wall in project_models() if wall is None] == []


def test_row_level_security_is_on_and_forced_for_every_table():
    found = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert found == []


def test_grants_are_exactly_the_declared_ones():
    granted = {
        (table, role, verb)
        for table, role, verb in rows(
            "SELECT c.relname, r.rolname, v.verb FROM pg_class c, pg_roles r,"
            " unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) v(verb)"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND r.rolname = ANY(%s)"
            " AND has_table_privilege(r.oid, c.oid, v.verb)",
            [list(ROLES.values())],
        )
    }
    declared = {
        (table, ROLES[side], VERBS[verb])
        for table, wall in TABLES.items()
        for side in ROLES
        if (access := getattr(wall, side)) is not None
        for verb in access.verbs
        if not (verb == "U" and access.columns)
    }
    assert {g for g in granted if g[0] != "django_migrations"} == declared


def test_columns_of_an_update_are_exactly_the_declared_ones():
    for table, wall in TABLES.items():
        for side, role in ROLES.items():
            access = getattr(wall, side)
            if access is None or not access.columns:
                continue
            allowed = rows(
                "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0"
                " AND has_column_privilege(%s, a.attrelid, a.attnum, 'UPDATE')",
                [f'"{table}"', role],
            )
            assert {name for (name,) in allowed} == set(access.columns)


def test_app_logs_in_as_a_role_without_powers():
    (powers,) = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit FROM pg_roles"
        " WHERE rolname = session_user"
    )
    assert powers == (False, False, False, False, False)


@pytest.mark.parametrize("model", PRIVATE, ids=ids)
def test_select_without_an_actor_is_refused(model):
    assert refused(f'SELECT * FROM "{model._meta.db_table}"') == "42501"


def test_foreign_keys_between_tenants_carry_the_tenant():
    keyed = {
        (table, column)
        for table, column in rows(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND array_length(c.conkey, 1) > 1"
        )
    }
    bare = [
        f"{model._meta.label}.{field.name}"
        for model, wall in WALLED
        for field in model._meta.local_fields
        if field.is_relation
        and field.related_model._meta.db_table in TABLES
        and set(wall.tenant_columns)
        & set(TABLES[field.related_model._meta.db_table].tenant_columns) - {field.column}
        and (model._meta.db_table, field.column) not in keyed
    ]
    assert bare == []


def test_every_private_table_leads_with_its_tenant_column():
    missing = [
        model._meta.label
        for model, wall in WALLED
        if wall.kind in (Kind.COUNCIL, Kind.PROVIDER)
        and wall.tenant_columns
        and not set(wall.tenant_columns) <= {f.column for f in model._meta.local_fields}
    ]
    assert missing == []


def test_private_unique_keys_tell_nothing_of_other_tenants():
    """A unique key without the tenant would answer "somebody has it"; references are random, and a key that
    hangs on a record of the same tenant can only clash with that tenant's own."""
    telling = []
    for model, wall in WALLED:
        if wall.kind is not Kind.COUNCIL or not wall.tenant_columns:
            continue
        keys = [c.fields for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
        keys += [(f.name,) for f in model._meta.local_fields if f.unique and not f.primary_key]
        for key in keys:
            fields = [model._meta.get_field(name) for name in key]
            own = any(f.column in wall.tenant_columns or f.name == "reference" for f in fields)
            hangs = any(f.is_relation for f in fields)
            if not own and not hangs:
                telling.append(f"{model._meta.label}{tuple(key)}")
    assert telling == []


def test_definer_functions_pin_their_search_path_and_are_known():
    found = rows(
        "SELECT p.proname, COALESCE(array_to_string(p.proconfig, ','), '') FROM pg_proc p"
        " WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    assert all("search_path=pg_catalog" in config for _, config in found)
    assert {name for name, _ in found} <= KNOWN_DEFINERS


# Each reaches past the wall on purpose, and says where why.
KNOWN_DEFINERS = {"broken_audit_seal", "claim_job", "hearth_audit", "renew_job", "seal_audit"}

ATTACKS = [
    "SET ROLE postgres",
    "SET ROLE <owner>",
    "SET SESSION AUTHORIZATION <owner>",
    "ALTER TABLE placements_child DISABLE ROW LEVEL SECURITY",
    "DROP POLICY wall_council_select ON placements_child",
    "CREATE POLICY mine ON placements_child USING (true)",
    "TRUNCATE placements_child",
    "DELETE FROM placements_child",
    "CREATE TABLE stolen AS SELECT 1",
    "CREATE TEMP TABLE stolen AS SELECT * FROM placements_child",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "COPY placements_child TO '/tmp/stolen'",
    "COPY placements_child FROM '/etc/passwd'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "CREATE SCHEMA stolen",
    "CREATE EXTENSION dblink",
    "ALTER ROLE hearth_app BYPASSRLS",
    "ALTER FUNCTION app_authority() SECURITY DEFINER",
    "CREATE OR REPLACE FUNCTION app_authority() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "ALTER TABLE placements_child DISABLE TRIGGER wall_audit",
    "DROP TRIGGER wall_append_only ON contracts_charge",
    "CREATE RULE stolen AS ON SELECT TO placements_child DO INSTEAD SELECT 1",
    "CREATE TRIGGER stolen BEFORE INSERT ON placements_child EXECUTE FUNCTION hearth_audit('full')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "UPDATE authorities_authority SET name = 'x'",
    "UPDATE placements_offerfee SET weekly_rate = 1",
    "DELETE FROM contracts_charge",
    "UPDATE contracts_charge SET amount = 0",
    "SET session_replication_role = replica",
    "INSERT INTO core_auditevent (at, action, table_name, row_id) VALUES (now(), 'x', 'x', 'x')",
    "UPDATE core_auditevent SET action = 'x'",
    "DELETE FROM core_auditevent",
    "SELECT * FROM claim_job(1, 1)",
    "SELECT * FROM django_session",
    "SELECT * FROM mfa_authenticator",
]


@pytest.mark.parametrize("sql", ATTACKS)
def test_council_cannot_step_over_the_wall_by_sql(sql):
    owner = urlsplit(settings.DATABASE_OWNER_URL).username
    with acting_as(Actor.council(AuthorityFactory().pk, clearance=3)):
        assert refused(sql.replace("<owner>", f'"{owner}"')) in ("42501", "42809")


def test_row_security_off_is_an_error_not_a_door():
    with acting_as(Actor.council(ChildFactory().authority.pk)):
        assert refused("SET LOCAL row_security = off; SELECT * FROM placements_child") == "42501"


@pytest.fixture
def derbyshire_child():
    return ChildIdentityFactory().child


@pytest.fixture
def kent():
    return Actor.council(AuthorityFactory(name="Kent").pk, clearance=3)


def test_another_council_reads_nothing_by_any_road(derbyshire_child, kent):
    DraftRequestFactory(child=derbyshire_child, authority=derbyshire_child.authority)
    with acting_as(kent):
        assert not Child.objects.exists()
        assert not ChildIdentity.objects.filter(child__reference=derbyshire_child.reference).exists()
        assert not PlacementRequest.objects.select_related("child").exists()
        assert list(Child.objects.raw("SELECT * FROM placements_child")) == []
        assert rows("SELECT * FROM placements_child c FULL JOIN placements_childidentity i ON true") == []
        assert rows("SELECT count(*) FROM placements_childidentity") == [(0,)]


def test_another_council_changes_nothing(derbyshire_child, kent):
    with acting_as(kent):
        assert Child.objects.filter(pk=derbyshire_child.pk).update(is_uasc=True) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Child.objects.create(
                authority=derbyshire_child.authority,
                reference="CHD-FORGED",
                sex="F",
                birth_month=date(2012, 1, 1),
            )


def test_own_row_cannot_hang_on_another_councils_child(derbyshire_child, kent):
    with pytest.raises(Exception, match="wall"), acting_as(kent), transaction.atomic():
        LegalStatusPeriod.objects.create(
            authority_id=kent.authority_id, child=derbyshire_child, status="C2", starts_on=date(2026, 1, 1)
        )
        connection.check_constraints()


@pytest.mark.parametrize(
    ("clearance", "children", "identities"), [(0, 0, 0), (1, 1, 0), (2, 1, 0), (3, 1, 1)]
)
def test_clearance_climbs_the_information_ladder(derbyshire_child, clearance, children, identities):
    with acting_as(Actor.council(derbyshire_child.authority.pk, clearance=clearance)):
        assert (Child.objects.count(), ChildIdentity.objects.count()) == (children, identities)


def test_provider_reads_only_what_was_sent_to_it():
    recipient = RecipientFactory()
    RecipientFactory(referral=recipient.referral)
    with acting_as(Actor.provider(recipient.provider.pk)):
        assert rows("SELECT count(*) FROM placements_referralrecipient") == [(1,)]
        assert rows("SELECT count(*) FROM placements_referral") == [(1,)]
        assert refused("SELECT * FROM placements_placementrequest") == "42501"
        assert refused("SELECT * FROM placements_child") == "42501"
    with acting_as(Actor.provider(ProviderFactory().pk)):
        assert rows("SELECT count(*) FROM placements_referral") == [(0,)]


def test_rival_reads_and_writes_nothing_of_another_provider():
    offer, home = OfferFactory(), OpenHomeFactory()
    report = VacancyReportFactory(setting=home)
    rival = RecipientFactory(referral=offer.recipient.referral).provider
    with acting_as(Actor.provider(rival.pk)):
        assert rows("SELECT count(*) FROM placements_offer") == [(0,)]
        assert rows("SELECT count(*) FROM placements_offerfee") == [(0,)]
        assert rows("SELECT count(*) FROM providers_vacancyreport") == [(0,)]
        assert refused("SELECT * FROM placements_offerscore") == "42501"
        assert refused("SELECT * FROM core_auditevent") == "42501"
        assert rows(f"UPDATE placements_offer SET weekly_total = 1 WHERE id = {offer.pk} RETURNING id") == []
        assert rows("UPDATE placements_referralrecipient SET decline_note = 'x' RETURNING provider_id") == [
            (rival.pk,)
        ]
        with pytest.raises(ProgrammingError), transaction.atomic():
            VacancyReport.objects.create(
                provider=report.provider, setting=home, reported_at=NOW, channel="portal", beds_free=9
            )


def test_sealed_offer_is_read_by_no_council_before_its_moment_not_even_in_the_audit():
    now = timezone.now()
    sealed = OfferFactory(sealed_until=now + timedelta(hours=1))
    referral = sealed.recipient.referral
    opened = OfferFactory(recipient__referral=referral, sealed_until=now - timedelta(hours=1))
    with acting_as(Actor.council(sealed.authority.pk, clearance=3)):
        assert rows("SELECT id FROM placements_offer") == [(opened.pk,)]
        assert rows("SELECT DISTINCT offer_id FROM placements_offerfee") == [(opened.pk,)]
        assert rows("UPDATE placements_offer SET state_reason = 'x' RETURNING id") == [(opened.pk,)]
        kept = (
            "SELECT DISTINCT row_id, before, after FROM core_auditevent WHERE table_name = 'placements_offer'"
        )
        assert rows(kept) == [(str(opened.pk), None, None)]


def test_council_cannot_change_what_was_offered():
    offer = OfferFactory()
    with acting_as(Actor.council(offer.authority.pk, clearance=3)):
        assert refused("UPDATE placements_offer SET weekly_total = 1") == "42501"


def test_member_opens_published_documents_only():
    authority = AuthorityFactory()
    with acting_as(Actor.council(authority.pk, clearance=3)) as actor:
        for classification in Document.Classification:
            store_document(
                authority_id=actor.council_id,
                classification=classification,
                title="A paper",
                filename="paper.pdf",
                content_type="application/pdf",
                content=b"%PDF",
                at=timezone.now(),
            )
    with acting_as(Actor.council(authority.pk, clearance=0)):
        assert rows("SELECT classification FROM core_document") == [("public",)]


@pytest.mark.parametrize(
    ("role", "children", "identities"),
    [(Role.FINANCE, 1, 0), (Role.CABINET_MEMBER, 0, 0), (Role.COMMISSIONER, 1, 1)],
)
def test_role_reads_children_as_far_as_its_clearance(derbyshire_child, role, children, identities):
    with acting_as(council_actor(role, authority=derbyshire_child.authority)):
        assert (Child.objects.count(), ChildIdentity.objects.count()) == (children, identities)


def test_provider_reads_its_own_placements_without_the_identity():
    placement = ActivePlacementFactory()
    ChildIdentityFactory(child=placement.child, authority=placement.authority)
    with acting_as(Actor.provider(placement.provider.pk)):
        assert rows("SELECT count(*) FROM placements_placement") == [(1,)]
        assert rows("SELECT count(*) FROM placements_childidentity") == [(0,)]
