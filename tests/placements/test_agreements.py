"""Agreements: drafted from what was approved, issued as one document, signed by provider, then council."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from authorities.choices import Role, SettingKey
from contracts.choices import FeeKind, PurchaseBasis, Route
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.jobs.worker import run_next
from core.models import Document, Job
from placements.choices import AgreementState, RequestState, SigningSide
from placements.models import AgreementFee, AgreementSignature, OfferFee, PlacementAgreement
from placements.selectors.agreements import access_agreement, agreements_to_sign, terms_of
from placements.services.agreements import draft_agreement, issue_agreement, sign_agreement
from placements.services.approvals import reconsider
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.cases import LATER, approved_case, chosen_case, issued_case, provider_signed_case
from tests.factories.contracts import (
    CommercialToolFactory,
    LotFactory,
    MembershipFactory,
    MembershipSettingFactory,
    ToolAccessFactory,
)
from tests.factories.offers import OfferFeeFactory
from tests.factories.placements import NOW

pytestmark = pytest.mark.django_db
D = Decimal


def draft(case, starts_on=None):
    with acting_as(case.officer):
        return draft_agreement(request=case.request, starts_on=starts_on, by=case.officer, at=LATER)


def test_draft_copies_the_approved_terms():
    case = approved_case()
    AuthoritySettingFactory(authority=case.request.authority, key=SettingKey.NOTICE_DAYS, value=21)
    agreement = draft(case)
    with acting_as(case.officer):
        fee = AgreementFee.objects.get(agreement=agreement)
    assert (fee.kind, fee.weekly_rate) == (FeeKind.CORE, D("4557.00"))
    assert fee.starts_on == agreement.starts_on == date(2026, 12, 14)
    assert agreement.planned_end_on == date(2030, 6, 1)
    assert agreement.notice_days == 21
    assert (agreement.purchase_basis, agreement.is_on_contract) == (PurchaseBasis.CALL_OFF, True)


def test_draft_names_the_tool_that_covers_the_home():
    case = approved_case()
    tool = CommercialToolFactory(lead_authority=case.request.authority)
    ToolAccessFactory(tool=tool)
    membership = MembershipFactory(lot=LotFactory(tool=tool), provider=case.offer.provider)
    MembershipSettingFactory(membership=membership, setting=case.offer.setting)
    assert draft(case).tool == tool


def test_spot_purchase_names_no_tool_and_is_off_contract():
    agreement = draft(approved_case(route=Route.SPOT))
    assert (agreement.tool, agreement.is_on_contract) == (None, False)
    assert agreement.purchase_basis == PurchaseBasis.SPOT


def test_draft_needs_all_three_approvals():
    case = chosen_case()
    with acting_as(case.officer), pytest.raises(Conflict, match="awaiting approval"):
        draft_agreement(request=case.request, by=case.officer, at=LATER)


def test_start_before_the_home_is_free_is_refused():
    with pytest.raises(DomainError) as refused:
        draft(approved_case(), starts_on=date(2026, 12, 6))
    assert refused.value.field == "starts_on"
    assert "7 December 2026" in refused.value.message


def test_start_that_costs_more_than_was_approved_is_refused():
    with pytest.raises(DomainError, match="more than was approved"):
        draft(approved_case(), starts_on=date(2026, 12, 7))


def test_fee_added_after_approval_stops_the_draft():
    case = approved_case()
    OfferFeeFactory(offer=case.offer, kind=FeeKind.THERAPY, weekly_rate=D("300.00"))
    with acting_as(case.officer):
        assert OfferFee.objects.filter(offer=case.offer).count() == 2
    with pytest.raises(Conflict, match="changed"):
        draft(case)


def test_agreement_is_drafted_once():
    case = approved_case()
    draft(case)
    with pytest.raises(Conflict, match="already"):
        draft(case)


def test_finance_does_not_draft():
    case = approved_case()
    finance = council_actor(Role.FINANCE, authority=case.request.authority)
    with acting_as(finance), pytest.raises(NotPermitted):
        draft_agreement(request=case.request, by=finance, at=LATER)


def test_provider_does_not_see_a_draft():
    case = approved_case()
    agreement = draft(case)
    with acting_as(case.winner), pytest.raises(NotFound):
        access_agreement(case.winner, agreement.reference)


def test_issuing_makes_one_document_by_a_job(fresh_database):
    case = approved_case()
    agreement = draft(case)
    with acting_as(case.officer):
        job = issue_agreement(agreement=agreement, by=case.officer, at=LATER)
        again = issue_agreement(agreement=agreement, by=case.officer, at=LATER)
    assert job == again
    from placements import jobs  # noqa: F401

    assert run_next()
    with acting_as(case.officer):
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
        agreement = access_agreement(case.officer, agreement.reference)
        case.request.refresh_from_db()
        child = agreement.child.reference
        content = bytes(Document.objects.get(pk=agreement.document_id).content)
    assert agreement.state == AgreementState.ISSUED
    assert case.request.state == RequestState.AGREEMENT_ISSUED
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for stated in ("£4,557.00", "£237,615.00", "365 ÷ 7", "28 days", child):
        assert stated in text
    for hidden in ("Zofia", "Testchild", "DE4", "Highfields", "4471902"):
        assert hidden not in text


def test_both_signatures_carry_the_hash_of_the_document():
    case = provider_signed_case()
    with acting_as(case.signatory):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER)
        signatures = list(AgreementSignature.objects.order_by("pk"))
    expected = sha256(b"%PDF-1.7 terms").hexdigest()
    assert [(s.side, s.document_sha256) for s in signatures] == [
        ("provider", expected),
        ("authority", expected),
    ]
    assert signatures[0].job_title == "Registered manager"
    assert case.agreement().state == AgreementState.ACTIVE


def test_council_cannot_sign_before_the_provider():
    case = issued_case()
    with acting_as(case.signatory), pytest.raises(NotPermitted, match="provider signs first"):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER)


def test_council_cannot_sign_for_the_provider():
    case = issued_case()
    with acting_as(case.signatory), pytest.raises(NotPermitted):
        sign_agreement(agreement=case.agreement(), side=SigningSide.PROVIDER, by=case.signatory, at=LATER)


def test_social_worker_cannot_sign_for_the_council():
    case = provider_signed_case()
    worker = council_actor(Role.SOCIAL_WORKER, authority=case.request.authority)
    with acting_as(worker), pytest.raises(NotPermitted):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=worker, at=LATER)


def test_other_provider_finds_no_agreement():
    case = issued_case()
    with acting_as(case.losing_provider):
        assert list(agreements_to_sign(case.losing_provider)) == []
        with pytest.raises(NotFound):
            access_agreement(case.losing_provider, case.agreement().reference)


def test_signature_after_the_case_went_back_is_refused():
    case = issued_case()
    with acting_as(case.officer):
        reconsider(request=case.request, reason="New facts.", by=case.officer, at=LATER)
    with acting_as(case.winner), pytest.raises(Conflict, match="cancelled"):
        agreement = PlacementAgreement.objects.get(offer=case.offer)
        sign_agreement(agreement=agreement, side=SigningSide.PROVIDER, by=case.winner, at=LATER)


def test_signing_twice_is_refused():
    case = provider_signed_case()
    with acting_as(case.winner), pytest.raises(Conflict):
        agreement = PlacementAgreement.objects.get(offer=case.offer)
        sign_agreement(agreement=agreement, side=SigningSide.PROVIDER, by=case.winner, at=LATER)


def test_terms_add_up():
    case = issued_case()
    with acting_as(case.officer):
        terms = terms_of(access_agreement(case.officer, case.agreement().reference))
    nights = (date(2030, 6, 1) - date(2026, 12, 14)).days
    assert terms.values.annual == D("237615.00")
    assert terms.values.whole_life == D(4557) / 7 * nights
    assert timezone.localdate(NOW) == date(2026, 11, 20)
