"""Council staff are one of the sources of actors."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from authorities.selectors.people import council_actor
from core.actor import Actor
from core.people import people_source


@people_source
def staff_source(user: AbstractBaseUser) -> Actor | None:
    return council_actor(user.pk, on=timezone.localdate())
