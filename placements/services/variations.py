"""Changing an agreement's terms: fees from a day, approved on the new total, signed by both sides."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from contracts.choices import FeeKind, PurchaseBasis
from contracts.models import BedBooking
from contracts.services.beds import move_end
from core.actor import Actor
from core.documents.store import store_document
from core.errors import Conflict, DomainError, NotPermitted
from core.formats import day, money
from core.jobs import enqueue
from core.locking import lock, lock_all
from core.models import Document, Job
from core.periods import Period
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.approvals import Values, contract_rule
from placements.choices import AgreementState, ApprovalKind, SigningSide
from placements.fees import NewFee, changed, values_over, weekly_on
from placements.life_choices import VariationState
from placements.models import (
    AgreementFee,
    AgreementSignature,
    AgreementVariation,
    ApprovalRequest,
    Placement,
    PlacementAgreement,
    VariationFee,
)
from placements.models.variation import UNDER_WAY
from placements.policies.awards import can_draft
from placements.selectors.limits import agreed_before, ladder_rule
from placements.selectors.variations import ISSUE_CHANGE, fees_of, new_fees_of
from placements.services.agreements import fingerprint, job_title
from placements.services.approvals import LIVE, ask_approval
from placements.services.continuing import continue_on_basis, refuse_while_retained
from placements.services.headroom import drawing_the_difference
from placements.workflows import APPROVAL, VARIATION
from providers.services.letters import write_to_providers

SIGN = {SigningSide.PROVIDER: "provider_sign", SigningSide.AUTHORITY: "authority_sign"}


@transaction.atomic
def propose_variation(
    *,
    agreement: PlacementAgreement,
    effective_on: date,
    new: Sequence[NewFee],
    reason: str,
    new_basis: PurchaseBasis | None = None,
    new_end_on: date | None = None,
    by: Actor,
    at: datetime,
) -> AgreementVariation:
    """Propose new fees from a day, or another planned end, and ask for financial and contract approval of the
    new total.

    Raises Conflict while another change is under way or when the agreement is not in force, DomainError on a
    change that does not hold together: a day outside the agreement, extra staffing without an end, nothing
    changed.
    """
    agreement = lock(agreement)
    require(can_draft(by))
    if agreement.state != AgreementState.ACTIVE:
        raise Conflict(f"This agreement is {agreement.get_state_display().lower()}, so it cannot be changed.")
    if AgreementVariation.objects.filter(agreement=agreement, state__in=UNDER_WAY).exists():
        raise Conflict("Another change to this agreement is under way. Finish or withdraw it first.")
    _check(agreement, effective_on, new, reason, new_basis, new_end_on)
    before = fees_of(agreement)
    after = changed(before, new, effective_on)
    values = values_over(after, Period(agreement.starts_on, new_end_on or agreement.planned_end_on))
    old_weekly, new_weekly = weekly_on(before, effective_on), weekly_on(after, effective_on)
    if not new_basis and not new_end_on and changed(before, [], effective_on) == after:
        raise DomainError("Nothing would change. Enter a new fee or a new planned end.")
    tenancy = {"authority_id": agreement.authority_id, "provider_id": agreement.provider_id}
    variation = AgreementVariation.objects.create(
        **tenancy,
        reference=new_reference("VAR"),
        agreement=agreement,
        version=agreement.version + 1,
        state_at=at,
        effective_on=effective_on,
        reason=reason.strip(),
        new_basis=new_basis or "",
        new_end_on=new_end_on,
        old_weekly=old_weekly,
        new_weekly=new_weekly,
        whole_life_value=values.whole_life,
        proposed_by_id=by.member_id,
        proposed_at=at,
    )
    VariationFee.objects.bulk_create(
        VariationFee(
            **tenancy, variation=variation, kind=fee.kind, weekly_rate=fee.weekly, ends_on=fee.ends_on
        )
        for fee in new
    )
    _ask(variation, values, by=by, at=at)
    return variation


@transaction.atomic
def withdraw_variation(
    *, variation: AgreementVariation, reason: str, by: Actor, at: datetime
) -> AgreementVariation:
    """Take a change back before both sides have signed it; its approvals fall with it."""
    variation = lock(variation)
    if not reason.strip():
        raise DomainError("Say why the change is withdrawn", field="reason")
    move(variation, VARIATION, "withdraw", by=by, at=at, reason=reason.strip())
    for approval in lock_all(ApprovalRequest.objects.filter(variation=variation, state__in=LIVE)):
        move(approval, APPROVAL, "withdraw", by=by, at=at, reason=reason.strip())
    return variation


@transaction.atomic
def issue_variation(*, variation: AgreementVariation, by: Actor, at: datetime) -> Job:
    """Ask for the new version as a document; it is issued to the provider the moment it is made."""
    variation = lock(variation)
    require(can_draft(by))
    if variation.state != VariationState.APPROVED:
        raise Conflict(f"This change is {variation.get_state_display().lower()}, so it cannot be issued.")
    return enqueue(
        ISSUE_CHANGE,
        by=by,
        at=at,
        title=f"Agreement {variation.agreement.reference}, version {variation.version}",
        params={"variation": variation.reference},
        dedupe_key=f"{variation.reference} issue",
    )


@transaction.atomic
def record_variation_issue(
    *, variation: AgreementVariation, content: bytes, job: Job | None, by: Actor, at: datetime
) -> Document:
    """Keep the new version's document and issue it to its provider."""
    variation = lock(variation)
    agreement = variation.agreement
    document = store_document(
        title=f"Individual placement agreement {agreement.reference}, version {variation.version}",
        filename=f"{agreement.reference}-v{variation.version}.pdf",
        content_type="application/pdf",
        content=content,
        classification=Document.Classification.CHILD,
        authority_id=variation.authority_id,
        provider_id=variation.provider_id,
        job=job,
        at=at,
    )
    variation.document = document
    move(variation, VARIATION, "issue", by=by, at=at, save_fields=("document",))
    write_to_providers(
        [variation.provider_id],
        template="agreement_issued",
        subject=f"A change to agreement {agreement.reference} to sign",
        context={"council": agreement.authority.name, "reference": agreement.reference},
        by=by,
        at=at,
    )
    return document


@transaction.atomic
def sign_variation(
    *, variation: AgreementVariation, side: SigningSide, by: Actor, at: datetime
) -> AgreementVariation:
    """Sign the new version for one side, the provider first. The council's signature puts it in force: the
    old fees end on the day of the change and the new ones begin. Raises CeilingReached when the approved
    ceiling does not hold what it costs more."""
    variation = lock(variation)
    if by.person_id is None or by.is_provider != (side == SigningSide.PROVIDER):
        raise NotPermitted("Only a person of that side can sign for it.")
    if side == SigningSide.AUTHORITY and variation.state == VariationState.ISSUED:
        raise NotPermitted("The provider signs first.")
    move(variation, VARIATION, SIGN[side], by=by, at=at)
    AgreementSignature.objects.create(
        authority_id=variation.authority_id,
        provider_id=variation.provider_id,
        agreement_id=variation.agreement_id,
        version=variation.version,
        side=side,
        signed_by=by.name,
        job_title=job_title(by),
        signed_at=at,
        document_sha256=fingerprint(variation.document_id),
    )
    if side == SigningSide.AUTHORITY:
        placement = Placement.objects.filter(agreement=variation.agreement_id).first()
        if placement is None:
            raise Conflict("Another agreement has taken this one's place, so it cannot change.")
        since, key = variation.effective_on, variation.reference
        with drawing_the_difference(placement=placement, since=since, key=key, by=by, at=at):
            _apply(variation, by=by, at=at)
    return variation


def _apply(variation: AgreementVariation, *, by: Actor, at: datetime) -> None:
    agreement = lock(variation.agreement)
    if agreement.state != AgreementState.ACTIVE:
        raise Conflict(f"The agreement is {agreement.get_state_display().lower()} now, so it cannot change.")
    on, new = variation.effective_on, new_fees_of(variation)
    kinds = list(FeeKind) if variation.new_basis else [fee.kind for fee in new]
    _refuse_later_prices(agreement, on, kinds)
    if FeeKind.CORE in kinds:
        refuse_while_retained(Placement.objects.get(agreement=agreement), on)
    if variation.new_basis:
        continue_on_basis(variation=variation, new=new, by=by, at=at)
        return
    for fee in lock_all(agreement.fees.filter(kind__in=kinds)):
        if fee.ends_on is None or fee.ends_on > on:
            fee.ends_on = on
            fee.save(update_fields=["ends_on"])
    AgreementFee.objects.bulk_create(
        AgreementFee(
            authority_id=agreement.authority_id,
            provider_id=agreement.provider_id,
            agreement=agreement,
            kind=fee.kind,
            weekly_rate=fee.weekly,
            starts_on=on,
            ends_on=fee.ends_on,
            variation=variation,
        )
        for fee in new
        if fee.weekly
    )
    agreement.version, agreement.document = variation.version, variation.document
    agreement.planned_end_on = variation.new_end_on or agreement.planned_end_on
    agreement.save(update_fields=["version", "document", "planned_end_on"])
    booking = BedBooking.objects.filter(placement__agreement=agreement).first()
    if variation.new_end_on and booking is not None:
        move_end(booking=booking, ends_on=variation.new_end_on, by=by)


def _check(
    agreement: PlacementAgreement,
    effective_on: date,
    new: Sequence[NewFee],
    reason: str,
    new_basis: PurchaseBasis | None,
    new_end_on: date | None,
) -> None:
    if not reason.strip():
        raise DomainError("Say why the terms change", field="reason")
    if new_end_on == agreement.planned_end_on:
        raise DomainError("That is the planned end already", field="new_end_on")
    until = new_end_on or agreement.planned_end_on
    if not agreement.starts_on < effective_on < until:
        raise DomainError(
            f"The change must take effect after {day(agreement.starts_on)} and before the planned end,"
            f" {day(until)}",
            field="effective_on",
        )
    if new_basis and new_basis == agreement.purchase_basis:
        raise DomainError("The home is bought that way already", field="new_basis")
    for fee in new:
        name = FeeKind(fee.kind).value
        if fee.ends_on is not None and fee.ends_on <= effective_on:
            raise DomainError("A fee must end after the change takes effect", field=f"{name}_ends_on")
        if fee.kind == FeeKind.ADDITIONAL_STAFFING and fee.weekly and fee.ends_on is None:
            raise DomainError("Enter the day on which the extra staffing ends", field=f"{name}_ends_on")
        if fee.kind == FeeKind.CORE and not fee.weekly and not new_basis:
            raise DomainError("The core fee cannot stop while the agreement runs", field=f"{name}_rate")
    _refuse_later_prices(agreement, effective_on, list(FeeKind) if new_basis else [fee.kind for fee in new])


def _refuse_later_prices(agreement: PlacementAgreement, on: date, kinds: Sequence[FeeKind]) -> None:
    """A price that begins on the day or after it would be ended before it began."""
    later = agreement.fees.filter(kind__in=kinds, starts_on__gte=on).order_by("starts_on").first()
    if later is not None:
        raise DomainError(
            f"{FeeKind(later.kind).label} has a price from {day(later.starts_on)} already."
            " Choose a later day.",
            field="effective_on",
        )


def _ask(variation: AgreementVariation, values: Values, *, by: Actor, at: datetime) -> None:
    """Two approvals: of the new total by the ladder, and of the contract."""
    agreement = variation.agreement
    before = agreed_before(agreement.child_id, agreement.provider_id, agreement=agreement, at=at)
    delta = variation.delta
    more = f"{money(abs(delta))} a week {'more' if delta > 0 else 'less'}" if delta else "the same a week"
    rules = {
        ApprovalKind.FINANCIAL: ladder_rule(
            agreement.authority_id,
            Values(values.weekly, values.annual, values.whole_life + before),
            grades_up=0 if agreement.is_on_contract else 1,
            counted_with=before,
            on=timezone.localdate(at),
        ),
        ApprovalKind.CONTRACT: contract_rule(),
    }
    for kind, rule in rules.items():
        ask_approval(
            kind=kind,
            rule=rule,
            values=values,
            recommendation=f"{variation.reason} From {day(variation.effective_on)}: {more}.",
            by=by,
            at=at,
            variation=variation,
            counted_with=before,
        )
