from django.db import migrations

# The only reach across tenants a worker has: which job is next, and that it is still at it.
FUNCTIONS = """
CREATE FUNCTION claim_job(lease_seconds integer, max_attempts integer)
  RETURNS TABLE (id bigint, lease_token uuid, acts_as text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  UPDATE core_job SET state = 'failed', finished_at = clock_timestamp(), lease_token = NULL,
      error = 'The work was interrupted too many times.'
    WHERE state = 'running' AND lease_until < clock_timestamp() AND attempt >= max_attempts;
  RETURN QUERY
  UPDATE core_job j SET state = 'running', attempt = j.attempt + 1, lease_token = gen_random_uuid(),
      lease_until = clock_timestamp() + make_interval(secs => lease_seconds)
    WHERE j.id = (
      SELECT q.id FROM core_job q
      WHERE q.state = 'queued' OR (q.state = 'running' AND q.lease_until < clock_timestamp())
      ORDER BY q.queued_at, q.id
      LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING j.id, j.lease_token, j.acts_as::text;
END $$;

CREATE FUNCTION renew_job(job_id bigint, token uuid, lease_seconds integer) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE core_job SET lease_until = clock_timestamp() + make_interval(secs => lease_seconds)
    WHERE id = job_id AND lease_token = token;
$$;

REVOKE EXECUTE ON FUNCTION claim_job(integer, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION renew_job(bigint, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_job(integer, integer) TO hearth_app;
GRANT EXECUTE ON FUNCTION renew_job(bigint, uuid, integer) TO hearth_app;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION claim_job(integer, integer), renew_job(bigint, uuid, integer)")
    ]
