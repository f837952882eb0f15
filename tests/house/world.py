"""A small world of two councils and two providers, each the mirror of the other, for tests over everything.

Each council has one request with a choice waiting for approval, one child placed, and one of every other
thing that has an address. Each provider won both cases of its own council and lost those of the other.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.test import Client

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority, User
from contracts.choices import ChargeKind, FeeKind, Route
from contracts.models import Charge
from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.models import Document
from core.people import actor_of
from placements.choices import SigningSide
from placements.models import PlacementAgreement, PlacementRequest
from placements.services.agreements import sign_agreement
from providers.models import Provider
from reports.choices import PaperFormat
from reports.models import Paper
from tests.factories.authorities import AuthorityFactory, RoleAssignmentFactory, StaffMemberFactory
from tests.factories.cases import LATER, Case, chosen_case, provider_signed_case
from tests.factories.contracts import (
    BlockContractFactory,
    BlockShareFactory,
    CommercialToolFactory,
    ContractedBedFactory,
    LotFactory,
    MembershipFactory,
    ToolAccessFactory,
)
from tests.factories.placements import NOW, TODAY
from tests.factories.providers import (
    OpenHomeFactory,
    ProviderFactory,
    ProviderUserFactory,
    VacancyReportFactory,
)
from tests.factories.walled import council_keeper

# A reference that no thing has.
MISSING = "NON-3X15TS"
# The address of the one-click persona, after whose e-mail it is named.
VISITOR_KEY = "visitor-homeshire"


@dataclass
class Tenancy:
    """A council, the provider that works for it, and their things: noun to the reference in the address."""

    authority: Authority
    provider: Provider
    things: dict[str, str] = field(default_factory=dict)


@dataclass
class Persona:
    """Somebody signed in to a browser of their own, or nobody (no ``user``)."""

    name: str
    user: User | None = None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    actor: Actor | None = None

    def __post_init__(self) -> None:
        if self.user is not None:
            self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
            self.actor = actor_of(self.user)
            assert self.actor is not None, f"{self.name} is nobody's person"


@dataclass
class World:
    """``people`` belong to ``home``; everything of ``abroad`` must stay closed to them."""

    home: Tenancy
    abroad: Tenancy
    people: list[Persona]

    @property
    def strangers(self) -> list[Persona]:
        """One person of each side, and nobody: enough for a page that does not ask who is there."""
        return [p for p in self.people if p.name in ("no role", "provider", "anonymous")]


def build_world() -> World:
    providers = [
        ProviderFactory.create(name="Larkspur Homes Ltd"),
        ProviderFactory.create(name="Rival Care Ltd"),
    ]
    councils = [AuthorityFactory.create(name="Homeshire"), AuthorityFactory.create(name="Awayshire")]
    home, abroad = (Tenancy(*pair) for pair in zip(councils, providers, strict=True))
    furnish(home, rival=abroad.provider)
    furnish(abroad, rival=home.provider)
    staff = council_people(home.authority)
    _give_cases_to(next(person.actor for person in staff if person.name == Role.SOCIAL_WORKER))
    return World(home, abroad, [*staff, *provider_people(home.provider), Persona("anonymous")])


def _give_cases_to(social_worker: Actor) -> None:
    """A social worker reads only the requests they raised."""
    with acting_as(social_worker):
        PlacementRequest.objects.update(raised_by=social_worker.person_id)


def council_people(authority: Authority) -> list[Persona]:
    """One person for each role, and one who holds none (the demo's persona)."""
    visitor = StaffMemberFactory.create(
        authority=authority, user__email="visitor@homeshire.example", is_persona=True
    )
    people = [Persona("no role", visitor.user)]
    for role in Role:
        person = StaffMemberFactory.create(authority=authority)
        RoleAssignmentFactory.create(staff_member=person, role=role)
        people.append(Persona(role.value, person.user))
    return people


def provider_people(provider: Provider) -> list[Persona]:
    return [
        Persona("provider", ProviderUserFactory.create(provider=provider).user),
        Persona(
            "provider_administrator",
            ProviderUserFactory.create(provider=provider, is_administrator=True).user,
        ),
    ]


def furnish(tenancy: Tenancy, *, rival: Provider) -> None:
    """One of everything that has an address."""
    home = OpenHomeFactory.create(provider=tenancy.provider, authority=tenancy.authority)
    VacancyReportFactory.create(setting=home)
    facts = {"authority": tenancy.authority, "rival": rival, "setting": home}
    chosen, signed = chosen_case(**facts), provider_signed_case(**facts)
    placement = _place(signed)
    tenancy.things |= {
        "request": chosen.request.reference,
        "child": chosen.request.child.reference,
        "referral": chosen.offer.recipient.referral.reference,
        "offer": chosen.offer.reference,
        "approval": chosen.approvals()["care"].reference,
        "agreement": signed.agreement().reference,
        "placement": placement.reference,
        "home": home.urn,
        "provider": tenancy.provider.reference,
        **_contracts(tenancy, home),
        **_papers(tenancy, chosen, placement.reference),
    }


def _place(case: Case):
    with acting_as(case.signatory):
        agreement: PlacementAgreement = case.agreement()
        return sign_agreement(agreement=agreement, side=SigningSide.AUTHORITY, by=case.signatory, at=LATER)


def _contracts(tenancy: Tenancy, home) -> dict[str, str]:
    block = BlockContractFactory.create(lead_authority=tenancy.authority, provider=tenancy.provider)
    BlockShareFactory.create(contract=block)
    ContractedBedFactory.create(contract=block, setting=home)
    tool = CommercialToolFactory.create(lead_authority=tenancy.authority)
    ToolAccessFactory.create(tool=tool)
    MembershipFactory.create(lot=LotFactory.create(tool=tool), provider=tenancy.provider)
    return {"contract": block.reference, "tool": tool.reference}


def _papers(tenancy: Tenancy, case: Case, source: str) -> dict[str, str]:
    """A charge, a file and a draft paper, written by the council itself."""
    with acting_as(council_keeper(tenancy.authority)):
        Charge.objects.create(
            authority=tenancy.authority,
            kind=ChargeKind.PLACEMENT,
            source_reference=source,
            component_key="core",
            fee_kind=FeeKind.CORE,
            night=TODAY,
            amount=Decimal("651.00"),
            category=ServiceCategory.RESIDENTIAL,
            route=Route.FRAMEWORK_TIER_1,
            provider=tenancy.provider,
            posted_at=NOW,
        )
        document = store_document(
            title="Agreement",
            filename="agreement.txt",
            content_type="text/plain",
            content=f"Terms of {tenancy.authority.name}".encode(),
            classification=Document.Classification.OFFICIAL,
            authority_id=tenancy.authority.pk,
            provider_id=tenancy.provider.pk,
            at=NOW,
        )
        paper = Paper.objects.create(
            authority=tenancy.authority,
            reference=f"PAP-{tenancy.authority.short_code}",
            paper_format=PaperFormat.values[0],
            title="Block contract for children's homes",
            body="Cabinet",
            meeting_on=date(2027, 1, 21),
            reporting_director="Executive Director",
            divisions_affected="All",
            is_key=True,
            contact="Commissioning team",
            raised_by_id=case.officer.person_id,
            raised_at=NOW,
            state_at=NOW,
        )
    return {"document": document.reference, "paper": paper.reference}
