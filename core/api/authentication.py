"""Who is asking: the person whose token the request carries."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from knox.auth import TokenAuthentication
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException
from rest_framework.request import Request


def user_of_token(request: HttpRequest) -> AbstractBaseUser | None:
    """The user whose token the request carries. Asked before the transaction of the actor opens, since only
    the login role may read tokens."""
    try:
        found = TokenAuthentication().authenticate(Request(request))
    except APIException:
        return None
    user = found[0] if found else None
    vars(request)["token_user"] = user
    return user


class ActorTokenAuthentication(BaseAuthentication):
    """The user that ``user_of_token`` found; DRF asks inside the actor's transaction."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, None] | None:
        user = getattr(request._request, "token_user", None)
        return (user, None) if user is not None else None

    def authenticate_header(self, request: Request) -> str:
        return "Token"
