"""Referrals: drafted at level 1, cleared by a second person, sent, and closed with everyone told."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.models import Authority
from authorities.selectors.settings import setting_value
from contracts.choices import Route
from contracts.selectors.reach import lot_weights
from core import formats
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move
from placements.choices import (
    DEFAULT_WEIGHTS,
    OfferState,
    RecipientState,
    ReferralState,
    StepState,
)
from placements.matching import Home
from placements.models import Offer, Referral, ReferralRecipient, ReferralTarget, SourcingStep
from placements.policies.referrals import can_clear
from placements.policies.sourcing import can_search
from placements.selectors.judging import judged_against
from placements.selectors.matching import fitting_settings
from placements.services.levels import level_one_facts, refuse_identifying
from placements.services.releases import take_back_early_releases
from placements.workflows import OFFER, RECIPIENT, REFERRAL
from providers.services.letters import write_to_providers

# All that a provider reads of why; the reason given is for the council, and may say more of the child.
TOLD = "This search has closed."

# What becomes of each recipient when its referral closes; the chosen one keeps its access.
CLOSING_VERB = {
    RecipientState.SENT: "lapse",
    RecipientState.READ: "lapse",
    RecipientState.OFFERED: "not_choose",
    RecipientState.DECLINED: "close",
}


@transaction.atomic
def draft_referral(
    *, step: SourcingStep, setting_ids: Collection[int], summary: str, by: Actor, at: datetime
) -> Referral:
    """Freeze the level 1 facts for the homes to be asked at an open step.

    Without free text there is nothing a second person must clear, and it is ready to send.
    """
    require(can_search(by))
    assert by.person_id is not None
    step = lock(step)
    if step.state != StepState.OPEN:
        raise Conflict("This step of the search is not open, so nobody can be asked at it.")
    homes = _fitting_targets(step, setting_ids, at)
    if against := judged_against(step.request, [home.setting_id for home in homes]):
        names = ", ".join(home.name for home in homes if home.setting_id in against)
        raise DomainError(f"You judged that this child does not fit at {names}.", field="settings")
    refuse_identifying(summary, step.request, field="summary")
    refuse_identifying(step.request.home_area, step.request, field="summary")
    referral = _freeze(step, homes, summary.strip(), drafted_by_id=by.person_id, at=at)
    if not referral.summary:
        referral.cleared_by_id = by.person_id
        move(referral, REFERRAL, "clear", by=by, at=at, save_fields=["cleared_by"])
    return referral


def repeat_referral(
    *, source: Referral, step: SourcingStep, setting_ids: Collection[int], by: Actor, at: datetime
) -> Referral:
    """Ask the homes of another step with a text that has been cleared, so it is ready to send."""
    homes = _fitting_targets(step, setting_ids, at)
    referral = _freeze(step, homes, source.summary, drafted_by_id=source.drafted_by_id, at=at)
    referral.cleared_by_id = source.cleared_by_id
    move(referral, REFERRAL, "clear", by=by, at=at, save_fields=["cleared_by"])
    return referral


def _freeze(
    step: SourcingStep, homes: list[Home], summary: str, *, drafted_by_id: int, at: datetime
) -> Referral:
    """A draft with the level 1 facts of the day, and the homes it means to ask."""
    referral = Referral.objects.create(
        authority_id=step.authority_id,
        reference=new_reference("REF"),
        request=step.request,
        step=step,
        state_at=at,
        summary=summary,
        weights=_weights(homes),
        seals_offers=step.route == Route.DPS,
        drafted_by_id=drafted_by_id,
        **asdict(level_one_facts(step.request)),
    )
    ReferralTarget.objects.bulk_create(
        ReferralTarget(authority_id=step.authority_id, referral=referral, setting_id=home.setting_id)
        for home in homes
    )
    return referral


@transaction.atomic
def reword_referral(*, referral: Referral, summary: str, by: Actor, at: datetime) -> Referral:
    """Replace the text of a draft. Whoever rewords it is its writer now, and cannot clear it."""
    require(can_search(by))
    assert by.person_id is not None
    referral = lock(referral)
    if referral.state != ReferralState.DRAFT:
        raise Conflict("The text has been cleared, so it can no longer be changed.")
    if not summary.strip():
        raise DomainError("Enter the text to send", field="summary")
    refuse_identifying(summary, referral.request, field="summary")
    referral.summary, referral.drafted_by_id = summary.strip(), by.person_id
    referral.save(update_fields=["summary", "drafted_by"])
    return referral


@transaction.atomic
def clear_referral(*, referral: Referral, by: Actor, at: datetime) -> Referral:
    """A second person has read the text and found nothing that identifies."""
    referral = lock(referral)
    require(can_clear(by, referral))
    referral.cleared_by_id = by.person_id
    move(referral, REFERRAL, "clear", by=by, at=at, save_fields=["cleared_by"])
    return referral


@transaction.atomic
def send_referral(*, referral: Referral, by: Actor, at: datetime) -> Referral:
    """Send it to the providers of its homes, starting the council's clock for such urgency.

    Each home must still fit: one suspended or filled since is named in the ``DomainError``.
    """
    step = lock(referral.step)
    referral = lock(referral)
    if step.state != StepState.OPEN:
        raise Conflict("This step of the search has closed, so the referral can no longer be sent.")
    homes = _fitting_targets(step, referral.targets.values_list("setting_id", flat=True), at)
    hours = setting_value(referral.authority_id, SettingKey.RESPONSE_HOURS, on=timezone.localdate(at))[
        referral.urgency
    ]
    referral.sent_at, referral.respond_by = at, at + timedelta(hours=hours)
    move(referral, REFERRAL, "send", by=by, at=at, save_fields=["sent_at", "respond_by"])
    asked: dict[int, list[int]] = defaultdict(list)
    for home in homes:
        asked[home.provider_id].append(home.setting_id)
    ReferralRecipient.objects.bulk_create(
        ReferralRecipient(
            authority_id=referral.authority_id,
            provider_id=provider_id,
            referral=referral,
            state_at=at,
            settings_asked=sorted(setting_ids),
        )
        for provider_id, setting_ids in sorted(asked.items())
    )
    _write(referral, asked, "referral_sent", f"Referral {referral.reference} to answer", by=by, at=at)
    return referral


@transaction.atomic
def close_referral(*, referral: Referral, reason: str, by: Actor, at: datetime) -> Referral:
    """Close it the same day for everyone but a chosen provider: told, access revoked, offers not selected.

    ``reason`` stays with the council.
    """
    referral = lock(referral)
    told, not_chosen = [], []
    for recipient in lock_all(referral.recipients.exclude(state=RecipientState.CHOSEN)):
        verb = CLOSING_VERB.get(RecipientState(recipient.state))
        not_chosen.append(recipient.provider_id)
        if verb:
            recipient.outcome_told_at = recipient.revoked_at = at
            move(
                recipient,
                RECIPIENT,
                verb,
                by=by,
                at=at,
                reason=TOLD,
                save_fields=["outcome_told_at", "revoked_at"],
            )
            told.append(recipient.provider_id)
    take_back_early_releases(referral.request, not_chosen, at=at)
    lost = Offer.objects.filter(recipient__referral=referral, state=OfferState.SUBMITTED)
    for offer in lock_all(lost.exclude(recipient__state=RecipientState.CHOSEN)):
        move(offer, OFFER, "not_select", by=by, at=at, reason=TOLD)
    move(referral, REFERRAL, "close", by=by, at=at, reason=reason)
    _write(referral, told, "referral_closed", f"Referral {referral.reference} has closed", by=by, at=at)
    return referral


def _fitting_targets(step: SourcingStep, setting_ids: Collection[int], at: datetime) -> list[Home]:
    wanted = set(setting_ids)
    if not wanted:
        raise DomainError("Select at least one home", field="settings")
    matches = fitting_settings(step.request, Route(step.route), at=at, within_miles=None)
    homes = [home for home in matches.fitting if home.setting_id in wanted]
    if len(homes) < len(wanted):
        raise DomainError(
            f"{len(wanted) - len(homes)} of the homes you chose no longer fit. Choose again.",
            field="settings",
        )
    return homes


def _weights(homes: list[Home]) -> dict[str, str]:
    """The lot's own weights when the homes are on one lot; the house's otherwise."""
    return lot_weights({home.lot_id for home in homes if home.lot_id is not None}) or DEFAULT_WEIGHTS


def _write(
    referral: Referral, provider_ids: Collection[int], template: str, subject: str, *, by: Actor, at: datetime
) -> None:
    council = Authority.objects.get(pk=referral.authority_id)
    write_to_providers(
        sorted(provider_ids),
        template=template,
        subject=subject,
        context={
            "council": council.name,
            "reference": referral.reference,
            "respond_by": formats.moment(referral.respond_by) if referral.respond_by else "",
        },
        by=by,
        at=at,
    )
