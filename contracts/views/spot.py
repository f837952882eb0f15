"""The spot market: the arrangement without a paper."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.policies import CONTRACT_READERS
from contracts.selectors.spot import SpotLine, spot_by_category, spot_by_provider
from core import formats
from core.http import ActorRequest
from core.tables import Heading, Rows, link
from core.views import open_to


@open_to(*CONTRACT_READERS)
@require_safe
def spot_market(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "on_spot": True,
        "categories": _rows(spot_by_category(request.actor, on=today)),
        "providers": _rows(spot_by_provider(request.actor, on=today), by_provider=True),
    }
    return render(request, "contracts/spot_market.html", context)


def _rows(lines: Iterable[SpotLine], *, by_provider: bool = False) -> Rows:
    return Rows(
        (
            *((Heading("Provider"),) if by_provider else ()),
            Heading("Kind of care"),
            Heading("Nights", numeric=True),
            Heading("Average a week", numeric=True),
            Heading("Cost", numeric=True),
        ),
        [
            (
                *((link("provider_detail", line.provider, line.reference),) if by_provider else ()),
                line.category,
                formats.count(line.nights),
                formats.money(line.weekly) if line.weekly is not None else "",
                formats.money(line.total),
            )
            for line in lines
        ],
    )
