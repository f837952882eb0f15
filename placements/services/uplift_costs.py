"""What an uplift makes of every live price: written down line by line for a run, or only added up."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from contracts.models import UpliftEffect, UpliftRequest
from contracts.selectors.uplifts import answer_of
from core.actor import Actor
from core.policies import require
from placements.models import UpliftRun
from placements.policies.uplifts import can_estimate

# Every fee of the provider's live agreements under the tool that is in force on the day: what it is, what it
# would be, and until when. A price that an uplift set less than 12 months before is left as it is.
LIVE_FEES = """
SELECT f.id, p.reference, f.weekly_rate, f.ends_on,
       round(f.weekly_rate * (100 + %(percent)s) / 100, 2) AS new_rate,
       LEAST(a.planned_end_on, f.ends_on, p.ends_on) AS until
FROM placements_placementagreement a
JOIN placements_agreementfee f ON f.agreement_id = a.id
JOIN placements_placement p ON p.agreement_id = a.id
WHERE a.authority_id = app_authority() AND a.provider_id = %(provider)s AND a.tool_id = %(tool)s
  AND a.state = 'active' AND p.state <> 'ended' AND (p.ends_on IS NULL OR p.ends_on > %(on)s)
  AND f.starts_on < %(on)s AND (f.ends_on IS NULL OR f.ends_on > %(on)s)
  AND NOT EXISTS (
    SELECT 1 FROM placements_upliftline risen
    JOIN placements_upliftrun before ON before.id = risen.run_id AND before.state = 'applied'
    WHERE risen.new_fee_id = f.id AND before.effective_on > %(on)s::date - interval '12 months')
"""

# Each with its cost in a year and to the planned end. The ceiling is the one its placement draws on.
FIND_FEES = f"""
INSERT INTO placements_upliftline
  (authority_id, run_id, fee_id, source_reference, old_rate, new_rate, old_ends_on, annual_effect, to_end,
   ceiling_id)
SELECT app_authority(), %(run)s, live.id, live.reference, live.weekly_rate, live.new_rate, live.ends_on,
       round((live.new_rate - live.weekly_rate) * 365 / 7, 2),
       round((live.new_rate - live.weekly_rate) * GREATEST(live.until - %(on)s::date, 0) / 7, 2),
       (SELECT d.ceiling_id FROM contracts_ceilingdraw d
        WHERE d.authority_id = app_authority() AND d.source_reference = live.reference
        ORDER BY d.id LIMIT 1)
FROM ({LIVE_FEES}) live
"""  # noqa: S608

ADD_UP = f"""
SELECT count(*), COALESCE(sum(round((live.new_rate - live.weekly_rate) * 365 / 7, 2)), 0)
FROM ({LIVE_FEES}) live
"""  # noqa: S608


@dataclass(frozen=True)
class Cost:
    """How many prices rise, and £ a year more at 365 nights."""

    lines: int
    annual: Decimal


def find_fees(run: UpliftRun, *, provider_id: int, tool_id: int | None) -> None:
    """Write the run's lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            FIND_FEES,
            {
                "run": run.pk,
                "on": run.effective_on,
                "percent": run.percent,
                "provider": provider_id,
                "tool": tool_id,
            },
        )


@transaction.atomic
def estimate_uplift(*, request: UpliftRequest, by: Actor, at: datetime) -> Cost:
    """What the ask, as it stands, would cost the actor's council: told to the councils concerned, so that
    each can answer or vote knowing it. Changes no price and prepares nothing."""
    require(can_estimate(by, request, answer_of(by, request)))
    cost = _cost_of(request, on=request.window.effective_on, percent=request.percent_asked)
    note_effect(request, authority_id=by.council_id, percent=request.percent_asked, cost=cost, at=at)
    return cost


def _cost_of(request: UpliftRequest, *, on: date, percent: Decimal) -> Cost:
    with connection.cursor() as cursor:
        cursor.execute(
            ADD_UP,
            {
                "on": on,
                "percent": percent,
                "provider": request.provider_id,
                "tool": request.window.tool_id,
            },
        )
        return Cost(*cursor.fetchone())


def note_effect(
    request: UpliftRequest, *, authority_id: int, percent: Decimal, cost: Cost, at: datetime
) -> None:
    """What one council's last look found, for the others to read as totals."""
    UpliftEffect.objects.update_or_create(
        request=request,
        authority_id=authority_id,
        defaults={
            "percent": percent,
            "lines": cost.lines,
            "annual_effect": cost.annual,
            "found_at": at,
        },
    )
