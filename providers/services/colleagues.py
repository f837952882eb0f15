"""Who works for a provider here: invited, changed and ended by its own administrator."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from authorities.services.accounts import IN_USE, open_account
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError
from core.jobs import enqueue
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from providers.links import LINK_LIFE, digest_of, invitation_token
from providers.models import ProviderInvitation, ProviderUser
from providers.policies import can_manage_people

INVITATION_LETTER = "provider_invitation_letter"


@transaction.atomic
def invite_colleague(
    *, email: str, name: str, job_title: str, is_administrator: bool, by: Actor, at: datetime
) -> ProviderInvitation:
    """Ask somebody by e-mail to join. An earlier invitation to the same address no longer works.

    Whether the address has an account is not told: that is between it and the link.
    """
    require(can_manage_people(by))
    assert by.provider_id is not None
    email = email.strip().lower()
    _withdraw(ProviderInvitation.objects.filter(email=email), by=by, at=at)
    reference = new_reference("INV")
    invitation = ProviderInvitation.objects.create(
        reference=reference,
        provider_id=by.provider_id,
        email=email,
        name=name,
        job_title=job_title,
        is_administrator=is_administrator,
        invited_by=by.name,
        sent_at=at,
        expires_at=at + LINK_LIFE,
        token_digest=digest_of(invitation_token(reference=reference, email=email, sent_at=at)),
    )
    enqueue(INVITATION_LETTER, by=by, at=at, title="Invitation", params={"invitation": reference})
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: ProviderInvitation, by: Actor, at: datetime) -> None:
    """Its link no longer works. Raises Conflict when it was used meanwhile."""
    require(can_manage_people(by))
    if not _withdraw(ProviderInvitation.objects.filter(pk=invitation.pk), by=by, at=at):
        raise Conflict("This invitation has been used or withdrawn already.")


@transaction.atomic
def accept_invitation(
    *, invitation: ProviderInvitation, password: str, by: Actor, at: datetime
) -> ProviderUser:
    """Use the link up: an account with this password, and a person of the provider.

    Called outside any actor, as the login role, which alone makes accounts; ``by`` is the provider's process.
    Raises Conflict when the link was used meanwhile, or the address speaks for somebody already.
    """
    with acting_as(by):
        invitation = lock(invitation)
        if not invitation.is_open_at(at):
            raise Conflict("This link has been used or has expired.")
        invitation.accepted_at = at
        invitation.save(update_fields=["accepted_at"])
    account = open_account(owner=invitation.email, password=password)
    if ProviderUser.objects.filter(user=account, ended_at=None).exists():
        raise Conflict(IN_USE)
    with acting_as(by):
        return ProviderUser.objects.create(
            provider_id=invitation.provider_id,
            user=account,
            name=invitation.name,
            job_title=invitation.job_title,
            is_administrator=invitation.is_administrator,
        )


@transaction.atomic
def change_colleague(
    *, colleague: ProviderUser, name: str, job_title: str, is_administrator: bool, by: Actor, at: datetime
) -> ProviderUser:
    """Put a person's particulars right, and say whether they manage people."""
    require(can_manage_people(by))
    colleague = _locked(colleague, by)
    if not is_administrator:
        _keep_one_administrator(colleague, by, field="is_administrator")
    colleague.name, colleague.job_title, colleague.is_administrator = name, job_title, is_administrator
    colleague.save(update_fields=["name", "job_title", "is_administrator"])
    return colleague


@transaction.atomic
def end_colleague(*, colleague: ProviderUser, by: Actor, at: datetime) -> ProviderUser:
    """The person no longer acts for the provider, from this moment, wherever they are signed in."""
    require(can_manage_people(by))
    colleague = _locked(colleague, by)
    _keep_one_administrator(colleague, by, field=None)
    colleague.ended_at = at
    colleague.save(update_fields=["ended_at"])
    return colleague


def _locked(colleague: ProviderUser, by: Actor) -> ProviderUser:
    """Every administrator is locked first, so that two cannot end each other at once."""
    lock_all(ProviderUser.objects.filter(provider=by.provider_id, is_administrator=True, ended_at=None))
    found = lock(colleague)
    if found.ended_at:
        raise Conflict(f"{found.name} has been ended already.")
    return found


def _keep_one_administrator(leaving: ProviderUser, by: Actor, *, field: str | None) -> None:
    others = ProviderUser.objects.filter(provider=by.provider_id, is_administrator=True, ended_at=None)
    if leaving.is_administrator and not others.exclude(pk=leaving.pk).exists():
        raise DomainError(
            f"{leaving.name} is your only administrator. Make somebody else one first.", field=field
        )


def _withdraw(invitations: QuerySet[ProviderInvitation], *, by: Actor, at: datetime) -> int:
    waiting = lock_all(invitations.filter(provider=by.provider_id, accepted_at=None, withdrawn_at=None))
    for invitation in waiting:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
    return len(waiting)
