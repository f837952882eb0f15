"""The audit, for the council's auditors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from authorities.choices import Role
from authorities.filters import AuditFilter, ViewFilter
from authorities.selectors.audit import audit_events_visible_to, sealed_until, view_events_visible_to
from authorities.tables import AuditTable, ViewTable
from core import formats
from core.http import ActorRequest
from core.tables import one_page
from core.views import open_to


@open_to(Role.AUDITOR)
@require_safe
def audit(request: ActorRequest) -> HttpResponse:
    """Every change to the council's rows."""
    chosen = AuditFilter(request.GET, queryset=audit_events_visible_to(request.actor))
    table = one_page(request, AuditTable(chosen.qs))
    sealed = sealed_until()
    facts = {
        "title": "Audit",
        "lead": f"Sealed up to {formats.moment(sealed)}." if sealed else "Not sealed yet.",
        "filter": chosen,
        "table": table,
        "on_changes": True,
    }
    return render(request, "authorities/audit.html", facts)


@open_to(Role.AUDITOR)
@require_safe
def view_log(request: ActorRequest) -> HttpResponse:
    """Every look at a child's detailed profile or identity."""
    chosen = ViewFilter(request.GET, queryset=view_events_visible_to(request.actor))
    table = one_page(request, ViewTable(chosen.qs))
    facts = {"title": "Who looked", "filter": chosen, "table": table, "on_looks": True}
    return render(request, "authorities/audit.html", facts)
