"""Whole cases, brought to where a test starts by the real services."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from authorities.choices import Role
from contracts.choices import Route
from core.actor import Actor, acting_as
from placements.choices import RecipientState, RequestState, SigningSide
from placements.models import ApprovalRequest, Offer, PlacementAgreement, PlacementRequest
from placements.services.agreements import draft_agreement, record_issue, sign_agreement
from placements.services.approvals import decide, record_consultation
from placements.services.evaluation import choose_offer
from tests.factories.authorities import DelegationRuleFactory, council_actor
from tests.factories.offers import OfferFactory, marked, put_in
from tests.factories.placements import (
    NOW,
    ChildIdentityFactory,
    OpenStepFactory,
    RecipientFactory,
    SentReferralFactory,
)
from tests.factories.providers import OpenHomeFactory, provider_actor

LATER = NOW + timedelta(hours=1)


@dataclass
class Case:
    """One request, its chosen offer, a losing one, and the people of both sides."""

    request: PlacementRequest
    offer: Offer
    loser: Offer
    officer: Actor
    manager: Actor
    head: Actor
    signatory: Actor
    winner: Actor
    losing_provider: Actor

    def approvals(self) -> dict[str, ApprovalRequest]:
        with acting_as(self.officer):
            return {a.kind: a for a in ApprovalRequest.objects.filter(offer=self.offer).order_by("raised_at")}

    def agreement(self) -> PlacementAgreement:
        with acting_as(self.officer):
            return PlacementAgreement.objects.get(offer=self.offer)


def chosen_case(
    *,
    route: Route = Route.FRAMEWORK_TIER_1,
    setting=None,
    weekly: str = "4557.00",
    authority=None,
    rival=None,
    also_open: Route | None = None,
) -> Case:
    """Two offers, the first chosen: its three approvals wait. ``rival`` is the provider that loses; its offer
    came first, on the step ``also_open`` where one is given, as in an emergency."""
    step = OpenStepFactory(route=route, **({"request__authority": authority} if authority else {}))
    request = step.request
    ChildIdentityFactory(child=request.child)
    referral = SentReferralFactory(step=step)
    given = {"provider": setting.provider} if setting else {}
    first = RecipientFactory(referral=referral, state=RecipientState.OFFERED, **given)
    other = referral
    if also_open:
        other = SentReferralFactory(step=OpenStepFactory(request=request, route=also_open, position=9))
    second = RecipientFactory(
        referral=other, state=RecipientState.OFFERED, **({"provider": rival} if rival else {})
    )
    setting = setting or OpenHomeFactory(provider=first.provider, authority=request.authority)
    offer = marked(OfferFactory(recipient=first, setting=setting, weekly_total=Decimal(weekly)), "5", "5")
    came = {"submitted_at": NOW - timedelta(hours=1)} if also_open else {}
    loser = marked(OfferFactory(recipient=second, **came), "2", "2")
    authority = request.authority
    for role, limit in ((Role.SERVICE_MANAGER, 1500), (Role.HEAD_OF_SERVICE, 5000), (Role.DCS, None)):
        DelegationRuleFactory(authority=authority, role=role, weekly_limit=limit)
    case = Case(
        request=put_in(request, RequestState.EVALUATING),
        offer=offer,
        loser=loser,
        officer=council_actor(Role.PLACEMENTS_OFFICER, authority=authority),
        manager=council_actor(Role.SERVICE_MANAGER, authority=authority),
        head=council_actor(Role.HEAD_OF_SERVICE, authority=authority),
        signatory=council_actor(Role.CONTRACT_SIGNATORY, authority=authority),
        winner=provider_actor(offer.provider),
        losing_provider=provider_actor(loser.provider),
    )
    with acting_as(case.officer):
        choose_offer(offer=offer, reasons="Closest to school.", by=case.officer, at=NOW)
    return case


def approved_case(**facts) -> Case:
    """Approved by three people."""
    case = chosen_case(**facts)
    top = council_actor(Role.DCS, authority=case.request.authority)
    approvals = case.approvals()
    deciders = {
        "care": case.manager,
        "financial": case.head,
        "contract": case.signatory,
    }
    for kind, approval in approvals.items():
        person = deciders[kind] if deciders[kind].has_role(*approval.roles_able) else top
        consult(case, approval)
        with acting_as(person):
            decide(approval=approval, verb="approve", by=person, at=LATER)
    return case


def consult(case: Case, approval: ApprovalRequest) -> None:
    """The council of a distant area is consulted, where the approval asks for it."""
    if approval.must_consult:
        with acting_as(case.officer):
            record_consultation(
                approval=approval,
                consulted_on=LATER.date(),
                consultation="Sent the care plan; no objection.",
                by=case.officer,
                at=LATER,
            )


def issued_case(starts_on: date | None = None, **facts) -> Case:
    """The agreement lies with the provider to sign."""
    case = approved_case(**facts)
    with acting_as(case.officer):
        agreement = draft_agreement(request=case.request, starts_on=starts_on, by=case.officer, at=LATER)
        record_issue(agreement=agreement, content=b"%PDF-1.7 terms", job=None, by=case.officer, at=LATER)
    return case


def provider_signed_case(**facts) -> Case:
    """The provider has signed; the council has not."""
    case = issued_case(**facts)
    with acting_as(case.winner):
        agreement = PlacementAgreement.objects.get(offer=case.offer)
        sign_agreement(agreement=agreement, side=SigningSide.PROVIDER, by=case.winner, at=LATER)
    return case
