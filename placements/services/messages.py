"""Writing to and from providers about a referral; every word is kept with it."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from authorities.models import Authority
from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.documents.uploads import Upload
from core.errors import Conflict, DomainError
from core.jobs import ring
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from placements.choices import ReferralState
from placements.models import (
    IdentityRelease,
    MessageAttachment,
    Referral,
    ReferralMessage,
    ReferralRecipient,
    SharedAnswer,
)
from placements.policies.sourcing import can_search
from placements.services.levels import refuse_identifying
from placements.workflows import SOURCING_ROLES
from providers.services.letters import write_to_providers

WATCH = "placements.watch_searches"


@transaction.atomic
def write_to_recipients(
    *,
    referral: Referral,
    provider_ids: Collection[int],
    body: str,
    attachment: Upload | None = None,
    by: Actor,
    at: datetime,
) -> list[ReferralMessage]:
    """Send one message to each of the providers that hold the referral, each in its own thread.

    ``DomainError`` when the text could tell who the child is to a provider that may not know.
    """
    require(can_search(by))
    recipients = lock_all(
        ReferralRecipient.objects.filter(
            referral=referral, provider__in=provider_ids, revoked_at=None
        ).select_related("referral__request")
    )
    if not recipients or len(recipients) < len(set(provider_ids)):
        raise Conflict("A provider you chose no longer holds this referral. Choose again.", field="to")
    _check_said(body)
    known_to = set(
        IdentityRelease.objects.filter(child=referral.request.child_id, revoked_at=None).values_list(
            "provider_id", flat=True
        )
    )
    if not {recipient.provider_id for recipient in recipients} <= known_to:
        refuse_identifying(body, referral.request, field="body")
    sent = [_keep(recipient, body, attachment, by=by, at=at, told_at=at) for recipient in recipients]
    write_to_providers(
        sorted(recipient.provider_id for recipient in recipients),
        template="message_for_provider",
        subject=f"A message about referral {referral.reference}",
        context={"council": _council(by), "reference": referral.reference},
        by=by,
        at=at,
    )
    return sent


@transaction.atomic
def write_to_council(
    *,
    recipient: ReferralRecipient,
    body: str,
    is_question: bool,
    attachment: Upload | None = None,
    by: Actor,
    at: datetime,
) -> ReferralMessage:
    """A provider's message or question. The council's people are told by its own process, naming no child."""
    recipient = lock(recipient)
    if recipient.revoked_at is not None or recipient.referral.state != ReferralState.SENT:
        raise Conflict("The council has closed this referral, so nothing more can be sent about it.")
    _check_said(body)
    sent = _keep(recipient, body, attachment, by=by, at=at, told_at=None, is_question=is_question)
    transaction.on_commit(lambda: ring(WATCH))
    return sent


@transaction.atomic
def answer_question(
    *, message: ReferralMessage, question: str, answer: str, by: Actor, at: datetime
) -> SharedAnswer:
    """Answer for every recipient alike. ``question`` is the provider's, reworded where it tells who asks."""
    require(can_search(by))
    message = lock(message)
    referral = lock(message.recipient.referral)
    if referral.state != ReferralState.SENT:
        raise Conflict("This referral has closed, so there is nobody left to answer.")
    if SharedAnswer.objects.filter(message=message).exists():
        raise Conflict("This question has been answered already.")
    for field, text in (("question", question), ("answer", answer)):
        if not text.strip():
            raise DomainError(f"Enter the {field} as all will read it", field=field)
        refuse_identifying(text, referral.request, field=field)
    shared = SharedAnswer.objects.create(
        authority_id=referral.authority_id,
        referral=referral,
        message=message,
        question=question.strip(),
        answer=answer.strip(),
        answered_at=at,
        answered_by_id=by.member_id,
    )
    holders = referral.recipients.filter(revoked_at=None).values_list("provider_id", flat=True)
    write_to_providers(
        sorted(holders),
        template="question_answered",
        subject=f"A question about referral {referral.reference} was answered",
        context={"council": _council(by), "reference": referral.reference},
        by=by,
        at=at,
    )
    return shared


@transaction.atomic
def tell_of_messages(*, by: Actor, at: datetime) -> int:
    """Write to whoever leads each search that a provider has written; how many messages that told of."""
    fresh = lock_all(
        ReferralMessage.objects.filter(
            authority_id=by.council_id, from_provider=True, told_at=None
        ).select_related("recipient__referral__request")
    )
    requests = {message.recipient.referral.request for message in fresh}
    for request in sorted(requests, key=lambda one: one.pk):
        write_to_staff(
            roles=() if request.owner_id else SOURCING_ROLES,
            people=[request.owner_id] if request.owner_id else [],
            template="message_for_council",
            subject=f"A provider has written about {request.reference}",
            context={"reference": request.reference},
            by=by,
            at=at,
        )
    ReferralMessage.objects.filter(pk__in=[message.pk for message in fresh]).update(told_at=at)
    return len(fresh)


def _check_said(body: str) -> None:
    if not body.strip():
        raise DomainError("Enter your message", field="body")


def _keep(
    recipient: ReferralRecipient,
    body: str,
    attachment: Upload | None,
    *,
    by: Actor,
    at: datetime,
    told_at: datetime | None,
    is_question: bool = False,
) -> ReferralMessage:
    both = {"authority_id": recipient.authority_id, "provider_id": recipient.provider_id}
    message = ReferralMessage.objects.create(
        **both,
        recipient=recipient,
        from_provider=by.is_provider,
        is_question=is_question,
        body=body.strip(),
        sent_at=at,
        sent_by=by.name,
        told_at=told_at,
    )
    if attachment is not None:
        MessageAttachment.objects.create(
            **both,
            recipient=recipient,
            message=message,
            reference=new_reference("ATT"),
            filename=attachment.filename,
            content_type=attachment.content_type,
            content=attachment.content,
            sha256=sha256(attachment.content).hexdigest(),
        )
    return message


def _council(by: Actor) -> str:
    return Authority.objects.get(pk=by.council_id).name
