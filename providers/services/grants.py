"""Letting other companies of one's group keep one's vacancies."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.errors import DomainError
from core.policies import require
from providers.models import Provider, VacancyGrant
from providers.policies import can_manage_people
from providers.selectors.grants import sisters_of


@transaction.atomic
def set_vacancy_grants(*, to: Collection[Provider], by: Actor, at: datetime) -> None:
    """From now on exactly the companies ``to`` may keep the vacancies of the actor's provider.

    Raises ``DomainError`` when one of them is not of its group.
    """
    require(can_manage_people(by))
    assert by.provider_id is not None
    wanted = {provider.pk for provider in to}
    held = {sister.provider.pk: sister.ours for sister in sisters_of(by)}
    if not wanted <= held.keys():
        raise DomainError("Only a company of your own group can keep your vacancies.", field="companies")
    ended = [grant.pk for pk, grant in held.items() if grant and pk not in wanted]
    VacancyGrant.objects.filter(pk__in=ended).update(ended_at=at, ended_by=by.name)
    # Another administrator may have let the same company in just now: one grant is enough.
    VacancyGrant.objects.bulk_create(
        (
            VacancyGrant(provider_id=by.provider_id, to_provider_id=pk, granted_at=at, granted_by=by.name)
            for pk in sorted(wanted)
            if held[pk] is None
        ),
        ignore_conflicts=True,
    )
