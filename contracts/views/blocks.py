"""One block contract: its term, who shares it, its beds and what it is worth."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import ServiceCategory, SettingKey
from authorities.selectors.settings import settings_in_force
from authorities.setting_kinds import KINDS
from contracts.appraisal import appraise, last_twelve_months
from contracts.charts import bed_strips
from contracts.policies import CONTRACT_READERS
from contracts.selectors.blocks import access_block, block_in_full, occupancy_by_bed
from contracts.selectors.ledger import spot_average_of
from contracts.tables import bed_rows, in_use, option_rows, share_rows
from contracts.terms import last_day, option_terms
from core.http import ActorRequest
from core.periods import Period
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
    context = {
        "contract": contract,
        "last_day": last_day(contract.period),
        "next_decision": next((term.decide_by for term in terms if term.decide_by), None),
        "today": today,
        "options": option_rows(terms, on=today),
        "shares": share_rows(contract.shares.all()),
        "beds": bed_rows(beds, on=today),
        "beds_note": f"of {contract.beds_agreed} agreed",
        "factor": KINDS[SettingKey.WEEK_FACTOR].words(settings[SettingKey.WEEK_FACTOR]),
        "in_use": in_use(beds),
        "appraisal": appraise(contract, options, settings, spot),
        "chart": bed_strips(beds, occupancy_by_bed(contract, Period(months[0], today)), months),
    }
    return render(request, "contracts/contract_detail.html", context)
