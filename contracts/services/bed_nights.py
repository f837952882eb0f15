"""The nightly record of every contracted bed, and each council's share of its cost."""

from datetime import date, datetime

from django.db import connection, transaction

from contracts.choices import PAYABLE_VOIDS, BedNightState
from core.actor import Actor

# One state for each live bed and night of the contracts this council leads. An empty bed's cause is what the
# provider had last reported of the home by that night.
RECORD_NIGHTS = """
INSERT INTO contracts_bednight (contract_id, bed_id, night, state, authority_id)
SELECT bed.contract_id, bed.id, night.on, CASE
         WHEN booking.authority_id IS NOT NULL THEN 'occupied'
         WHEN report.is_admitting IS FALSE AND report.not_admitting_reason = 'registration'
           THEN 'regulator_stop'
         WHEN report.is_admitting IS FALSE AND report.not_admitting_reason = 'matching' THEN 'void_matching'
         WHEN report.is_admitting IS FALSE THEN 'void_provider'
         ELSE 'void_available' END,
       booking.authority_id
FROM contracts_contractedbed bed
JOIN contracts_blockcontract contract
  ON contract.id = bed.contract_id AND contract.lead_authority_id = app_authority()
CROSS JOIN LATERAL (
  SELECT generate_series(
    GREATEST(%(since)s::date, bed.live_from, contract.starts_on),
    LEAST(%(through)s::date, bed.live_until - 1, contract.ends_on - 1), '1 day')::date AS on) night
LEFT JOIN contracts_bedbooking booking
  ON booking.bed_id = bed.id AND booking.cancelled_at IS NULL
  AND booking.starts_on <= night.on AND (booking.ends_on IS NULL OR booking.ends_on > night.on)
LEFT JOIN LATERAL (
  SELECT is_admitting, not_admitting_reason FROM providers_vacancyreport v
  WHERE v.setting_id = bed.setting_id AND v.reported_at < night.on + 1
  ORDER BY v.reported_at DESC LIMIT 1) report ON booking.authority_id IS NULL
WHERE bed.live_from IS NOT NULL
ON CONFLICT (bed_id, night) DO NOTHING
"""

# What is due to date less what is posted, per bed and night, so that pennies cannot drift.
POST_SHARES = """
WITH due AS (
  SELECT contract.reference, 'bed-' || bed.id AS component, n.night, n.state, bed.setting_id,
         contract.provider_id, contract.category,
         contract.weekly_rate * share.percent / 100
           * CASE WHEN n.state = 'occupied' THEN 1
                  WHEN n.state = ANY(%(payable)s) THEN contract.guaranteed_share ELSE 0 END AS weekly,
         n.night - bed.live_from + 1 AS nth
  FROM contracts_bednight n
  JOIN contracts_contractedbed bed ON bed.id = n.bed_id
  JOIN contracts_blockcontract contract ON contract.id = n.contract_id
  JOIN contracts_blockshare share ON share.contract_id = contract.id AND share.authority_id = app_authority()
    AND share.starts_on <= n.night AND (share.ends_on IS NULL OR share.ends_on > n.night)
  WHERE n.night BETWEEN %(since)s AND %(through)s)
INSERT INTO contracts_charge
  (authority_id, kind, source_reference, component_key, fee_kind, night, amount, category, route,
   provider_id, setting_id, cost_centre, posted_at, note)
SELECT app_authority(), CASE WHEN state = 'occupied' THEN 'block_guarantee' ELSE 'void' END,
       reference, component, 'core', night,
       round(weekly * nth / 7, 2) - round(weekly * (nth - 1) / 7, 2),
       category, 'block', provider_id, setting_id, '', %(at)s, ''
FROM due WHERE weekly > 0
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def record_bed_nights(*, by: Actor, since: date, through: date) -> int:
    """Record the nights ``since`` to ``through`` (both included) of the blocks ``by``'s council leads.

    Idempotent; returns how many bed-nights are new.
    """
    with connection.cursor() as cursor:
        cursor.execute(RECORD_NIGHTS, {"since": since, "through": through})
        return cursor.rowcount


@transaction.atomic
def post_block_shares(*, by: Actor, since: date, through: date, at: datetime) -> int:
    """Charge ``by``'s council its share of every recorded bed-night. Idempotent; returns new charges."""
    with connection.cursor() as cursor:
        cursor.execute(
            POST_SHARES,
            {
                "since": since,
                "through": through,
                "at": at,
                "payable": [BedNightState(state).value for state in PAYABLE_VOIDS],
            },
        )
        return cursor.rowcount
