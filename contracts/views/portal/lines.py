"""Lines of the portal's lists of rounds and applications."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from contracts.admission_tables import APPLICATION_KINDS
from contracts.models import AdmissionRound, Application
from core.formats import moment, time_left


def round_line(each: AdmissionRound, *, at: datetime) -> dict[str, Any]:
    """One line of a ``task_list``."""
    until = f"closes {moment(each.closes_at)}" if each.closes_at else "no last day"
    lots = ", ".join(lot.name for lot in each.tool.lots.all())
    return {
        "text": each.tool.name,
        "href": reverse("portal_round_apply", args=[each.reference]),
        "hint": f"{each.tool.lead_authority.name}, {each}, {until}. {lots}.",
        "status": time_left(each.closes_at, at=at) if each.closes_at else "Always open",
        "kind": "attention" if each.closes_at else "good",
    }


def application_line(each: Application) -> dict[str, Any]:
    return {
        "text": f"{each.tool.name}, {each.lot}",
        "href": reverse("portal_application", args=[each.reference]),
        "hint": f"{each.reference}, {each.round}",
        "status": each.get_state_display(),
        "kind": APPLICATION_KINDS[each.state],
    }
