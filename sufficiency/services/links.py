"""A person's word on who a child of the returns is. Each one makes the care history anew."""

from datetime import datetime

from django.db import IntegrityError, transaction

from core.actor import Actor
from core.errors import DomainError
from core.policies import require
from core.references import new_reference
from sufficiency.models import ChildLink, ReturnEpisode
from sufficiency.policies import can_link
from sufficiency.selectors.links import own_references
from sufficiency.services.returns import make_history


@transaction.atomic
def say_who(*, child_code: str, child_key: str, why: str, by: Actor, at: datetime) -> ChildLink:
    """Say that ``child_code`` is our child ``child_key``, or the child that another return calls so, or none.

    Raises DomainError beside the field for a code or reference that is not there or is spoken for.
    """
    require(can_link(by))
    rows = ReturnEpisode.objects.filter(authority_id=by.council_id)
    if not rows.filter(child_code=child_code).exists():
        raise DomainError("No return has a child of this code.", field="child_code")
    if child_key == child_code:
        raise DomainError("A code is the same child as itself already.", field="child_key")
    is_code = bool(child_key) and rows.filter(child_code=child_key).exists()
    if child_key and not is_code and child_key not in own_references(by):
        raise DomainError("Neither our placements nor a return have such a child.", field="child_key")
    others = ChildLink.objects.filter(authority_id=by.council_id, withdrawn_at=None)
    if is_code and others.filter(child_code=child_key).exists():
        raise DomainError("That code was itself said to be another child. Name that one.", field="child_key")
    if others.filter(child_key=child_code).exists():
        raise DomainError("Another code was said to be this one. Take that back first.", field="child_code")
    try:
        with transaction.atomic():
            made = ChildLink.objects.create(
                authority_id=by.council_id,
                reference=new_reference("WHO"),
                child_code=child_code,
                child_key=child_key,
                between_returns=is_code,
                why=why.strip(),
                made_by_id=by.member_id,
                made_at=at,
            )
    except IntegrityError:
        raise DomainError("One of the two was linked by hand before. Take that back first.") from None
    make_history(by=by)
    return made


@transaction.atomic
def take_word_back(*, word: ChildLink, by: Actor, at: datetime) -> None:
    """Undo it: the dates decide again."""
    require(can_link(by))
    found = ChildLink.objects.select_for_update().get(pk=word.pk)
    if found.withdrawn_at is not None:
        raise DomainError("This was taken back already.")
    found.withdrawn_at, found.withdrawn_by_id = at, by.member_id
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    make_history(by=by)
