"""The secret in a link sent by e-mail: a signature, so it cannot be guessed, and only its hash is stored."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.core.signing import Signer

LINK_LIFE = timedelta(days=7)
# The salt makes a signature good for one purpose and no other.
_signer = Signer(salt="providers.vacancy_reminder")
_inviter = Signer(salt="providers.invitation")


def link_token(*, setting_id: int, sent_to: str, sent_at: datetime) -> str:
    """The secret of one reminder, worked out anew from its facts whenever the e-mail is written."""
    return _signer.signature(f"{setting_id} {sent_to} {sent_at.astimezone(UTC).isoformat()}")


def invitation_token(*, reference: str, email: str, sent_at: datetime) -> str:
    """The secret of one invitation, likewise."""
    return _inviter.signature(f"{reference} {email} {sent_at.astimezone(UTC).isoformat()}")


def digest_of(token: str) -> str:
    """What the database keeps of a secret."""
    return sha256(token.encode()).hexdigest()
