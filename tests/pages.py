"""Pages as a person sees them."""

from django.test import Client

from authorities.models import User
from core.actor import Actor


def browser_of(actor: Actor) -> Client:
    """A browser signed in as the person of an actor."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend")
    return client
