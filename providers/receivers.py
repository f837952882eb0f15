"""A provider's people are one of the sources of actors."""

from django.contrib.auth.base_user import AbstractBaseUser

from core.actor import Actor
from core.people import people_source
from providers.selectors.people import provider_actor


@people_source
def provider_source(user: AbstractBaseUser) -> Actor | None:
    return provider_actor(user.pk)
