"""Accrual: what each placement cost each night, posted once however often it runs."""

from datetime import date, datetime

from django.db import connection, transaction

from contracts.services.posting import hold_ledger, post_due
from core.actor import Actor

# Every fee of every placement with the nights it covers so far. The start night is paid, the day of leaving
# is not. The core fee of a child in a block bed is paid by the block contract. An agreement that another
# replaced while the child stayed keeps its own nights; those of a notice that was short are paid after the
# child has left. Fees that others bear a part of are compared night by night each time; the rest go on from
# where they were charged to.
FEES = """
fee AS (
  SELECT p.id AS placement_id, p.reference, 'fee-' || f.id AS component, f.kind AS fee_kind, f.weekly_rate,
         GREATEST(f.starts_on, p.starts_on) AS first_night,
         LEAST(%(through)s::date, f.ends_on - 1, COALESCE(p.paid_until, p.ends_on) - 1) AS last_night,
         p.category, p.route, p.provider_id, p.setting_id,
         CASE WHEN away.retainer_from IS NOT NULL AND f.starts_on >= away.retainer_from
                AND (away.back_on IS NULL OR f.starts_on < away.back_on)
              THEN 'retainer' ELSE 'placement' END AS kind,
         EXISTS (SELECT 1 FROM placements_jointfunding j
                 WHERE j.placement_id = p.id AND j.fee_kind = f.kind) AS is_shared
  FROM placements_placement p
  JOIN (SELECT id AS placement_id, agreement_id FROM placements_placement
        UNION ALL SELECT earlier_of_id, id FROM placements_placementagreement
        WHERE earlier_of_id IS NOT NULL) AS under ON under.placement_id = p.id
  JOIN placements_placementagreement a ON a.id = under.agreement_id
  JOIN placements_agreementfee f ON f.agreement_id = a.id
  LEFT JOIN placements_absence away ON away.id = f.absence_id
  WHERE p.authority_id = app_authority() AND p.state NOT IN ('planned', 'cancelled')
    AND (f.kind <> 'core' OR a.purchase_basis <> 'block'
         AND (p.bed_booking_id IS NULL OR a.id <> p.agreement_id))
    AND LEAST(%(through)s::date, f.ends_on - 1, COALESCE(p.paid_until, p.ends_on) - 1)
        >= GREATEST(f.starts_on, p.starts_on, %(since)s::date)),
component AS MATERIALIZED (
  SELECT fee.*, CASE WHEN is_shared THEN 'shared' ELSE weekly_rate::text END AS terms,
         GREATEST(first_night, %(since)s::date) AS charged_from
  FROM fee)
"""
# Fees whose terms are as they were go on from the night after the last one charged; the others are compared
# from their first night, and so are those that have gone.
DUE = """,
run AS (
  SELECT component.*, CASE
           WHEN mark.terms = component.terms AND NOT component.is_shared
            AND mark.first_night = component.charged_from AND mark.last_night <= component.last_night
           THEN mark.last_night + 1 END AS goes_on_from
  FROM component
  LEFT JOIN contracts_accrued mark
    ON mark.authority_id = app_authority() AND mark.source_reference = component.reference
   AND mark.component_key = component.component),
gone AS MATERIALIZED (
  SELECT mark.source_reference AS reference, mark.component_key AS component
  FROM contracts_accrued mark
  WHERE mark.authority_id = app_authority() AND mark.component_key LIKE 'fee-%%' AND mark.terms <> 'gone'
    AND NOT EXISTS (SELECT 1 FROM component c
                    WHERE c.reference = mark.source_reference AND c.component = mark.component_key)),
compared AS MATERIALIZED (
  SELECT reference, component FROM run WHERE goes_on_from IS NULL UNION ALL SELECT * FROM gone),
gross AS (
  SELECT run.*, n.night::date AS night,
         round(run.weekly_rate * (n.night::date - run.first_night + 1) / 7, 2)
           - round(run.weekly_rate * (n.night::date - run.first_night) / 7, 2) AS amount
  FROM run
  CROSS JOIN LATERAL generate_series(
    COALESCE(run.goes_on_from, run.charged_from), run.last_night, '1 day') AS n(night)),
shared AS (
  SELECT gross.reference, gross.component, gross.night, gross.fee_kind, gross.category, gross.route,
         gross.provider_id, gross.setting_id, j.health_percent / 100 AS health,
         j.education_percent / 100 AS education,
         sum(gross.amount) OVER (PARTITION BY gross.component, j.id ORDER BY gross.night) AS to_date,
         gross.amount
  FROM gross
  JOIN placements_jointfunding j ON j.placement_id = gross.placement_id AND j.fee_kind = gross.fee_kind
    AND j.starts_on <= gross.night AND (j.ends_on IS NULL OR j.ends_on > gross.night)
  WHERE gross.is_shared),
borne AS (
  SELECT shared.*, funder,
         CASE WHEN funder = 'health' AND education > 0 THEN
           trunc(to_date * health, 2) - trunc((to_date - amount) * health, 2)
         ELSE
           amount
           - (trunc(to_date * (1 - health - education), 2)
              - trunc((to_date - amount) * (1 - health - education), 2))
           - CASE WHEN funder = 'education'
               THEN trunc(to_date * health, 2) - trunc((to_date - amount) * health, 2) ELSE 0 END
         END AS part
  FROM shared
  JOIN (VALUES ('health'), ('education')) AS f(funder)
    ON (funder = 'health' AND health > 0) OR (funder = 'education' AND education > 0)),
due AS (
  SELECT reference, component, night, amount, CASE WHEN fee_kind = 'core' THEN 1 ELSE 0 END AS nights,
         kind, fee_kind, 'council' AS funder, category, route, provider_id, setting_id
  FROM gross
  UNION ALL
  SELECT reference, component || '/' || funder, night, -part, 0, 'contribution', fee_kind, funder, category,
         route, provider_id, setting_id
  FROM borne)
"""
COMPARED = """charge.component_key LIKE 'fee-%%' AND (charge.source_reference,
  split_part(charge.component_key, '/', 1)) IN (SELECT reference, component FROM compared)"""

# How far each fee is charged now, and on what terms.
MARK = """,
gone AS (
  UPDATE contracts_accrued mark SET terms = 'gone'
  WHERE mark.authority_id = app_authority() AND mark.component_key LIKE 'fee-%%' AND mark.terms <> 'gone'
    AND NOT EXISTS (SELECT 1 FROM component c
                    WHERE c.reference = mark.source_reference AND c.component = mark.component_key))
INSERT INTO contracts_accrued
  (authority_id, source_reference, component_key, terms, first_night, last_night)
SELECT app_authority(), reference, component, terms, charged_from, last_night FROM component
ON CONFLICT (authority_id, source_reference, component_key) DO UPDATE
  SET terms = EXCLUDED.terms, first_night = EXCLUDED.first_night, last_night = EXCLUDED.last_night
  WHERE (contracts_accrued.terms, contracts_accrued.first_night, contracts_accrued.last_night)
    IS DISTINCT FROM (EXCLUDED.terms, EXCLUDED.first_night, EXCLUDED.last_night)
"""
CHARGED_TO = """
SELECT GREATEST(%s::date, max(last_night)) FROM contracts_accrued
WHERE authority_id = app_authority() AND component_key LIKE 'fee-%%'
"""


@transaction.atomic
def accrue_placements(*, by: Actor, since: date, through: date, at: datetime) -> int:
    """Post what ``by``'s council's placements cost on the nights ``since`` to ``through``, both included.

    Idempotent: running any night twice posts nothing the second time, and a night long past is run as part of
    all that is charged by now. Returns how many charges are new. Two runs at once wait for each other.
    """
    hold_ledger(by.council_id)
    with connection.cursor() as cursor:
        cursor.execute(CHARGED_TO, [through])
        through = cursor.fetchone()[0]
        made = post_due(FEES + DUE, COMPARED, by=by, since=since, through=through, at=at)
        cursor.execute(f"WITH {FEES}{MARK}", {"since": since, "through": through})
    return made
