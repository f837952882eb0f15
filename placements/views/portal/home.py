"""The first page of a provider's day: three things to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import ActorRequest
from core.views import open_to
from placements.selectors.agreements import agreements_to_sign
from placements.selectors.inbox import referrals_to_answer
from placements.views.portal.lines import agreement_line, clock_line, vacancy_line
from providers.choices import ProviderRole
from providers.selectors.documents import cover_to_renew
from providers.selectors.vacancies import vacancies_of

SHOWN = 10


@open_to(ProviderRole.PROVIDER)
def portal_home(request: ActorRequest) -> HttpResponse:
    """Referrals with their clock, vacancies to confirm, papers to sign; the most pressing of each."""
    now = timezone.now()
    referrals = [clock_line(row, at=now) for row in referrals_to_answer(request.actor, at=now)]
    vacancies = [vacancy_line(row) for row in vacancies_of(request.actor, at=now) if row.is_due]
    agreements = [agreement_line(agreement) for agreement in agreements_to_sign(request.actor)]
    context = {
        "cover": [each.in_words for each in cover_to_renew(request.actor, on=timezone.localdate(now))],
        "sections": [
            ("Referrals to answer", "portal_referrals", referrals[:SHOWN], len(referrals)),
            ("Vacancies to confirm", "vacancy_list", vacancies[:SHOWN], len(vacancies)),
            ("Papers to sign", "portal_agreements", agreements[:SHOWN], len(agreements)),
        ],
    }
    return render(request, "placements/portal/home.html", context)
