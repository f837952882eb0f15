"""Accounts, made by the login role for whoever a council or provider has asked in."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from authorities.models import StaffMember, User
from core.errors import Conflict, DomainError

IN_USE = "This address cannot be used here. Ask to be invited at another one."


def new_account(*, email: str) -> User:
    """An account without a password: its owner sets one by the link they are given. Runs as the login role.

    Raises DomainError for an address that is none, Conflict for one that has an account.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError(f"{email} is not an e-mail address.", field="email") from error
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(f"{email} has an account already.", field="email")
    return User.objects.create_user(email)


@transaction.atomic
def open_account(*, owner: str, password: str) -> User:
    """The account of an e-mail address, new or with a new password.

    Raises Conflict when it was closed, or is a council's member of staff: an account stands on one side of
    the wall.
    """
    account = User.objects.select_for_update().filter(email__iexact=owner).first()
    if account is None:
        return User.objects.create_user(owner, password)
    if not account.is_active or StaffMember.objects.filter(user=account).exists():
        raise Conflict(IN_USE)
    account.set_password(password)
    account.save(update_fields=["password"])
    return account
