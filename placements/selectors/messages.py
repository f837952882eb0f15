"""Reading the correspondence of a referral, from either side."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from core.actor import Actor
from core.errors import NotFound
from placements.models import MessageAttachment, Referral, ReferralMessage, ReferralRecipient, SharedAnswer
from placements.selectors.sourcing import referrals_visible_to


@dataclass(frozen=True)
class Thread:
    """One provider's side of the correspondence, oldest first."""

    recipient: ReferralRecipient
    messages: list[ReferralMessage]


def threads_of(referral: Referral) -> list[Thread]:
    """Every provider that holds or held the referral, by name."""
    recipients = (
        ReferralRecipient.objects.filter(referral=referral)
        .select_related("provider")
        .prefetch_related(Prefetch("messages", _messages()))
        .order_by("provider__name")
    )
    return [Thread(recipient, list(recipient.messages.all())) for recipient in recipients]


def thread_of(recipient: ReferralRecipient) -> list[ReferralMessage]:
    """A provider's own thread."""
    return list(_messages().filter(recipient=recipient))


def answers_of(referral: Referral) -> list[SharedAnswer]:
    """What was answered for all, oldest first; for either side."""
    return list(SharedAnswer.objects.filter(referral=referral).order_by("answered_at", "pk"))


def open_questions(referral: Referral) -> list[ReferralMessage]:
    return list(
        ReferralMessage.objects.filter(recipient__referral=referral, is_question=True, answer=None)
        .select_related("recipient__provider")
        .order_by("sent_at", "pk")
    )


def access_question(actor: Actor, referral: Referral, key: str) -> ReferralMessage:
    """An unanswered question of the referral by its number, or ``NotFound``."""
    found = None
    if key.isdecimal() and len(key) < 18:
        found = (
            ReferralMessage.objects.filter(
                recipient__referral=referral, is_question=True, answer=None, pk=int(key)
            )
            .filter(recipient__referral__in=referrals_visible_to(actor).order_by().values("pk"))
            .select_related("recipient__referral__request")
            .first()
        )
    if found is None:
        raise NotFound
    return found


def access_attachment(actor: Actor, reference: str) -> MessageAttachment:
    """A file sent with a message, for either side of its thread."""
    found = MessageAttachment.objects.filter(reference=reference)
    if actor.is_council:
        found = found.filter(recipient__referral__in=referrals_visible_to(actor).order_by().values("pk"))
    first = found.first()
    if first is None:
        raise NotFound
    return first


def _messages() -> QuerySet[ReferralMessage]:
    return ReferralMessage.objects.prefetch_related(
        Prefetch("attachment", MessageAttachment.objects.defer("content"))
    ).order_by("sent_at", "pk")
