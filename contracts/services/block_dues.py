"""What the council acting owes for each stated bed-night of every block it shares, as SQL.

``BLOCK_DUES`` begins a statement with ``WITH`` and leaves a table ``dues``: one row for each bed-night and
component, with ``weekly`` in pounds a week (negative where the council is owed). The prices themselves come
from ``contracts.payable``, by contract, stretch of nights and state; nothing of the terms is decided here.
"""

from datetime import date, timedelta
from typing import Any

from contracts.choices import BedNightState
from contracts.models import BlockContract
from contracts.payable import payable_weekly, priced_terms

# Parameters: since, through and what ``prices_of`` gives. ``component`` is bed-<id> for the council's share
# and recharge-<id> for what councils owe each other for the use of that bed.
BLOCK_DUES = """
WITH price AS (
  SELECT * FROM unnest(%(contracts)s::bigint[], %(firsts)s::date[], %(untils)s::date[], %(states)s::text[],
                       %(rates)s::numeric[]) AS price(contract_id, first_night, until, state, weekly)),
shared AS (
  SELECT n.contract_id, n.bed_id, n.night, n.state, share.percent, recharge.weekly_rate AS recharge,
         n.authority_id = app_authority() AS is_user,
         n.night - COALESCE(bed.live_from, n.night) + 1 AS nth, bed.setting_id
  FROM contracts_bednight n
  JOIN contracts_contractedbed bed ON bed.id = n.bed_id
  JOIN contracts_blockshare share ON share.contract_id = n.contract_id
    AND share.authority_id = app_authority()
    AND share.starts_on <= n.night AND (share.ends_on IS NULL OR share.ends_on > n.night)
  LEFT JOIN contracts_partnerrecharge recharge ON recharge.contract_id = n.contract_id
    AND recharge.authority_id = n.authority_id
    AND recharge.starts_on <= n.night AND (recharge.ends_on IS NULL OR recharge.ends_on > n.night)
  WHERE n.night BETWEEN %(since)s AND %(through)s),
dues AS (
  SELECT contract.reference, part.component, part.kind, shared.night, part.weekly, shared.nth,
         contract.category, contract.provider_id, shared.setting_id
  FROM shared
  JOIN contracts_blockcontract contract ON contract.id = shared.contract_id
  LEFT JOIN price ON price.contract_id = shared.contract_id AND price.state = shared.state
    AND shared.night >= price.first_night AND shared.night < price.until
  CROSS JOIN LATERAL (VALUES
    ('bed-' || shared.bed_id,
     CASE WHEN shared.state = 'occupied' THEN 'block_guarantee' ELSE 'void' END,
     COALESCE(price.weekly, 0) * shared.percent / 100),
    ('recharge-' || shared.bed_id, 'recharge',
     COALESCE(shared.recharge, 0) * (CASE WHEN shared.is_user THEN 1 ELSE 0 END - shared.percent / 100))
  ) AS part(component, kind, weekly))"""


def prices_of(through: date) -> dict[str, list[Any]]:
    """Parameters of ``BLOCK_DUES``: what a night in each state is worth, by the terms of each block read."""
    until = through + timedelta(days=1)
    prices = [
        (contract.pk, stretch.period.start, stretch.period.end, state.value, payable_weekly(stretch, state))
        for contract in BlockContract.objects.prefetch_related("variations")
        for stretch in priced_terms(contract, contract.variations.all(), until=until)
        for state in BedNightState
    ]
    names = ("contracts", "firsts", "untils", "states", "rates")
    return {name: [row[at] for row in prices] for at, name in enumerate(names)}
