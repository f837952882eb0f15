"""The nightly record of every contracted bed, and each council's share of its cost."""

from datetime import date, datetime

from django.db import connection, transaction

from contracts.services.block_dues import BLOCK_DUES, prices_of
from core.actor import Actor

# One state for each contracted bed and night of the contracts this council leads: first whether the bed was
# live, then whose child was in it or who kept it empty, then what the provider had last reported of the home
# by that night. A night already stated otherwise is restated, and what was said of it kept.
STATE_NIGHTS = """
WITH stated AS MATERIALIZED (
  SELECT bed.contract_id, bed.id AS bed_id, night.on AS night, CASE
           WHEN NOT live THEN 'not_live'
           WHEN booking.is_held THEN 'void_authority'
           WHEN booking.authority_id IS NOT NULL THEN 'occupied'
           WHEN stop.cause = 'regulator' THEN 'regulator_stop'
           WHEN stop.cause = 'below_good' THEN 'void_below_good'
           WHEN stop.cause = 'authority' THEN 'void_authority'
           WHEN report.is_admitting IS FALSE AND report.not_admitting_reason = 'registration'
             THEN 'regulator_stop'
           WHEN report.is_admitting IS FALSE AND report.not_admitting_reason = 'matching'
             THEN 'void_matching'
           WHEN report.is_admitting IS FALSE THEN 'void_provider'
           ELSE 'void_available' END AS state,
         CASE WHEN live AND NOT booking.is_held THEN booking.authority_id END AS authority_id
  FROM contracts_contractedbed bed
  JOIN contracts_blockcontract contract ON contract.id = bed.contract_id
    AND contract.lead_authority_id = app_authority() AND contract.state NOT IN ('draft', 'dropped')
  CROSS JOIN LATERAL (
    SELECT generate_series(
      GREATEST(%(since)s::date, bed.contracted_from, contract.starts_on),
      LEAST(%(through)s::date, contract.ends_on - 1), '1 day')::date AS on) night
  CROSS JOIN LATERAL (
    SELECT COALESCE(bed.live_from <= night.on, false)
      AND COALESCE(bed.live_until > night.on, true) AS live) is_live
  LEFT JOIN contracts_bedbooking booking ON live
    AND booking.bed_id = bed.id AND booking.cancelled_at IS NULL
    AND booking.starts_on <= night.on AND (booking.ends_on IS NULL OR booking.ends_on > night.on)
  LEFT JOIN LATERAL (
    SELECT cause FROM contracts_blockstop s
    WHERE live AND booking.authority_id IS NULL AND s.contract_id = bed.contract_id
      AND (s.setting_id IS NULL OR s.setting_id = bed.setting_id)
      AND s.starts_on <= night.on AND (s.ends_on IS NULL OR s.ends_on > night.on)
    ORDER BY CASE s.cause WHEN 'regulator' THEN 1 WHEN 'below_good' THEN 2 ELSE 3 END LIMIT 1) stop
    ON true
  LEFT JOIN LATERAL (
    SELECT is_admitting, not_admitting_reason FROM providers_vacancyreport v
    WHERE live AND booking.authority_id IS NULL AND stop.cause IS NULL
      AND v.setting_id = bed.setting_id AND v.reported_at < night.on + 1
    ORDER BY v.reported_at DESC LIMIT 1) report ON true),
corrected AS (
  INSERT INTO contracts_bednightcorrection (contract_id, bed_night_id, state, authority_id, corrected_at)
  SELECT known.contract_id, known.id, known.state, known.authority_id, statement_timestamp()
  FROM contracts_bednight known JOIN stated USING (bed_id, night)
  WHERE (known.state, known.authority_id) IS DISTINCT FROM (stated.state, stated.authority_id))
INSERT INTO contracts_bednight AS known (contract_id, bed_id, night, state, authority_id)
SELECT contract_id, bed_id, night, state, authority_id FROM stated
ON CONFLICT (bed_id, night) DO UPDATE SET state = excluded.state, authority_id = excluded.authority_id
  WHERE (known.state, known.authority_id) IS DISTINCT FROM (excluded.state, excluded.authority_id)
"""

# A bed-night's amount is what is due to date less what was due the night before, so that pennies cannot
# drift; a night whose due has changed since is adjusted by the difference.
POST_SHARES = "\n,".join(
    (
        BLOCK_DUES,
        """
due AS (
  SELECT *, round(weekly * nth / 7, 2) - round(weekly * (nth - 1) / 7, 2) AS amount FROM dues),
posted AS (
  SELECT source_reference AS reference, component_key AS component, night, sum(amount) AS amount
  FROM contracts_charge
  WHERE authority_id = app_authority() AND route = 'block' AND night BETWEEN %(since)s AND %(through)s
    AND (component_key LIKE 'bed-%%' OR component_key LIKE 'recharge-%%')
  GROUP BY 1, 2, 3)
INSERT INTO contracts_charge
  (authority_id, kind, source_reference, component_key, fee_kind, night, amount, category, route,
   provider_id, setting_id, cost_centre, posted_at, note)
SELECT app_authority(), CASE WHEN posted.night IS NULL THEN due.kind ELSE 'adjustment' END,
       due.reference, due.component, 'core', due.night, due.amount - COALESCE(posted.amount, 0),
       due.category, 'block', due.provider_id, due.setting_id, '', %(at)s,
       CASE WHEN posted.night IS NULL THEN '' ELSE 'Changed after it was posted' END
FROM due LEFT JOIN posted USING (reference, component, night)
WHERE due.amount <> COALESCE(posted.amount, 0)
""",
    )
)


@transaction.atomic
def record_bed_nights(*, by: Actor, since: date, through: date) -> int:
    """State the nights ``since`` to ``through`` (both included) of the blocks ``by``'s council leads.

    Idempotent; returns how many bed-nights are new or stated otherwise than before.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE_NIGHTS, {"since": since, "through": through})
        return cursor.rowcount


@transaction.atomic
def post_block_shares(*, by: Actor, since: date, through: date, at: datetime) -> int:
    """Charge ``by``'s council its share of every stated bed-night, and the recharges agreed between councils.

    Idempotent; returns new charges. Two runs at once wait for each other on the council's own lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accrual'), %s)", [by.authority_id])
        cursor.execute(POST_SHARES, {"since": since, "through": through, "at": at, **prices_of(through)})
        return cursor.rowcount
