"""Who looks at the demo world, and on which day."""

from datetime import date

from authorities.models import Authority
from core.actor import Actor, acting_as

TODAY = date(2026, 11, 20)


def council(code: str, **facts):
    authority = Authority.objects.get(short_code=code)
    return acting_as(Actor.council(authority.pk, clearance=3, **facts))
