"""The register of councils, and one council."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from authorities.choices import Role
from authorities.filters import CouncilFilter
from authorities.selectors.register import (
    access_authority,
    authorities_adjoining,
    authorities_register,
    partnerships_of,
)
from authorities.selectors.settings import settings_in_force
from authorities.setting_kinds import setting_words
from authorities.tables import CouncilTable
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to

councils = Register(
    route="council_list",
    title="Councils",
    roles=Role.values,
    door=lambda actor: authorities_register(actor, on=timezone.localdate()),
    table=CouncilTable,
    filterset=CouncilFilter,
    template="authorities/directory.html",
    more=lambda actor: {"on_councils": True},
)


@open_to(*Role.values)
@require_safe
def council_detail(request: ActorRequest, code: str) -> HttpResponse:
    """One council and whom it borders; of one's own, its settings as well."""
    actor, today = request.actor, timezone.localdate()
    council = access_authority(actor, code)
    is_own = council.pk == actor.authority_id
    context = {
        "council": council,
        "is_own": is_own,
        "adjoining": list(authorities_adjoining(council, on=today).order_by("name")),
        "partnerships": list(partnerships_of(council, actor, on=today)),
        "administers": is_own and actor.has_role(Role.ADMINISTRATOR),
        "settings": setting_words(settings_in_force(council.pk, on=today)) if is_own else [],
    }
    return render(request, "authorities/council_detail.html", context)
