"""The detailed profile (level 2): written, opened to a shortlisted provider, read on accepted terms."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from authorities.models import Authority
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from placements.models import (
    DetailedProfile,
    DetailRelease,
    PlacementRequest,
    ReferralRecipient,
    TermsAcceptance,
)
from placements.policies.referrals import can_open_detail, can_write_detail, may_read_detail
from placements.services.levels import refuse_identifying
from placements.terms import EDITION
from providers.services.letters import write_to_providers


@dataclass(frozen=True, kw_only=True)
class DetailText:
    """What a detailed profile says; only the needs must be said."""

    needs: str
    incidents: str = ""
    health: str = ""
    plan: str = ""


@transaction.atomic
def write_detail(*, request: PlacementRequest, text: DetailText, by: Actor, at: datetime) -> DetailedProfile:
    """Write the profile, or write it anew: providers that may read it read the new words from now on.

    ``DomainError`` naming the field whose text could tell who the child is: that opens at level 3 only.
    """
    request = lock(request)
    require(can_write_detail(by, request))
    said = {name: words.strip() for name, words in asdict(text).items()}
    if not said["needs"]:
        raise DomainError("Describe the child’s needs in full", field="needs")
    for name, words in said.items():
        refuse_identifying(words, request, field=name)
    profile, _ = DetailedProfile.objects.update_or_create(
        authority_id=request.authority_id,
        request=request,
        defaults={**said, "written_by_id": by.member_id, "written_at": at},
    )
    return profile


@transaction.atomic
def open_detail(*, recipient: ReferralRecipient, by: Actor, at: datetime) -> DetailRelease:
    """Shortlist a provider: it may read the profile as soon as one of its people accepts the terms."""
    recipient = lock(recipient)
    require(can_open_detail(by, recipient))
    profile = DetailedProfile.objects.filter(request=recipient.referral.request_id).first()
    if profile is None:
        raise DomainError("Write the detailed profile first.")
    referral = recipient.referral
    release, is_new = DetailRelease.objects.get_or_create(
        authority_id=recipient.authority_id,
        provider_id=recipient.provider_id,
        recipient=recipient,
        defaults={
            "profile": profile,
            "reference": referral.reference,
            "released_at": at,
            "released_by_id": by.member_id,
        },
    )
    if is_new:
        write_to_providers(
            [recipient.provider_id],
            template="detail_opened",
            subject=f"Referral {referral.reference}: you are on the shortlist",
            context={
                "council": Authority.objects.get(pk=referral.authority_id).name,
                "reference": referral.reference,
            },
            by=by,
            at=at,
        )
    return release


@transaction.atomic
def accept_terms(*, release: DetailRelease, by: Actor, at: datetime) -> TermsAcceptance:
    """A person of the provider accepts the terms for it, once."""
    if not may_read_detail(lock(release.recipient)):
        raise Conflict("This referral was declined or has closed, so its details can no longer be read.")
    try:
        with transaction.atomic():
            return TermsAcceptance.objects.create(
                authority_id=release.authority_id,
                provider_id=release.provider_id,
                release=release,
                edition=EDITION,
                accepted_at=at,
                accepted_by=by.name,
            )
    except IntegrityError as error:
        raise Conflict("The terms have been accepted already.") from error


@transaction.atomic
def confirm_deletion(*, acceptance: TermsAcceptance, by: Actor, at: datetime) -> TermsAcceptance:
    """A person of the provider confirms that its copies are deleted, once the referral has closed to it."""
    if may_read_detail(acceptance.release.recipient):
        raise Conflict("This referral is still open to you.")
    acceptance = lock(acceptance)
    if acceptance.copies_deleted_at is None:
        acceptance.copies_deleted_at, acceptance.copies_deleted_by = at, by.name
        acceptance.save(update_fields=["copies_deleted_at", "copies_deleted_by"])
    return acceptance
