"""One of everything of a tenancy that has an address: noun to the reference in it."""

from datetime import date
from decimal import Decimal
from typing import Any

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority, StaffMember
from contracts.calendar_feeds import feed_token
from contracts.choices import ChargeKind, FeeKind, Route
from contracts.models import BlockContract, Charge
from contracts.money_choices import InvoiceState, StatementState
from contracts.services.diary import make_feed
from contracts.services.terms import record_terms
from contracts.services.uplifts import answer_uplift
from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.imports import Given
from core.imports.services import keep_import, start_import
from core.jobs import enqueue
from core.models import Document
from core.viewlog import note_refusal, note_view
from placements.choices import SigningSide
from placements.fees import NewFee
from placements.life_choices import ClockKind, GoalArea, VariationState
from placements.models import AgreementVariation, Placement, PlacementRequest
from placements.services.agreements import sign_agreement
from placements.services.counts import share_counts
from placements.services.keeping import PlanText, record_evidence, set_goal, write_plan
from placements.services.uplifts import prepare_uplift
from placements.services.variations import propose_variation
from providers.imports import OFSTED
from providers.links import LINK_LIFE, digest_of, invitation_token, link_token
from providers.models import Provider, Setting, VacancyReminder
from providers.services.reregistrations import keeper_for
from reports.choices import PaperState
from reports.life_choices import ActionKind, NoticeRoute, Topic
from reports.models import Paper, PaperVersion
from reports.services.actions import plan_action
from reports.services.checking import add_older_paper
from reports.services.consulting import Asked, ask_sign_offs
from reports.services.discussion import comment_on
from reports.services.notices import give_notice
from reports.services.papers import create_paper
from sufficiency.imports.counts import COUNTS
from sufficiency.imports.returns import RETURNS
from sufficiency.services.sharing import share_outlook
from tests.factories.admission import (
    AdmissionRoundFactory,
    HomeAdditionFactory,
    KpiFactory,
    ProtocolTaskFactory,
    SubmittedApplicationFactory,
)
from tests.factories.authorities import (
    CountSharingFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    RoleDelegationFactory,
    StaffMemberFactory,
    council_actor,
)
from tests.factories.blocks import BlockProposalFactory, BlockStopFactory, BlockVariationFactory
from tests.factories.cases import LATER, Case, chosen_case, provider_signed_case
from tests.factories.contracts import (
    BedBookingFactory,
    BlockContractFactory,
    BlockShareFactory,
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    PriceScheduleFactory,
    ToolAccessFactory,
)
from tests.factories.keeping import (
    NEXT_YEAR,
    CeilingFactory,
    ContractAlarmFactory,
    ContractDateFactory,
    DrawFactory,
    EscalationFactory,
    UpliftFactory,
    WindowFactory,
    evidence_of,
)
from tests.factories.money import (
    InvoiceFactory,
    OneOffFactory,
    PaymentLineFactory,
    StatementFactory,
    StatementLineFactory,
)
from tests.factories.need import (
    AttachmentFactory,
    AvoidedAreaFactory,
    ChaseFactory,
    DolOrderFactory,
    EscalationOfSearchFactory,
    HeldClaimFactory,
    JudgementFactory,
    PlannedWaveFactory,
    RequestSiblingFactory,
    ReservationFactory,
    SharedAnswerFactory,
    SharedPriceFactory,
    TermsAcceptanceFactory,
)
from tests.factories.placements import NOW, TODAY, OpenStepFactory
from tests.factories.planning import BlockAppraisalFactory, ChildLinkFactory, FuturesFactory, ScenarioFactory
from tests.factories.providers import (
    InvitationFactory,
    OpenHomeFactory,
    ProviderDocumentFactory,
    ProviderUserFactory,
    ReregistrationFactory,
    SuspensionFactory,
    VacancyReportFactory,
)
from tests.factories.quality import (
    AlertReceiptFactory,
    ChildReviewFactory,
    ConcernFactory,
    QualityNoteFactory,
    QualityVisitFactory,
    Reg44ReportFactory,
)
from tests.factories.reports import ForecastRunFactory
from tests.factories.walled import council_keeper


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
        "delegation": RoleDelegationFactory.create(holder=holder_of(authority)).reference,
        **watched_over(home, placement, writer),
        **listed(home),
        **billed(authority, provider, placement.reference),
        **contracts(authority, provider, placement, writer),
        **uplifts(authority, provider),
        **forecasts(authority, keeper),
        **histories(authority),
    }


def billed(authority: Authority, provider: Provider, placement: str) -> dict[str, str]:
    """A statement to answer, an invoice to decide on, a payment file to answer and a one-off."""
    own: dict[str, Any] = {"authority": authority, "provider": provider}
    bill = StatementFactory.create(**own)
    StatementLineFactory.create(statement=bill)
    agreed = [StatementFactory.create(**own, state=StatementState.AGREED) for _ in range(2)]
    paid = InvoiceFactory.create(statement=agreed[1], state=InvoiceState.BATCHED)
    return {
        "bill": bill.reference,
        "invoice": InvoiceFactory.create(statement=agreed[0]).reference,
        "payment": PaymentLineFactory.create(invoice=paid).batch.reference,
        "oneoff": OneOffFactory.create(**own, source_reference=placement).reference,
    }


def proposed_change(signed: Case) -> AgreementVariation:
    """A change to the placed case's agreement that waits for the provider's signature, with its approvals."""
    with acting_as(signed.officer):
        variation = propose_variation(
            agreement=signed.agreement(),
            effective_on=date(2027, 2, 1),
            new=[NewFee(FeeKind.CORE, Decimal("4700.00"))],
            reason="More staff at night.",
            by=signed.officer,
            at=LATER,
        )
    with acting_as(council_keeper(signed.request.authority)):
        AgreementVariation.objects.filter(pk=variation.pk).update(state=VariationState.ISSUED)
    return variation


def lived_in(placement: Placement, officer: Actor) -> None:
    """A plan, a goal and a visit of the child placed."""
    with acting_as(officer):
        text = PlanText(**dict.fromkeys(PlanText.__dataclass_fields__, "As agreed."))
        write_plan(agreement=placement.agreement, made_on=TODAY, text=text, by=officer, at=LATER)
        set_goal(
            placement=placement,
            area=GoalArea.EDUCATION,
            goal="Be at school every day",
            score=2,
            target=4,
            target_on=date(2027, 6, 1),
            by=officer,
            at=LATER,
        )
        facts = {"kind": ClockKind.AREA_TOLD, "done_on": TODAY, "note": "By e-mail."}
        record_evidence(placement=placement, **facts, by=officer, at=LATER)


def holder_of(authority: Authority) -> StaffMember:
    return StaffMemberFactory.create(authority=authority)


def search_for(request: PlacementRequest, home: Setting) -> None:
    """What a search gathers: areas, a sister, an order, a hold, a judgement, a wave, a chase, answers."""
    AvoidedAreaFactory.create(request=request)
    RequestSiblingFactory.create(request=request)
    DolOrderFactory.create(child=request.child)
    claim = HeldClaimFactory.create(authority=request.authority)
    ReservationFactory.create(request=request, claim=claim)
    JudgementFactory.create(request=request, setting=home)
    ChaseFactory.create(request=request)
    EscalationOfSearchFactory.create(request=request)
    SharedPriceFactory.create(authority=request.authority)
    step = OpenStepFactory.create(request=request, position=8, route=Route.PARTNERSHIP)
    PlannedWaveFactory.create(referral__step=step, step__position=9)


def listed(home: Setting) -> dict[str, str]:
    """A list given to the register's keeper, and another number the home may have had."""
    keeper = keeper_for(council_actor(Role.REGISTER_KEEPER))
    files = [Given("list", "list.csv", b"URN")]
    with acting_as(keeper):
        made = keep_import(kind=OFSTED, files=files, params={}, by=keeper, at=NOW)
    pair = ReregistrationFactory.create(later=home, earlier__provider=home.provider)
    return {"ofsted": made.reference, "reregistration": pair.reference}


def watched_over(home: Setting, placement: Placement, officer: Actor) -> dict[str, str]:
    """A concern and a visit with a note each, a report, a suspension and a review of the child placed."""
    concern = ConcernFactory.create(setting=home, authority=placement.authority)
    visit = QualityVisitFactory.create(setting=home, authority=placement.authority)
    for about in ({"concern": concern}, {"visit": visit}):
        QualityNoteFactory.create(authority=placement.authority, **about)
    Reg44ReportFactory.create(authority=placement.authority, setting=home)
    SuspensionFactory.create(authority=placement.authority, provider=home.provider, setting=home)
    review = ChildReviewFactory.create(placement=placement)
    AlertReceiptFactory.create(authority=placement.authority, alert=review.alert)
    with acting_as(officer):
        share_counts(by=officer, on=TODAY)
    return {"concern": concern.reference, "visit": visit.reference, "review": review.reference}


def charge(authority: Authority, provider: Provider, source: str) -> None:
    Charge.objects.create(
        authority=authority,
        kind=ChargeKind.PLACEMENT,
        source_reference=source,
        component_key="core",
        fee_kind=FeeKind.CORE,
        night=TODAY,
        amount=Decimal("651.00"),
        category=ServiceCategory.RESIDENTIAL,
        route=Route.FRAMEWORK_TIER_1,
        provider=provider,
        posted_at=NOW,
    )


def reminder_link(home: Setting) -> str:
    """The secret of a reminder sent to one of the provider's people."""
    address = ProviderUserFactory.create(provider=home.provider).user.email
    token = link_token(setting_id=home.pk, sent_to=address, sent_at=NOW)
    with acting_as(Actor.provider(home.provider_id)):
        VacancyReminder.objects.create(
            provider=home.provider,
            setting=home,
            sent_at=NOW,
            sent_to=address,
            expires_at=NOW + LINK_LIFE,
            token_digest=digest_of(token),
        )
    return token


def of_provider(provider: Provider) -> dict[str, str]:
    """A colleague, an invitation with its secret, and a document every council may read."""
    invitation = InvitationFactory.create(provider=provider)
    secret = invitation_token(
        reference=invitation.reference, email=invitation.email, sent_at=invitation.sent_at
    )
    return {
        "colleague": ProviderUserFactory.create(provider=provider).reference,
        "invitation": invitation.reference,
        "invitation_link": secret,
        "profile_document": ProviderDocumentFactory.create(provider=provider).reference,
    }


def contracts(
    authority: Authority, provider: Provider, placement: Placement, writer: Actor
) -> dict[str, str]:
    """A tool, and a block in one of whose beds the child is; new placements in its home are stopped."""
    partnership = PartnershipFactory.create(lead_authority=authority)
    CountSharingFactory.create(partnership=partnership)
    PartnershipMemberFactory.create(partnership=partnership, authority=authority)
    block = BlockContractFactory.create(
        lead_authority=authority, provider=provider, ends_on=date(2029, 4, 1), decision_reference="C1/2026"
    )
    BlockShareFactory.create(contract=block)
    booking = BedBookingFactory.create(bed__contract=block, bed__setting=placement.setting)
    BlockStopFactory.create(contract=block, setting=placement.setting)
    BlockVariationFactory.create(contract=block)
    BlockProposalFactory.create(contract=block)
    with acting_as(writer):
        Placement.objects.filter(pk=placement.pk).update(bed_booking=booking)
    tool = CommercialToolFactory.create(lead_authority=authority)
    ToolAccessFactory.create(tool=tool)
    member = MembershipFactory.create(lot=LotFactory.create(tool=tool), provider=provider)
    opened = AdmissionRoundFactory.create(tool=tool)
    application = SubmittedApplicationFactory.create(
        authority=authority, provider=provider, round=opened, lot=LotFactory.create(tool=tool)
    )
    return {
        "member": member.reference,
        "round": opened.reference,
        "application": application.reference,
        "addition": HomeAdditionFactory.create(membership=member, setting=placement.setting).reference,
        "kpi": KpiFactory.create(tool=tool).reference,
        "task": ProtocolTaskFactory.create(authority=authority, step__tool=tool).reference,
        "partnership": partnership.reference,
        **dict.fromkeys(("contract", "block_contract", "block"), block.reference),
        "tool": tool.reference,
        **papers(block, writer),
        **kept(block, provider, writer),
    }


def kept(block: BlockContract, provider: Provider, writer: Actor) -> dict[str, str]:
    """A ceiling with a draw and an escalation, an alarm, a date and a calendar address of the block's lead;
    signed terms."""
    authority = block.lead_authority
    ceiling = CeilingFactory.create(authority=authority, block=block, category="")
    DrawFactory.create(ceiling=ceiling, source_reference=block.reference)
    escalation = EscalationFactory.create(ceiling=ceiling)
    alarm = ContractAlarmFactory.create(authority=authority, contract_reference=block.reference)
    ContractDateFactory.create(authority=authority, block=block)
    reader = council_actor(Role.COMMISSIONER, authority=authority)
    with acting_as(reader):
        terms = record_terms(about=block, title="Block terms", content=b"%PDF", job=None, by=reader, at=NOW)
        feed = make_feed(by=reader, at=NOW)
    return {
        "ceiling": ceiling.reference,
        "escalation": escalation.reference,
        "alarm": alarm.reference,
        "terms": terms.reference,
        "calendar_feed": feed_token(
            authority_id=feed.authority_id, user_id=feed.user_id, made_at=feed.made_at
        ),
    }


def uplifts(authority: Authority, provider: Provider) -> dict[str, str]:
    """A provider's ask agreed by the council that leads the tool, and what it would do, prepared."""
    tool = CommercialToolFactory.create(lead_authority=authority)
    ToolAccessFactory.create(tool=tool)
    member = MembershipFactory.create(lot=LotFactory.create(tool=tool), provider=provider)
    PriceScheduleFactory.create(membership=member)
    asked, waiting = (WindowFactory.create(tool=tool, **days) for days in ({}, NEXT_YEAR))
    uplift = UpliftFactory.create(window=asked, provider=provider)
    keeper = council_actor(Role.COMMISSIONER, authority=authority)
    evidence_of(uplift)
    with acting_as(keeper):
        answer = answer_uplift(request=uplift, verb="agree", reasons="Fair.", by=keeper, at=NOW)
        run = prepare_uplift(answer=answer, effective_on=asked.effective_on, by=keeper, at=NOW)
    return {"uplift": uplift.reference, "uplift_window": waiting.reference, "run": run.reference}


def papers(block: BlockContract, writer: Actor) -> dict[str, str]:
    """A draft, and one that members may read with its document."""
    meeting_on = date(2027, 1, 21)
    with acting_as(writer):
        draft, published = (
            create_paper(block_contract=block, meeting_on=meeting_on, by=writer, at=NOW) for _ in range(2)
        )
        PaperVersion.objects.create(
            authority_id=writer.authority_id,
            paper=published,
            number=1,
            document=document(block.lead_authority, None),
            figures_hash="",
            made_at=NOW,
        )
        for number in (1, 2):
            PaperVersion.objects.create(
                authority_id=writer.authority_id,
                paper=draft,
                number=number,
                document=document(block.lead_authority, None),
                figures_hash="",
                made_at=NOW,
            )
        Paper.objects.filter(pk=published.pk).update(state=PaperState.PUBLISHED)
        action = worked_on(draft, writer)
        shared = document(block.lead_authority, block.provider)
        older = add_older_paper(title="An older paper", text="Words", filename="", by=writer, at=NOW)
    return {
        "paper": draft.reference,
        "published": published.reference,
        "action": action,
        "older": older.reference,
        "document": shared.reference,
    }


def worked_on(paper: Paper, writer: Actor) -> str:
    """A sign-off asked, a notice given, a comment made, an action planned; the action's reference."""
    facts = {"paper": paper, "by": writer, "at": NOW}
    asked = [Asked(Topic.FINANCE, role=Role.FINANCE)]
    ask_sign_offs(asked=asked, due_on=date(2026, 12, 1), on=TODAY, **facts)
    comment_on(section="purpose", words="Why now?", **facts)
    give_notice(
        route=NoticeRoute.FULL,
        matter="Beds",
        documents="",
        reasons="",
        agreed_by="",
        representations="",
        on=TODAY,
        **facts,
    )
    planned = plan_action(
        recommendation=1,
        kind=ActionKind.ACTION,
        words="Sign it",
        owner=StaffMember.objects.get(pk=writer.member_id),
        due_days=30,
        every_months=None,
        **facts,
    )
    return planned.reference


def document(authority: Authority, provider: Provider | None) -> Document:
    """A file of the council, opened to ``provider`` too."""
    return store_document(
        title="Report",
        filename="report.txt",
        content_type="text/plain",
        content=f"Report of {authority.name}".encode(),
        classification=Document.Classification.PUBLIC,
        authority_id=authority.pk,
        provider_id=provider.pk if provider else None,
        at=NOW,
    )


def histories(authority: Authority) -> dict[str, str]:
    """An import of a return and one of published counts, both still to be read."""
    planner = council_actor(Role.PLANNER, authority=authority)
    with acting_as(planner):
        made = {
            kind.route: start_import(
                kind=kind, files=[Given(kind.slots[0].name, "a.csv", b"a")], params={}, by=planner, at=NOW
            )
            for kind in (RETURNS, COUNTS)
        }
    return {route: one.reference for route, one in made.items()}


def forecasts(authority: Authority, keeper: Actor) -> dict[str, str]:
    """A forecast, and a job that will make another."""
    run = ForecastRunFactory.create(authority=authority)
    futures = FuturesFactory.create(run=run)
    with acting_as(keeper):
        job = enqueue("forecast", by=keeper, at=NOW, title="Forecast", params={"on": TODAY.isoformat()})
        share_outlook(run=run, told={}, by=keeper, at=NOW)
    scenario = ScenarioFactory.create(authority=authority)
    return {
        "job": job.reference,
        "forecast": run.reference,
        "scenario": scenario.reference,
        "link": ChildLinkFactory.create(authority=authority).reference,
        "appraisal": BlockAppraisalFactory.create(futures=futures).reference,
    }
