"""The audit, for the council's auditors: what was changed, and who looked."""

from typing import Any

from authorities.choices import Role
from authorities.filters import AuditFilter, RefusedFilter, ViewFilter
from authorities.selectors.audit import (
    audit_events_visible_to,
    refusals_visible_to,
    sealed_until,
    view_events_visible_to,
)
from authorities.tables import AuditTable, RefusedTable, ViewTable
from core import formats
from core.actor import Actor
from core.registers import Register


def _seal(actor: Actor) -> dict[str, Any]:
    sealed = sealed_until()
    return {
        "lead": f"Sealed up to {formats.moment(sealed)}." if sealed else "Not sealed yet.",
        "on_changes": True,
    }


changes = Register(
    route="audit",
    title="Audit",
    roles=[Role.AUDITOR],
    door=audit_events_visible_to,
    table=AuditTable,
    filterset=AuditFilter,
    template="authorities/audit.html",
    more=_seal,
)
looks = Register(
    route="view_log",
    title="Who looked",
    roles=[Role.AUDITOR],
    door=view_events_visible_to,
    table=ViewTable,
    filterset=ViewFilter,
    template="authorities/audit.html",
    more=lambda actor: {"on_looks": True},
)
refusals = Register(
    route="refused_looks",
    title="Refused",
    roles=[Role.AUDITOR],
    door=refusals_visible_to,
    table=RefusedTable,
    filterset=RefusedFilter,
    template="authorities/audit.html",
    more=lambda actor: {"on_refusals": True},
)
