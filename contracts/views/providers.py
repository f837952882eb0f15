"""One provider: its homes, and what the council has with it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from contracts.policies import CONTRACT_READERS
from contracts.selectors.blocks import blocks_visible_to
from contracts.selectors.tools import memberships_in_force
from contracts.tables import block_rows, membership_rows
from core.http import ActorRequest
from core.views import open_to
from providers.policies import OVERSEERS, SUSPENSION_READERS
from providers.selectors.directory import access_provider, homes_register
from providers.selectors.documents import standings_of
from providers.selectors.quality import concerns_about_provider
from providers.tables import HomeTable


@open_to(*Role.values)
@require_safe
def provider_detail(request: ActorRequest, reference: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    provider = access_provider(actor, reference)
    homes = homes_register(actor, at=timezone.now()).filter(provider=provider)
    memberships = memberships_in_force(actor, on=today).filter(provider=provider)
    reads_documents = actor.clearance >= 1
    context = {
        "provider": provider,
        "reads_documents": reads_documents,
        "documents": standings_of(provider, actor, on=today) if reads_documents else [],
        "homes": HomeTable(
            list(homes), exclude=(*HomeTable.left_out(homes), *HomeTable.folded), orderable=False
        ),
        "sees_exposure": actor.has_role(*OVERSEERS),
        "concerns": list(concerns_about_provider(provider, actor))
        if actor.has_role(*SUSPENSION_READERS)
        else [],
        "reads_contracts": actor.has_role(*CONTRACT_READERS),
        "memberships": membership_rows(memberships.order_by("tool__name", "lot__number")),
        "blocks": block_rows(blocks_visible_to(actor).filter(provider=provider).order_by("name")),
    }
    return render(request, "contracts/provider_detail.html", context)
