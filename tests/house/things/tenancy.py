"""One of everything of a tenancy: noun to the reference in its address."""

from typing import Any

from authorities.choices import Role
from authorities.models import Authority
from core.actor import acting_as
from core.viewlog import note_refusal, note_view
from placements.choices import SigningSide
from placements.services.agreements import sign_agreement
from providers.models import Provider
from tests.factories.authorities import (
    RoleDelegationFactory,
    StaffMemberFactory,
    council_actor,
)
from tests.factories.cases import LATER, chosen_case, provider_signed_case
from tests.factories.need import (
    AttachmentFactory,
    SharedAnswerFactory,
    TermsAcceptanceFactory,
)
from tests.factories.providers import (
    OpenHomeFactory,
    VacancyReportFactory,
)
from tests.factories.walled import council_keeper
from tests.house.things.contracting import contracts, uplifts
from tests.house.things.homes import listed, of_provider, reminder_link
from tests.house.things.money import billed, charge
from tests.house.things.placing import lived_in, proposed_change, search_for, watched_over
from tests.house.things.planning import forecasts, histories


def furnish(
    authority: Authority, provider: Provider, *, chosen_rival: Provider, placed_rival: Provider
) -> dict[str, str]:
    """One case with approvals waiting and one placed, both won by ``provider``, and all around them."""
    home = OpenHomeFactory.create(provider=provider, authority=authority)
    VacancyReportFactory.create(setting=home)
    facts: dict[str, Any] = {"authority": authority, "setting": home}
    chosen = chosen_case(rival=chosen_rival, **facts)
    signed = provider_signed_case(rival=placed_rival, **facts)
    with acting_as(signed.signatory):
        placement = sign_agreement(
            agreement=signed.agreement(), side=SigningSide.AUTHORITY, by=signed.signatory, at=LATER
        )
    lived_in(placement, signed.officer)
    keeper = council_keeper(authority)
    with acting_as(keeper):
        charge(authority, provider, placement.reference)
        note_refusal(keeper, page="/nowhere/", at=LATER)
        note_view(keeper, authority_id=authority.pk, subject=placement.reference, level=2, page="/", at=LATER)
    writer = council_actor(Role.COMMISSIONER, authority=authority)
    said = AttachmentFactory.create(message__recipient=chosen.offer.recipient)
    SharedAnswerFactory.create(message=said.message)
    TermsAcceptanceFactory.create(release__recipient=chosen.offer.recipient)
    search_for(chosen.request, home)
    return {
        "attachment": said.reference,
        "authority": authority.code,
        "provider": provider.reference,
        **dict.fromkeys(("home", "setting", "vacancy"), home.urn),
        "vacancy_link": reminder_link(home),
        **of_provider(provider),
        "request": chosen.request.reference,
        "child": chosen.request.child.reference,
        "referral": chosen.offer.recipient.referral.reference,
        "offer": chosen.offer.reference,
        "approval": chosen.approvals()["care"].reference,
        "agreement": signed.agreement().reference,
        "placement": placement.reference,
        "variation": proposed_change(signed).reference,
        "delegation": RoleDelegationFactory.create(
            holder=StaffMemberFactory.create(authority=authority)
        ).reference,
        **watched_over(home, placement, writer),
        **listed(home),
        **billed(authority, provider, placement.reference),
        **contracts(authority, provider, placement, writer),
        **uplifts(authority, provider),
        **forecasts(authority, keeper),
        **histories(authority),
    }
