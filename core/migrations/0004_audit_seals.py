from django.db import migrations

# The seals of the audit: a chain of hashes over its rows, written only here. SHARE mode waits for whoever is
# writing and holds off new writers, so that no row with a lower number can turn up after its seal.
FUNCTIONS = """
CREATE FUNCTION audit_digest(first_id bigint, last_id bigint, previous text)
  RETURNS TABLE (events bigint, digest text)
  LANGUAGE sql STABLE SET search_path = pg_catalog, public SET timezone = 'UTC' AS $$
  SELECT count(*), encode(sha256(convert_to(previous, 'UTF8') || COALESCE(string_agg(sha256(convert_to(
      jsonb_build_array(id, at, action, table_name, row_id, authority_id, provider_id, user_id, roles,
        request_id, changed, before, after)::text, 'UTF8')), '' ORDER BY id), '')), 'hex')
  FROM core_auditevent WHERE id >= first_id AND id <= last_id;
$$;

CREATE FUNCTION seal_audit(sealed_at timestamptz, batch integer) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  last_seal core_auditseal; first_id bigint; last_id bigint; sealed record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('seal_audit'));
  LOCK TABLE core_auditevent IN SHARE MODE;
  SELECT * INTO last_seal FROM core_auditseal s ORDER BY s.last_event_id DESC LIMIT 1;
  first_id := COALESCE(last_seal.last_event_id, 0) + 1;
  SELECT max(id) INTO last_id FROM
    (SELECT id FROM core_auditevent WHERE id >= first_id ORDER BY id LIMIT batch) AS next;
  IF last_id IS NULL THEN RETURN 0; END IF;
  SELECT * INTO sealed FROM audit_digest(first_id, last_id, COALESCE(last_seal.digest, ''));
  INSERT INTO core_auditseal (sealed_at, last_event_id, events, digest)
    VALUES (sealed_at, last_id, sealed.events, sealed.digest);
  RETURN sealed.events;
END $$;

CREATE FUNCTION broken_audit_seal() RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  seal core_auditseal; found record; first_id bigint := 1; previous text := '';
BEGIN
  FOR seal IN SELECT * FROM core_auditseal s ORDER BY s.last_event_id LOOP
    SELECT * INTO found FROM audit_digest(first_id, seal.last_event_id, previous);
    IF found.digest <> seal.digest OR found.events <> seal.events THEN RETURN seal.id; END IF;
    first_id := seal.last_event_id + 1;
    previous := seal.digest;
  END LOOP;
  RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION audit_digest(bigint, bigint, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION seal_audit(timestamptz, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION broken_audit_seal() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_audit(timestamptz, integer) TO hearth_app;
GRANT EXECUTE ON FUNCTION broken_audit_seal() TO hearth_app;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_job_functions")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION broken_audit_seal(), seal_audit(timestamptz, integer), audit_digest(bigint, bigint, text)",
        )
    ]
