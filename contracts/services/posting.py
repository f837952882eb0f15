"""Posting to the ledger: what is due for each night less what is posted of it, once however often it runs.

Each kind of cost says in SQL what is due (``due``) and which posted charges that replaces (``compared``). A
night never posted becomes a charge; a night whose due has changed becomes an adjustment beside the first.
What belongs to a frozen month is posted in the month then open, and says so.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from contracts.selectors.months import open_month
from core.actor import Actor
from core.locking import hold_until_commit

# ``due`` gives one row a component and night: reference, component, night, amount, nights, kind, fee_kind,
# funder, category, route, provider_id, setting_id. A charge whose cause is gone is taken back with the facts
# it was posted with.
POST = """
WITH {due},
posted AS (
  SELECT charge.source_reference AS reference, charge.component_key AS component, charge.night,
         sum(charge.amount) AS amount, sum(charge.nights)::int AS nights
  FROM contracts_charge charge
  WHERE charge.authority_id = app_authority() AND charge.night BETWEEN %(since)s AND %(through)s
    AND {compared}
  GROUP BY 1, 2, 3),
change AS (
  SELECT reference, component, night, due.kind, due.fee_kind, due.funder, due.category, due.route,
         due.provider_id, due.setting_id,
         COALESCE(due.amount, 0) - COALESCE(posted.amount, 0) AS amount,
         COALESCE(due.nights, 0) - COALESCE(posted.nights, 0) AS nights,
         posted.night IS NOT NULL AS was_posted,
         GREATEST(date_trunc('month', night)::date, %(open_month)s::date) AS month
  FROM due FULL JOIN posted USING (reference, component, night)
  WHERE COALESCE(due.amount, 0) <> COALESCE(posted.amount, 0)
     OR COALESCE(due.nights, 0) <> COALESCE(posted.nights, 0)),
centre AS MATERIALIZED (
  SELECT category, code, starts_on,
         LEAST(ends_on, lead(starts_on) OVER (PARTITION BY category ORDER BY starts_on)) AS ends_on
  FROM contracts_costcentre WHERE authority_id = app_authority())
INSERT INTO contracts_charge
  (authority_id, kind, source_reference, component_key, fee_kind, funder, night, month, nights, amount,
   category, route, provider_id, setting_id, cost_centre, posted_at, note)
SELECT app_authority(), CASE WHEN change.was_posted THEN 'adjustment' ELSE change.kind END,
       change.reference, change.component, COALESCE(change.fee_kind, was.fee_kind),
       COALESCE(change.funder, was.funder), change.night, change.month, change.nights, change.amount,
       COALESCE(change.category, was.category), COALESCE(change.route, was.route),
       COALESCE(change.provider_id, was.provider_id),
       CASE WHEN change.kind IS NULL THEN was.setting_id ELSE change.setting_id END,
       COALESCE(was.cost_centre, centre.code, ''), %(at)s,
       concat_ws('. ',
         CASE WHEN change.was_posted THEN 'Changed after it was posted' END,
         CASE WHEN change.month > change.night
           THEN 'Belongs to ' || to_char(change.night, 'FMMonth YYYY') || ', which was frozen' END)
FROM change
LEFT JOIN LATERAL (
  SELECT fee_kind, funder, category, route, provider_id, setting_id, cost_centre
  FROM contracts_charge c
  WHERE change.was_posted AND c.authority_id = app_authority() AND c.source_reference = change.reference
    AND c.component_key = change.component AND c.night = change.night
  ORDER BY c.id DESC LIMIT 1) was ON true
LEFT JOIN centre ON NOT change.was_posted AND centre.category = change.category
  AND centre.starts_on <= change.night AND (centre.ends_on IS NULL OR centre.ends_on > change.night)
"""


def hold_ledger(authority_id: int) -> None:
    """Keep the council's ledger to oneself until the transaction ends: two runs wait for each other."""
    hold_until_commit("accrual", authority_id)


def post_due(
    due: str, compared: str, *, by: Actor, since: date, through: date, at: datetime, **params: Any
) -> int:
    """Post the difference for the nights ``since`` to ``through``; how many charges are new.

    ``due`` is WITH clauses of which one is named ``due``; ``compared`` is a condition on ``charge``.
    """
    values: Mapping[str, Any] = {
        "since": since,
        "through": through,
        "at": at,
        "open_month": open_month(by.council_id),
        **params,
    }
    with connection.cursor() as cursor:
        cursor.execute(POST.format(due=due, compared=compared), values)
        return cursor.rowcount
