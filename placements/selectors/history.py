"""What has happened to a request, read from the audit: who did what, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from authorities.models import StaffMember
from contracts.choices import Route
from core.models import AuditEvent
from placements.choices import OutwardReason, ReferralState, RequestState, StepOutcome, StepState
from placements.models import PlacementRequest, Referral, SourcingStep

REQUEST, STEP, REFERRAL = (model._meta.db_table for model in (PlacementRequest, SourcingStep, Referral))


@dataclass(frozen=True)
class Happening:
    """One line of a request's timeline."""

    title: str
    at: datetime
    by: str
    text: str


def history_of(request: PlacementRequest) -> list[Happening]:
    """Changes of state of the request, its steps and its referrals, newest first; five queries at most."""
    routes = {
        str(pk): Route(route).label
        for pk, route in SourcingStep.objects.filter(request=request).values_list("pk", "route")
    }
    referrals = {
        str(pk): reference
        for pk, reference in Referral.objects.filter(request=request).values_list("pk", "reference")
    }
    mine = (
        Q(table_name=REQUEST, row_id=str(request.pk))
        | Q(table_name=STEP, row_id__in=routes, action="update")
        | Q(table_name=REFERRAL, row_id__in=referrals)
    )
    events = list(AuditEvent.objects.filter(mine, changed__contains=["state"]).order_by("-pk"))
    names = dict(
        StaffMember.objects.filter(user__in={event.user_id for event in events}).values_list("user", "name")
    )
    happenings = []
    for event in events:
        title, text = _in_words(event, routes, referrals)
        if title:
            happenings.append(Happening(title, event.at, names.get(event.user_id or 0, ""), text))
    return happenings


def _in_words(event: AuditEvent, routes: dict[str, str], referrals: dict[str, str]) -> tuple[str, str]:
    after = event.after or {}
    if event.table_name == REQUEST:
        return RequestState(after["state"]).label, after.get("state_reason", "")
    if event.table_name == REFERRAL:
        return f"Referral {referrals[event.row_id]}: {ReferralState(after['state']).label.lower()}", ""
    if after["state"] != StepState.CLOSED or not after.get("outcome"):
        return "", ""
    reason = after.get("outward_reason")
    note = after.get("note", "")
    why = OutwardReason(reason).label if reason else ""
    return (
        f"{routes[event.row_id]}: {StepOutcome(after['outcome']).label.lower()}",
        ". ".join(filter(None, (why, note))),
    )
