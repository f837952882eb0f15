"""A provider leaves a block by itself: its notice takes effect in the name of the council that leads."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from authorities.choices import Role
from authorities.services.letters import write_to_staff
from contracts.block_choices import GivenBy, NoticeGround
from contracts.block_policies import can_answer
from contracts.models import BlockContract, BlockNotice
from contracts.services.block_endings import give_notice
from core.actor import Actor, acting_as
from core.policies import require


@transaction.atomic
def leave_block(
    *, contract: BlockContract, last_day: date, reason: str, by: Actor, at: datetime, on: date
) -> BlockNotice:
    """Give notice without fault from today. It counts the moment it is given, so the record is made at once,
    by the lead's own service, with the account of the person who gave it; the lead's people are told.

    Raises DomainError for a day too soon or after the contract's end.
    """
    require(can_answer(by, contract))
    lead = replace(
        Actor.council(contract.lead_authority_id, name=f"{by.name}, {by.organisation}"[:120]),
        user_id=by.user_id,
        roles=frozenset({Role.COMMISSIONER.value}),
    )
    with acting_as(lead):
        notice = give_notice(
            contract=contract,
            ground=NoticeGround.NO_FAULT,
            given_by=GivenBy.PROVIDER,
            given_on=on,
            last_day=last_day,
            reason=reason,
            decision_reference="",
            by=lead,
            at=at,
            on=on,
        )
        write_to_staff(
            roles=(Role.COMMISSIONER, Role.HEAD_OF_SERVICE),
            template="block_left",
            subject=f"{contract.name}: its provider has given notice",
            context={"contract": contract, "notice": notice},
            by=lead,
            at=at,
        )
    return notice
