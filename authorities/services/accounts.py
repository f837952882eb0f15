"""Accounts, made by the login role for whoever a council or provider has asked in."""

from django.db import transaction

from authorities.models import StaffMember, User
from core.errors import Conflict

IN_USE = "This address cannot be used here. Ask to be invited at another one."


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
