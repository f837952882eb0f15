"""Doors to changes of agreements, and the fees they speak of."""

from django.db.models import Prefetch, QuerySet

from contracts.choices import FeeKind
from core.actor import Actor
from core.errors import NotFound
from core.models import Job
from core.periods import Period
from placements.fees import Fee, NewFee
from placements.models import AgreementFee, AgreementVariation, PlacementAgreement, VariationFee

# The kind of the job that sets a new version as a document.
ISSUE_CHANGE = "issue_variation"


def variations_visible_to(actor: Actor) -> QuerySet[AgreementVariation]:
    """A council's changes, or those issued to a provider, newest first."""
    changes = AgreementVariation.objects.select_related(
        "agreement__setting", "agreement__provider", "agreement__authority", "document"
    ).defer("document__content")
    if not actor.is_provider:
        changes = changes.select_related("proposed_by", "agreement__child")
    fees = VariationFee.objects.order_by("pk")
    return changes.prefetch_related(Prefetch("fees", fees)).order_by("-pk")


def access_variation(actor: Actor, reference: str) -> AgreementVariation:
    found = variations_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def fees_of(agreement: PlacementAgreement) -> list[Fee]:
    """An agreement's components as they stand."""
    rows = AgreementFee.objects.filter(agreement=agreement).order_by("starts_on", "pk")
    return [Fee(FeeKind(row.kind), row.weekly_rate, Period(row.starts_on, row.ends_on)) for row in rows]


def new_fees_of(variation: AgreementVariation) -> list[NewFee]:
    rows = VariationFee.objects.filter(variation=variation).order_by("pk")
    return [NewFee(FeeKind(row.kind), row.weekly_rate, row.ends_on) for row in rows]


def issue_change_job_of(variation: AgreementVariation) -> Job | None:
    """The newest job that sets the change as a document."""
    jobs = Job.objects.filter(kind=ISSUE_CHANGE, params__variation=variation.reference)
    return jobs.order_by("-pk").first()
