"""API tokens: made by a person for their own programs, and revoked by the same person."""

from datetime import timedelta

from django.db import transaction
from knox.models import AuthToken

from authorities.models import User
from core.errors import NotFound


@transaction.atomic
def make_token(*, owner: User, days: int) -> str:
    """A new token of ``owner`` that expires after ``days``. Returned once; only its hash is kept."""
    _, secret = AuthToken.objects.create(user=owner, expiry=timedelta(days=days))
    return secret


@transaction.atomic
def revoke_token(*, owner: User, digest: str) -> None:
    """End one of ``owner``'s tokens; NotFound for anybody else's."""
    deleted, _ = AuthToken.objects.filter(user=owner, digest=digest).delete()
    if not deleted:
        raise NotFound
