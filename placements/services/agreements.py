"""The individual placement agreement: drafted from the chosen offer, issued as a document, signed twice."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from authorities.choices import ServiceCategory, SettingKey
from authorities.models import StaffMember
from authorities.selectors.settings import setting_value
from contracts.choices import Route
from contracts.selectors.reach import tool_of_call_off, tool_suspended_from
from core.actor import Actor
from core.documents.store import store_document
from core.errors import Conflict, DomainError
from core.formats import day
from core.jobs import enqueue
from core.locking import lock
from core.models import Document, Job
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.approvals import Values, is_on_contract, purchase_basis
from placements.choices import AgreementState, ApprovalState, OfferState, RequestState, SigningSide
from placements.models import (
    AgreementFee,
    AgreementSignature,
    ApprovalRequest,
    Offer,
    Placement,
    PlacementAgreement,
    PlacementRequest,
)
from placements.policies.awards import can_draft, can_issue, can_place_at, can_sign
from placements.selectors.agreements import ISSUE, request_of
from placements.selectors.comparison import expected_stay, first_day, values_of_offer
from placements.services.approval_guards import guard_unchanged
from placements.services.placing import start_placement
from placements.workflows import AGREEMENT, REQUEST
from providers.models import ProviderUser, Setting
from providers.selectors.register import with_register_facts
from providers.services.letters import write_to_providers

SIGN = {SigningSide.PROVIDER: "provider_sign", SigningSide.AUTHORITY: "authority_sign"}


@transaction.atomic
def draft_agreement(
    *, request: PlacementRequest, starts_on: date | None = None, by: Actor, at: datetime
) -> PlacementAgreement:
    """Write the terms down from the approved offer: its fees, the council's notice days, the planned end.

    ``starts_on`` is the first night; the first day the home can be had and is needed unless given. Raises
    DomainError on a start that the offer or its approval does not cover.
    """
    request = lock(request)
    if request.state != RequestState.APPROVED:
        raise Conflict(f"This request is {request.get_state_display().lower()}; its offer is not approved.")
    require(can_draft(by))
    offer = _approved_offer(request)
    if PlacementAgreement.objects.filter(offer=offer).exclude(state=AgreementState.CANCELLED).exists():
        raise Conflict("The agreement for this offer has already been drafted.")
    guard_home(offer, at)
    starts_on = starts_on or first_day(request, offer)
    stay = expected_stay(request, starts_on)
    assert stay.end is not None
    _check_start(request, offer, starts_on, stay.end)
    route = Route(offer.recipient.referral.step.route)
    on_contract = is_on_contract(route)
    agreement = PlacementAgreement.objects.create(
        authority_id=request.authority_id,
        provider_id=offer.provider_id,
        reference=new_reference("IPA"),
        child=request.child,
        offer=offer,
        setting=offer.setting,
        state=AgreementState.DRAFTED,
        state_at=at,
        placement_type=request.placement_type,
        route=route,
        purchase_basis=purchase_basis(route),
        is_on_contract=on_contract,
        tool=tool_of_call_off(
            request.authority_id,
            ServiceCategory(request.placement_type),
            setting_id=offer.setting_id,
            route=route,
            on=starts_on,
        ),
        starts_on=starts_on,
        planned_end_on=stay.end,
        notice_days=setting_value(request.authority_id, SettingKey.NOTICE_DAYS, on=timezone.localdate(at)),
    )
    for fee in offer.fees.order_by("pk"):
        paid = fee.period.overlap(stay)
        if paid is not None:
            AgreementFee.objects.create(
                authority_id=agreement.authority_id,
                provider_id=agreement.provider_id,
                agreement=agreement,
                kind=fee.kind,
                weekly_rate=fee.weekly_rate,
                starts_on=paid.start,
                ends_on=fee.ends_on,
            )
    return agreement


@transaction.atomic
def issue_agreement(*, agreement: PlacementAgreement, by: Actor, at: datetime) -> Job:
    """Ask for the document; the agreement is issued to the provider the moment it is made.

    Asking twice gives the same job. Raises NotPermitted when the agreement is past its draft.
    """
    agreement = lock(agreement)
    require(can_issue(by, agreement))
    return enqueue(
        ISSUE,
        by=by,
        at=at,
        title=f"Individual placement agreement {agreement.reference}",
        params={"agreement": agreement.reference},
        dedupe_key=f"{agreement.reference} version {agreement.version}",
    )


@transaction.atomic
def record_issue(
    *, agreement: PlacementAgreement, content: bytes, job: Job, by: Actor, at: datetime
) -> Document:
    """Keep the finished document and issue the agreement to its provider."""
    agreement = lock(agreement)
    request = lock(request_of(agreement))
    require(can_issue(by, agreement))
    document = store_document(
        title=f"Individual placement agreement {agreement.reference}",
        filename=f"{agreement.reference}-v{agreement.version}.pdf",
        content_type="application/pdf",
        content=content,
        classification=Document.Classification.CHILD,
        authority_id=agreement.authority_id,
        provider_id=agreement.provider_id,
        job=job,
        at=at,
    )
    agreement.document = document
    move(agreement, AGREEMENT, "issue", by=by, at=at, save_fields=("document",))
    move(request, REQUEST, "issue_agreement", by=by, at=at)
    write_to_providers(
        [agreement.provider_id],
        template="agreement_issued",
        subject=f"Agreement {agreement.reference} to sign",
        context={"council": agreement.authority.name, "reference": agreement.reference},
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def sign_agreement(
    *, agreement: PlacementAgreement, side: SigningSide, by: Actor, at: datetime
) -> Placement | None:
    """Sign the issued document for one side, the provider first. The council's signature makes the agreement
    active and starts the placement, which is returned.

    The signature keeps the SHA-256 of the very document signed. Raises NotPermitted for the wrong side or
    order, Conflict when the agreement was cancelled or already signed.
    """
    agreement = lock(agreement)
    require(can_sign(by, agreement, side))
    move(agreement, AGREEMENT, SIGN[side], by=by, at=at)
    AgreementSignature.objects.create(
        authority_id=agreement.authority_id,
        provider_id=agreement.provider_id,
        agreement=agreement,
        side=side,
        signed_by=by.name,
        job_title=job_title(by),
        signed_at=at,
        version=agreement.version,
        document_sha256=fingerprint(agreement.document_id),
    )
    if side == SigningSide.PROVIDER:
        return None
    started = Placement.objects.filter(agreement=agreement).first()
    if started is not None:
        # The child moved in before the signatures; nothing is left to start.
        return started
    assert agreement.offer is not None
    guard_approved(agreement.offer)
    guard_home(agreement.offer, at)
    return start_placement(agreement=agreement, request=request_of(agreement), by=by, at=at)


def _approved_offer(request: PlacementRequest) -> Offer:
    offer = Offer.objects.select_related("setting", "recipient__referral__step").get(
        recipient__referral__request=request, state=OfferState.PREFERRED
    )
    guard_approved(offer)
    return offer


def guard_approved(offer: Offer) -> None:
    """All three approvals stand, and are of this very price."""
    approvals = list(ApprovalRequest.objects.filter(offer=offer, state=ApprovalState.APPROVED))
    if len(approvals) < 3:
        raise Conflict("All three approvals are needed first.")
    for approval in approvals:
        guard_unchanged(approval)


def guard_home(offer: Offer, at: datetime) -> None:
    """The home may still take a child, and be called off: either may have been stopped since the offer was
    chosen."""
    homes = Setting.objects.filter(pk=offer.setting_id)
    on = timezone.localdate(at)
    home = with_register_facts(homes, authority_id=offer.authority_id, on=on).get()
    require(can_place_at(home))
    step = offer.recipient.referral.step
    tool = tool_suspended_from(
        offer.authority_id,
        ServiceCategory(step.request.placement_type),
        setting_id=offer.setting_id,
        route=Route(step.route),
        on=on,
    )
    if tool is not None:
        raise Conflict(f"{home.name} is suspended from {tool.name}, so no placement under it is new.")


def _check_start(request: PlacementRequest, offer: Offer, starts_on: date, ends_on: date) -> None:
    if starts_on < offer.earliest_start_on:
        raise DomainError(
            f"The home can take the child from {day(offer.earliest_start_on)}.", field="starts_on"
        )
    if starts_on >= ends_on:
        raise DomainError("The placement must start before its planned end.", field="starts_on")
    approved = ApprovalRequest.objects.filter(offer=offer, state=ApprovalState.APPROVED).first()
    assert approved is not None
    limit = Values(approved.weekly_value, approved.annual_value, approved.whole_life_value)
    if values_of_offer(request, offer, starts_on).exceeds(limit):
        raise DomainError("From that day the placement would cost more than was approved.", field="starts_on")


def fingerprint(document_id: int | None) -> str:
    """SHA-256 of the very document that is signed."""
    assert document_id is not None
    return Document.objects.values_list("sha256", flat=True).get(pk=document_id)


def job_title(by: Actor) -> str:
    assert by.person_id is not None
    people = ProviderUser.objects if by.is_provider else StaffMember.objects
    return people.values_list("job_title", flat=True).get(pk=by.person_id)
