"""One block contract: its term, who shares it, its beds and what it is worth."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import CASE_ROLES, GRADES, ServiceCategory, SettingKey
from authorities.selectors.settings import settings_in_force
from authorities.setting_kinds import KINDS
from contracts.appraisal import appraise, last_twelve_months
from contracts.block_choices import BLOCK_KINDS, PROPOSAL_KINDS
from contracts.block_tables import (
    agreed_events,
    below_good_words,
    compared_with,
    event_rows,
    notice_rows,
    share_rows,
    stage_rows,
    stop_rows,
    terms_rows,
)
from contracts.charts import bed_strips
from contracts.models import BlockContract
from contracts.policies import CONTRACT_READERS
from contracts.selectors.block_life import (
    homes_below_good,
    homes_stopped,
    needs_plans,
    open_proposal,
    recharges_on,
    terms_in_force,
)
from contracts.selectors.block_shares import positions_of
from contracts.selectors.block_use import total_use, use_by_month
from contracts.selectors.blocks import access_block, block_in_full, occupancy_by_bed
from contracts.selectors.ceilings import ceiling_for, headroom_of
from contracts.selectors.ledger import spot_average_of
from contracts.tables import bed_rows, in_use, option_rows
from contracts.terms import last_day, option_terms
from contracts.views.block_steps import steps_open
from core.http import ActorRequest
from core.periods import Period, add_months
from core.views import open_to


@open_to(*CONTRACT_READERS)
@require_safe
def contract_detail(request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    contract = block_in_full(access_block(actor, reference), actor, on=today)
    beds, options = list(contract.beds.all()), list(contract.options.all())
    months = last_twelve_months(today)
    settings = settings_in_force(actor.council_id, on=today)
    spot = spot_average_of(actor, ServiceCategory(contract.category), on=today)
    terms = option_terms(contract.period, options, governance_weeks=contract.governance_lead_weeks)
    price = terms_in_force(contract, on=today)
    year = Period(months[0], today)
    ceiling = ceiling_for(
        actor.council_id, category=ServiceCategory(contract.category), block_id=contract.pk, on=today
    )
    context = {
        **_life(contract),
        "ceiling": ceiling,
        "headroom": headroom_of(ceiling) if ceiling else None,
        "contract": contract,
        "last_day": last_day(contract.period),
        "next_decision": next((term.decide_by for term in terms if term.decide_by), None),
        "today": today,
        "price": price,
        "options": option_rows(terms, on=today),
        "shares": share_rows(positions_of(contract, on=today), recharges_on(contract, on=today)),
        "beds": bed_rows(beds, homes_stopped(contract, on=today), on=today),
        "stages": stage_rows(beds),
        "beds_note": f"of {price.beds} agreed",
        "factor": KINDS[SettingKey.WEEK_FACTOR].words(settings[SettingKey.WEEK_FACTOR]),
        "in_use": in_use(beds),
        "appraisal": appraise(contract, price, options, settings, spot),
        "chart": bed_strips(beds, occupancy_by_bed(contract, year), months),
        "use": total_use(use_by_month(contract, year).values()),
        "below_good": below_good_words(beds, homes_below_good(beds, on=today)),
        "steps": steps_open(contract, actor, on=today),
        **_proposed(contract),
        "may_plan": needs_plans(contract, on=today) and actor.has_role(*CASE_ROLES, *GRADES),
    }
    return render(request, "contracts/contract_detail.html", context)


def _proposed(contract: BlockContract) -> dict[str, Any]:
    """New terms that wait for the provider, or for the lead to bring them into force."""
    proposal = open_proposal(contract)
    if proposal is None:
        return {}
    return {
        "proposal": proposal,
        "proposal_kind": PROPOSAL_KINDS[proposal.state],
        "compared": compared_with(contract, proposal),
    }


def _life(contract: BlockContract) -> dict[str, Any]:
    """What has been agreed and what has happened, from signing to the end of the term."""
    ends_on = contract.ends_on or add_months(contract.starts_on, 120)
    return {
        "kind": BLOCK_KINDS[contract.state],
        "terms": terms_rows(contract, until=ends_on),
        "stops": stop_rows(contract.stops.all()),
        "notices": notice_rows(contract.notices.all()),
        "events": agreed_events(contract.events.all()),
        "history": event_rows(contract.events.all()),
    }
