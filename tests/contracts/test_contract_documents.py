"""Terms as documents: made from the data, versioned, signed by both sides on the very file."""

from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest

from authorities.choices import Role
from contracts.jobs import issue_terms_document
from contracts.keeping_choices import TermsState
from contracts.models import ContractTerms
from contracts.selectors.terms import terms_visible_to
from contracts.services.terms import issue_terms, record_terms, sign_terms
from core.actor import acting_as
from core.errors import Conflict, NotPermitted
from core.jobs import JobContext
from core.models import Document, Job
from tests.factories.authorities import council_actor
from tests.factories.contracts import BlockContractFactory, BlockShareFactory, MembershipFactory
from tests.factories.placements import NOW
from tests.factories.providers import provider_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def block():
    block = BlockContractFactory(guaranteed_share=Decimal("0.602"))
    BlockShareFactory(contract=block)
    return block


def issued(about, lead, content=b"%PDF-1.7 one"):
    with acting_as(lead):
        return record_terms(about=about, title="Terms", content=content, job=None, by=lead, at=NOW)


def test_both_sides_sign_the_very_file_the_provider_first(block):
    lead = council_actor(Role.DCS, authority=block.lead_authority)
    provider = provider_actor(block.provider)
    terms = issued(block, lead)
    with acting_as(lead), pytest.raises(Conflict, match="too late"):
        sign_terms(terms=terms, by=lead, at=NOW)
    for signer in (provider, lead):
        with acting_as(signer):
            sign_terms(terms=terms, by=signer, at=NOW)
    with acting_as(lead):
        found = terms_visible_to(lead).get()
        assert found.state == TermsState.SIGNED
        fingerprints = {each.document_sha256 for each in found.signatures.all()}
        assert fingerprints == {sha256(b"%PDF-1.7 one").hexdigest()}
        with pytest.raises(Conflict):
            sign_terms(terms=terms, by=lead, at=NOW)


def test_later_version_replaces_the_one_before(block):
    lead = council_actor(Role.COMMISSIONER, authority=block.lead_authority)
    first, second = issued(block, lead), issued(block, lead, b"%PDF-1.7 two")
    with acting_as(lead):
        assert (first.version, second.version) == (1, 2)
        assert ContractTerms.objects.get(pk=first.pk).state == TermsState.REPLACED
    provider = provider_actor(block.provider)
    with acting_as(provider), pytest.raises(Conflict):
        sign_terms(terms=first, by=provider, at=NOW)


def test_terms_are_read_by_their_two_sides_only(block):
    lead = council_actor(Role.COMMISSIONER, authority=block.lead_authority)
    issued(block, lead)
    for reader, seen in (
        (lead, 1),
        (provider_actor(block.provider), 1),
        (provider_actor(), 0),
        (council_actor(Role.COMMISSIONER), 0),
    ):
        with acting_as(reader):
            assert terms_visible_to(reader).count() == seen


def test_only_the_lead_issues_terms(block):
    partner = council_actor(Role.COMMISSIONER)
    reader = council_actor(Role.PLANNER, authority=block.lead_authority)
    for person in (partner, reader):
        with acting_as(person), pytest.raises(NotPermitted):
            issue_terms(about=block, by=person, at=NOW)


def test_document_states_the_terms_and_is_tagged(block):
    member = MembershipFactory(provider=block.provider)
    for about, authority in ((block, block.lead_authority), (member, member.tool.lead_authority)):
        lead = council_actor(Role.COMMISSIONER, authority=authority)
        with acting_as(lead):
            job = issue_terms(about=about, by=lead, at=NOW)
            assert issue_terms(about=about, by=lead, at=NOW).pk == job.pk
        publish = issue_terms_document(JobContext(job, lead, lambda percent, stage: None))
        with acting_as(lead):
            publish(Job.objects.get(pk=job.pk))
            content = bytes(Document.objects.get(job=job).content)
        with pikepdf.open(BytesIO(content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert (
                "terms" in str(pdf.docinfo["/Title"]).lower()
                or "contract" in str(pdf.docinfo["/Title"]).lower()
            )
