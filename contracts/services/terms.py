"""The terms of a contract as a document: issued by the council that leads it, signed by both sides."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from contracts.keeping_choices import TermsState
from contracts.keeping_workflows import TERMS
from contracts.models import BlockContract, ContractTerms, Membership, TermsSignature
from contracts.models.terms import COUNCIL, PROVIDER
from contracts.policies import can_issue_terms
from contracts.selectors.terms import ISSUE_TERMS, of_contract
from contracts.signing import signature_facts
from core.actor import Actor
from core.documents.store import store_document
from core.errors import NotPermitted
from core.jobs import enqueue
from core.locking import lock
from core.models import Document, Job
from core.policies import require
from core.references import new_reference
from core.workflow import move
from providers.services.letters import write_to_providers


def key_of(about: BlockContract | Membership) -> str:
    """How a job names what it sets as a document."""
    return f"block:{about.reference}" if isinstance(about, BlockContract) else f"membership:{about.pk}"


@transaction.atomic
def issue_terms(*, about: BlockContract | Membership, by: Actor, at: datetime) -> Job:
    """Ask for the document; it goes to the provider to sign the moment it is made."""
    lead = about.lead_authority_id if isinstance(about, BlockContract) else about.tool.lead_authority_id
    require(can_issue_terms(by, lead))
    version = _next_version(about)
    return enqueue(
        ISSUE_TERMS,
        by=by,
        at=at,
        title=f"Contract terms with {about.provider.name}",
        params={"about": key_of(about)},
        dedupe_key=f"{key_of(about)} version {version}",
    )


@transaction.atomic
def record_terms(
    *, about: BlockContract | Membership, title: str, content: bytes, job: Job | None, by: Actor, at: datetime
) -> ContractTerms:
    """Keep the finished document as the next version; the version before is replaced."""
    earlier = ContractTerms.objects.select_for_update().filter(**of_contract(about))
    version = _next_version(about)
    for terms in earlier.exclude(state=TermsState.REPLACED).order_by("pk"):
        move(terms, TERMS, "replace", by=by, at=at, reason=f"Version {version} was issued")
    reference = new_reference("TRM")
    document = store_document(
        title=title,
        filename=f"{reference}-v{version}.pdf",
        content_type="application/pdf",
        content=content,
        classification=Document.Classification.OFFICIAL,
        authority_id=by.council_id,
        provider_id=about.provider_id,
        job=job,
        at=at,
    )
    terms = ContractTerms.objects.create(
        authority_id=by.council_id,
        provider_id=about.provider_id,
        reference=reference,
        **of_contract(about),
        version=version,
        title=title,
        document=document,
        issued_at=at,
        issued_by=by.name,
        state_at=at,
    )
    write_to_providers(
        [about.provider_id],
        template="terms_issued",
        subject=f"Contract terms {reference} to sign",
        context={"council": terms.authority.name, "terms": terms},
        by=by,
        at=at,
    )
    return terms


@transaction.atomic
def sign_terms(*, terms: ContractTerms, by: Actor, at: datetime) -> ContractTerms:
    """Sign for the side the person is on, the provider first. The signature keeps the SHA-256 of the very
    file. Raises Conflict out of turn or when signed or replaced already."""
    terms = lock(terms)
    if by.person_id is None:
        raise NotPermitted("Only a person can sign.")
    move(terms, TERMS, "provider_sign" if by.is_provider else "authority_sign", by=by, at=at)
    TermsSignature.objects.create(
        authority_id=terms.authority_id,
        provider_id=terms.provider_id,
        terms=terms,
        side=PROVIDER if by.is_provider else COUNCIL,
        **signature_facts(document_id=terms.document_id, by=by, at=at),
    )
    return terms


def _next_version(about: BlockContract | Membership) -> int:
    earlier = ContractTerms.objects.filter(**of_contract(about))
    return (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
