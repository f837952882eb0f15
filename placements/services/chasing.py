"""Reminding whoever a request waits for; once a day at most."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from authorities.choices import APPROVING_ROLES, GRADES
from authorities.models import Authority
from authorities.services.letters import write_to_staff
from core import formats
from core.actor import Actor
from core.policies import require
from placements.choices import AgreementState, RecipientState, ReferralState, RequestState
from placements.models import Chase, PlacementAgreement, PlacementRequest, Referral
from placements.policies.sourcing import can_search
from placements.selectors.escalations import open_escalation
from placements.workflows import SOURCING_ROLES
from providers.services.letters import write_to_providers

WITH_RAISER = (RequestState.DRAFT, RequestState.RETURNED)
WITH_ROLES = {
    RequestState.SUBMITTED: GRADES,
    RequestState.AWAITING_APPROVAL: APPROVING_ROLES,
}


@transaction.atomic
def chase(*, requests: Collection[PlacementRequest], by: Actor, at: datetime) -> list[PlacementRequest]:
    """Remind whoever each request waits for; those chased now. One already chased today is left alone."""
    require(can_search(by))
    on = timezone.localdate(at)
    return [request for request in requests if _chase_one(request, by=by, at=at, on=on)]


def _chase_one(request: PlacementRequest, *, by: Actor, at: datetime, on: date) -> bool:
    try:
        with transaction.atomic():
            Chase.objects.create(
                authority_id=request.authority_id,
                request=request,
                chased_on=on,
                chased_at=at,
                chased_by_id=by.member_id,
                whom=_remind(request, by=by, at=at),
            )
    except IntegrityError:
        return False
    return True


def _remind(request: PlacementRequest, *, by: Actor, at: datetime) -> str:
    """Write, and say to whom."""
    if request.state == RequestState.SOURCING:
        told = _remind_providers(request, by=by, at=at)
        if told:
            return f"{told} provider{'' if told == 1 else 's'}"
    if request.state == RequestState.AGREEMENT_ISSUED:
        unsigned = PlacementAgreement.objects.filter(
            offer__recipient__referral__request=request, state=AgreementState.ISSUED
        )
        if agreement := unsigned.first():
            _write(
                [agreement.provider_id], "agreement_issued", agreement.reference, request, "", by=by, at=at
            )
            return "The provider"
    roles: Collection[str] = WITH_ROLES.get(RequestState(request.state), ())
    if request.state == RequestState.ESCALATED and (escalation := open_escalation(request)):
        roles = [escalation.to]
    people = [request.raised_by_id] if request.state in WITH_RAISER else []
    if not roles and not people:
        people = [request.owner_id] if request.owner_id else []
        roles = () if people else SOURCING_ROLES
    write_to_staff(
        roles=roles,
        people=people,
        template="request_chased",
        subject=f"{request.reference} waits for you",
        context={"reference": request.reference, "who": by.name},
        by=by,
        at=at,
    )
    return "Those whose step it is"


def _remind_providers(request: PlacementRequest, *, by: Actor, at: datetime) -> int:
    told = 0
    for referral in Referral.objects.filter(request=request, state=ReferralState.SENT, respond_by__gte=at):
        silent = referral.recipients.filter(
            state__in=(RecipientState.SENT, RecipientState.READ), revoked_at=None
        )
        providers = sorted(silent.values_list("provider_id", flat=True))
        until = formats.moment(referral.answer_by)
        _write(providers, "referral_chased", referral.reference, request, until, by=by, at=at)
        told += len(providers)
    return told


def _write(
    providers: list[int],
    template: str,
    reference: str,
    request: PlacementRequest,
    until: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    council = Authority.objects.get(pk=request.authority_id)
    write_to_providers(
        providers,
        template=template,
        subject=f"{reference} waits for your answer",
        context={"council": council.name, "reference": reference, "respond_by": until},
        by=by,
        at=at,
    )
