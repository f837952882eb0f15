"""Each council's people and their roles, its settings, its delegation ladder and its budgets."""

from datetime import timedelta
from decimal import Decimal

from authorities.choices import GRADES, Role
from authorities.models import (
    Authority,
    AuthoritySetting,
    Budget,
    DelegationRule,
    RoleAssignment,
    StaffMember,
    User,
)
from config.demo.cast import COUNCILS, Council
from config.demo.world import World
from core.actor import acting_as
from core.money import annualise

TEAMS = {
    Role.SOCIAL_WORKER: "Children in care team",
    Role.PLACEMENTS_OFFICER: "Placements team",
    Role.COMMISSIONER: "Commissioning team",
}
# The longest a placement may be committed for, in years, at each grade of the illustrated ladder.
WHOLE_LIFE_YEARS = (2, 3, 4)


def load_councils(world: World) -> None:
    world.authorities = {authority.short_code: authority for authority in Authority.objects.all()}
    accounts = _accounts(world)
    for council in COUNCILS:
        with acting_as(world.council(council.code)):
            _load_people(world, council, accounts)
            _load_settings(world, council)
            _load_ladder(world, council)
            _load_budgets(world, council)


def _accounts(world: World) -> dict[str, User]:
    """Accounts are made before anybody acts; none has a password, so only one click leads in."""
    users = [User(email=_email(c, role), password="!") for c in COUNCILS for role in c.roles]  # noqa: S106
    return {user.email: user for user in User.objects.bulk_create(users)}


def _email(council: Council, role: Role) -> str:
    return f"{role.value.replace('_', '.')}@{council.domain}.example"


def _load_people(world: World, council: Council, accounts: dict[str, User]) -> None:
    authority = world.authorities[council.code]
    people = StaffMember.objects.bulk_create(
        StaffMember(
            authority=authority,
            user=accounts[_email(council, role)],
            name=world.names.person(),
            job_title=role.label,
            team=TEAMS.get(role, ""),
            is_persona=True,
        )
        for role in council.roles
    )
    world.staff |= {(council.code, role): person for role, person in zip(council.roles, people, strict=True)}
    since = world.year_start(-2)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(authority=authority, staff_member=person, role=role, starts_on=since)
        for role, person in zip(council.roles, people, strict=True)
    )


def _load_settings(world: World, council: Council) -> None:
    AuthoritySetting.objects.bulk_create(
        AuthoritySetting(
            authority=world.authorities[council.code], key=key, value=value, starts_on=world.year_start(-8)
        )
        for key, value in council.settings.items()
    )


def _load_ladder(world: World, council: Council) -> None:
    limits = [Decimal(limit) for limit in council.ladder]
    DelegationRule.objects.bulk_create(
        DelegationRule(
            authority=world.authorities[council.code],
            role=grade,
            starts_on=world.year_start(-2),
            weekly_limit=weekly,
            annual_limit=annualise(weekly) if weekly else None,
            whole_life_limit=annualise(weekly) * years if weekly and years else None,
        )
        for grade, weekly, years in zip(GRADES, [*limits, None], [*WHOLE_LIFE_YEARS, None], strict=True)
    )


def _load_budgets(world: World, council: Council) -> None:
    """Last year's and this year's, set a month before the year began."""
    Budget.objects.bulk_create(
        Budget(
            authority=world.authorities[council.code],
            category=category,
            amount=amount,
            starts_on=world.year_start(years),
            ends_on=world.year_start(years + 1),
            recorded_at=world.now - (world.today - world.year_start(years)) - timedelta(days=30),
        )
        for years in (-1, 0)
        for category, amount in council.budgets.items()
    )
