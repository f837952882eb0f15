"""Accrual: what each placement cost each night, posted once however often it runs."""

from datetime import date, datetime

from django.db import connection, transaction

from core.actor import Actor

# For every fee component and night: what is due (cumulative to date, so that pennies cannot drift) against
# what is posted. A night never posted becomes a charge; a night whose due changed becomes an adjustment.
# The start night is paid, the day of leaving is not. The core fee of a child in a block bed is paid by the
# block contract, so only the other components accrue here. An agreement that another replaced while the child
# stayed keeps its own nights; nights of a notice that was short are paid after the child has left.
ACCRUE = """
WITH component AS (
  SELECT p.reference, 'fee-' || f.id AS component, f.kind AS fee_kind, f.weekly_rate,
         GREATEST(f.starts_on, p.starts_on) AS first_night,
         LEAST(%(through)s::date, f.ends_on - 1, COALESCE(p.paid_until, p.ends_on) - 1) AS last_night,
         p.category, p.route, p.provider_id, p.setting_id
  FROM placements_placement p
  JOIN (SELECT id AS placement_id, agreement_id FROM placements_placement
        UNION ALL SELECT earlier_of_id, id FROM placements_placementagreement
        WHERE earlier_of_id IS NOT NULL) AS under ON under.placement_id = p.id
  JOIN placements_placementagreement a ON a.id = under.agreement_id
  JOIN placements_agreementfee f ON f.agreement_id = a.id
  WHERE p.state NOT IN ('planned', 'cancelled')
    AND (f.kind <> 'core' OR a.purchase_basis <> 'block'
         AND (p.bed_booking_id IS NULL OR a.id <> p.agreement_id))),
due AS (
  SELECT c.reference, c.component, n.night::date AS night,
         round(c.weekly_rate * (n.night::date - c.first_night + 1) / 7, 2)
           - round(c.weekly_rate * (n.night::date - c.first_night) / 7, 2) AS amount
  FROM component c
  CROSS JOIN LATERAL generate_series(
    GREATEST(c.first_night, %(since)s::date), c.last_night, '1 day') AS n(night)),
posted AS (
  SELECT source_reference AS reference, component_key AS component, night, sum(amount) AS amount
  FROM contracts_charge
  WHERE night BETWEEN %(since)s AND %(through)s AND component_key LIKE 'fee-%%'
  GROUP BY 1, 2, 3),
change AS (
  SELECT COALESCE(d.reference, x.reference) AS reference, COALESCE(d.component, x.component) AS component,
         COALESCE(d.night, x.night) AS night, COALESCE(d.amount, 0) - COALESCE(x.amount, 0) AS amount,
         x.night IS NOT NULL AS was_posted
  FROM due d FULL JOIN posted x USING (reference, component, night)
  WHERE COALESCE(d.amount, 0) <> COALESCE(x.amount, 0) OR x.night IS NULL)
INSERT INTO contracts_charge
  (authority_id, kind, source_reference, component_key, fee_kind, night, amount, category, route,
   provider_id, setting_id, cost_centre, posted_at, note)
SELECT app_authority(), CASE WHEN change.was_posted THEN 'adjustment' ELSE 'placement' END,
       change.reference, change.component, f.kind, change.night, change.amount, p.category, p.route,
       p.provider_id, p.setting_id, '', %(at)s,
       CASE WHEN change.was_posted THEN 'Changed after it was posted' ELSE '' END
FROM change
JOIN placements_placement p ON p.reference = change.reference
JOIN placements_agreementfee f ON f.id = substr(change.component, 5)::bigint
"""


@transaction.atomic
def accrue_placements(*, by: Actor, since: date, through: date, at: datetime) -> int:
    """Post what ``by``'s council's placements cost on the nights ``since`` to ``through``, both included.

    Idempotent: running any night twice posts nothing the second time. Returns how many charges are new.
    Two runs at once wait for each other on the council's own lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accrual'), %s)", [by.authority_id])
        cursor.execute(ACCRUE, {"since": since, "through": through, "at": at})
        return cursor.rowcount
