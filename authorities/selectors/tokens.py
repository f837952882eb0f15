"""Reading API tokens."""

from datetime import datetime

from django.db.models import QuerySet
from knox.models import AuthToken

from authorities.models import User


def tokens_of(owner: User, *, at: datetime) -> QuerySet[AuthToken]:
    """``owner``'s own tokens that still work at ``at``, newest first."""
    return AuthToken.objects.filter(user=owner, expiry__gt=at).order_by("-created")
