"""The people of the demo world whom anybody may become with one click."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from authorities.choices import Role
from authorities.models import RoleAssignment, StaffMember, User
from providers.models import ProviderUser

# What each role does here, in the words of the sign-in page.
WHAT_THEY_DO: dict[str, str] = {
    Role.SOCIAL_WORKER: "Asks for a home for a child and records the child's own views",
    Role.PLACEMENTS_OFFICER: "Searches for homes, sends referrals and follows up answers",
    Role.COMMISSIONER: "Runs searches, compares offers and looks after contracts",
    Role.SERVICE_MANAGER: "Agrees the need and approves placements of lower cost",
    Role.HEAD_OF_SERVICE: "Agrees the need and approves placements of higher cost",
    Role.ASSISTANT_DIRECTOR: "Approves placements above the head of service's limit",
    Role.NOMINATED_OFFICER: "Approves placements outside the council's area",
    Role.DCS: "Approves distant placements and those above every other limit",
    Role.CONTRACT_SIGNATORY: "Approves and signs agreements for the council",
    Role.FINANCE: "Follows the month's spend, down to each placement",
    Role.LEGAL: "Clears contracts and the legal part of papers",
    Role.DEMOCRATIC_SERVICES: "Publishes notices, papers and decisions",
    Role.PLANNER: "Forecasts need and sets it beside the beds there are",
    Role.CABINET_MEMBER: "Reads and decides on papers; never sees a child's record",
    Role.AUDITOR: "Reads what was done, by whom, and who looked",
    Role.ADMINISTRATOR: "Looks after people, roles and the council's settings",
    Role.REGISTER_KEEPER: "Loads Ofsted's lists into the register that every council shares",
}
PROVIDER_DOES = "Answers referrals, keeps vacancies up to date and signs agreements"


@dataclass(frozen=True)
class Persona:
    """One person to sign in as. ``key`` names them in the address."""

    key: str
    user_id: int
    email: str
    name: str
    job_title: str
    what: str
    organisation: str

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"


def personas() -> list[Persona]:
    """Council people in the order they came, then providers' people. Runs as the login role."""
    return [*_council_personas(), *_provider_personas()]


def persona_groups() -> list[tuple[str, list[Persona]]]:
    """Personas under the name of their council or provider."""
    return [(name, list(group)) for name, group in groupby(personas(), key=lambda p: p.organisation)]


def user_of_persona(key: str) -> User | None:
    """The account behind ``key``; None unless it belongs to an active persona."""
    found = next((persona for persona in personas() if persona.key == key), None)
    return User.objects.filter(pk=found.user_id, is_active=True).first() if found else None


def _council_personas() -> Iterable[Persona]:
    people = StaffMember.objects.filter(is_persona=True).select_related("authority", "user")
    today = RoleAssignment.objects.filter(staff_member__in=people).in_force_on(timezone.localdate())
    roles = dict(today.order_by("-pk").values_list("staff_member_id", "role"))
    for person in people.order_by("pk"):
        what = WHAT_THEY_DO.get(roles.get(person.pk, ""), "Has no role today")
        yield _persona(person, what, person.authority.name)


def _provider_personas() -> Iterable[Persona]:
    people = ProviderUser.objects.at_work().filter(is_persona=True).select_related("provider", "user")
    for person in people.order_by("pk"):
        yield _persona(person, PROVIDER_DOES, person.provider.name)


def _persona(person: StaffMember | ProviderUser, what: str, organisation: str) -> Persona:
    email = person.user.email
    key = email.removesuffix(".example").replace("@", "-").replace(".", "-")
    return Persona(key, person.user_id, email, person.name, person.job_title, what, organisation)
