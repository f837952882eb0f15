"""Turn every model's declared wall into PostgreSQL policies, grants, foreign keys and triggers.

Runs as the owner after each migrate, in one transaction, and always from nothing: what the code declares is
what the database has. Idempotent.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

from core.wall.declare import Access, Audit, Wall
from core.wall.third_party import THIRD_PARTY

ROLES = {
    "login": "hearth_app",
    "council": "hearth_council",
    "provider": "hearth_provider",
    "system": "hearth_system",
}
VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app_authority() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.authority_id', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION app_provider() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.provider_id', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION app_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.user_id', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION app_clearance() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(NULLIF(current_setting('app.clearance', true), ''), '0')::integer $$;

CREATE OR REPLACE FUNCTION hearth_refuse_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: a correction is a new row', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION hearth_keep_fixed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog AS $$
BEGIN
  IF to_jsonb(NEW) - TG_ARGV <> to_jsonb(OLD) - TG_ARGV THEN
    RAISE EXCEPTION 'Only % of % may change', array_to_string(TG_ARGV, ', '), TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION hearth_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE
  old_row jsonb; new_row jsonb; this_row jsonb; changed text[];
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
  this_row := COALESCE(new_row, old_row);
  SELECT array_agg(key ORDER BY key) INTO changed FROM jsonb_each(this_row)
    WHERE old_row IS NULL OR new_row IS NULL OR old_row -> key IS DISTINCT FROM value;
  IF TG_OP = 'UPDATE' AND changed IS NULL THEN RETURN NULL; END IF;
  IF TG_ARGV[0] = 'keys' THEN
    old_row := NULL; new_row := NULL;
  ELSIF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, old_row -> key), jsonb_object_agg(key, new_row -> key)
      INTO old_row, new_row FROM unnest(changed) AS key;
  END IF;
  INSERT INTO core_auditevent
    (at, action, table_name, row_id, authority_id, provider_id, user_id, roles, request_id,
     sealed_until, changed, before, after)
  VALUES
    (clock_timestamp(), lower(TG_OP), TG_TABLE_NAME, this_row ->> 'id',
     COALESCE((this_row ->> 'authority_id')::bigint, app_authority()),
     COALESCE((this_row ->> 'provider_id')::bigint, app_provider()),
     app_user(), COALESCE(current_setting('app.roles', true), ''),
     COALESCE(current_setting('app.request_id', true), ''),
     (this_row ->> 'sealed_until')::timestamptz, changed, old_row, new_row);
  RETURN NULL;
END $$;
"""


def project_models() -> Iterator[tuple[type[models.Model], Wall | None]]:
    """Every model with a table, with its declared wall (None when it forgot)."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model, model.__dict__.get("wall") or THIRD_PARTY.get(model._meta.db_table)


def apply_wall() -> None:
    """Apply every declaration to the tables that exist."""
    present = set(connection.introspection.table_names())
    walled = {m: w for m, w in project_models() if w is not None and m._meta.db_table in present}
    if "core_auditevent" not in present:
        return
    statements = [FUNCTIONS, "GRANT USAGE ON SCHEMA public TO " + ", ".join(ROLES.values())]
    for model, wall in walled.items():
        statements += _table_statements(model._meta.db_table, wall)
    statements += _table_statements("django_migrations", THIRD_PARTY["django_migrations"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))
        for model, wall in walled.items():
            for statement in _foreign_key_statements(model, wall, walled, cursor):
                cursor.execute(statement)


def _table_statements(table: str, wall: Wall) -> Iterator[str]:
    quoted = connection.ops.quote_name(table)
    yield f"""
DO $$ DECLARE p name; BEGIN
  FOR p IN SELECT polname FROM pg_policy WHERE polrelid = '{quoted}'::regclass LOOP
    EXECUTE format('DROP POLICY %I ON {quoted}', p);
  END LOOP;
END $$"""
    yield f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    yield f"REVOKE ALL ON {quoted} FROM PUBLIC, {', '.join(ROLES.values())}"
    yield f"CREATE POLICY wall_owner ON {quoted} TO CURRENT_USER USING (true) WITH CHECK (true)"
    for side, role in ROLES.items():
        access: Access | None = getattr(wall, side)
        if access is not None:
            yield from _access_statements(quoted, side, role, access)
    yield f"DROP TRIGGER IF EXISTS wall_audit ON {quoted}"
    if wall.audit is not Audit.NONE:
        yield (
            f"CREATE TRIGGER wall_audit AFTER INSERT OR UPDATE OR DELETE ON {quoted}"
            f" FOR EACH ROW EXECUTE FUNCTION hearth_audit('{wall.audit.value}')"
        )
    yield f"DROP TRIGGER IF EXISTS wall_fixed ON {quoted}"
    if wall.changes:
        columns = ", ".join(f"'{column}'" for column in wall.changes)
        yield (
            f"CREATE TRIGGER wall_fixed BEFORE UPDATE ON {quoted}"
            f" FOR EACH ROW EXECUTE FUNCTION hearth_keep_fixed({columns})"
        )
    yield f"DROP TRIGGER IF EXISTS wall_append_only ON {quoted}"
    if wall.append_only:
        yield (
            f"CREATE TRIGGER wall_append_only BEFORE UPDATE OR DELETE ON {quoted}"
            " FOR EACH ROW EXECUTE FUNCTION hearth_refuse_change()"
        )


def _access_statements(quoted: str, side: str, role: str, access: Access) -> Iterator[str]:
    granted = dict(VERBS)
    if access.columns:
        granted["U"] = f"UPDATE ({', '.join(access.columns)})"
    yield f"GRANT {', '.join(granted[v] for v in access.verbs)} ON {quoted} TO {role}"
    rows = access.rows.replace("this.", f"{quoted}.")
    written = access.written.replace("this.", f"{quoted}.") or rows
    for verb in access.verbs:
        using = "" if verb == "I" else f" USING ({rows if verb == 'S' else written})"
        check = f" WITH CHECK ({written})" if verb in "IU" else ""
        name = f"wall_{side}_{VERBS[verb].lower()}"
        yield f"CREATE POLICY {name} ON {quoted} FOR {VERBS[verb]} TO {role}{using}{check}"


def _foreign_key_statements(
    model: type[models.Model], wall: Wall, walled: dict[type[models.Model], Wall], cursor
) -> Iterator[str]:
    """Foreign keys between tenants' tables carry the tenant: PostgreSQL's own check looks past the wall."""
    for field in model._meta.local_fields:
        target = field.related_model
        if not field.is_relation or target not in walled:
            continue
        shared = tuple(c for c in wall.tenant_columns if c in walled[target].tenant_columns)
        if not shared or field.column in shared:
            continue
        source, dest = model._meta.db_table, target._meta.db_table
        unique, constraint = f"{dest}_wall_{'_'.join(shared)}"[:63], f"{source}_{field.column}_wall"[:63]
        columns, key = ", ".join((str(field.column), *shared)), ", ".join(["id", *shared])
        if not _has_constraint(cursor, dest, unique):
            yield f'ALTER TABLE "{dest}" ADD CONSTRAINT "{unique}" UNIQUE ({key})'
        if not _has_constraint(cursor, source, constraint):
            yield (
                f'ALTER TABLE "{source}" ADD CONSTRAINT "{constraint}" FOREIGN KEY ({columns})'
                f' REFERENCES "{dest}" ({key}) DEFERRABLE INITIALLY DEFERRED'
            )


def _has_constraint(cursor, table: str, name: str) -> bool:
    cursor.execute(
        "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", [f'"{table}"', name]
    )
    return cursor.fetchone() is not None
