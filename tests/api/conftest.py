"""Programs that call the API with a person's token."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from authorities.models import User
from core.actor import Actor
from tests.factories.walled import as_login_role

Caller = Callable[[Actor], APIClient]


@pytest.fixture
def program(db: None) -> Caller:
    """A client that sends a fresh token of the actor's user."""

    def make(actor: Actor, *, days: int = 30) -> APIClient:
        with as_login_role():
            user = User.objects.get(pk=actor.user_id)
            _, secret = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
        return client

    return make
