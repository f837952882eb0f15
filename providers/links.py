"""The secret in a reminder's link: a signature, so it cannot be guessed, and only its hash is stored."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.core.signing import Signer

LINK_LIFE = timedelta(days=7)
# The salt makes the signature good for this purpose and no other.
_signer = Signer(salt="providers.vacancy_reminder")


def link_token(*, setting_id: int, sent_to: str, sent_at: datetime) -> str:
    """The secret of one reminder, worked out anew from its facts whenever the e-mail is written."""
    return _signer.signature(f"{setting_id} {sent_to} {sent_at.astimezone(UTC).isoformat()}")


def digest_of(token: str) -> str:
    """What the database keeps of a secret."""
    return sha256(token.encode()).hexdigest()
