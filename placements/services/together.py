"""Brothers and sisters placed by one offer: one decision, one document, an agreement for each child."""

from datetime import datetime

from core.references import new_reference
from placements.models import AgreementFee, AgreementSignature, PlacementAgreement, PlacementRequest
from placements.selectors.need import siblings_together


def agreements_of_siblings(
    lead: PlacementAgreement, request: PlacementRequest, *, at: datetime
) -> list[PlacementAgreement]:
    """An agreement for each who is to live with the lead's child, on the lead's terms, in its transaction.

    Both sides signed one document that names them all, so each agreement holds it and both signatures. The
    price of the offer is a week for each child.
    """
    return [_like(lead, sibling.child_id, at) for sibling in siblings_together(request)]


def _like(lead: PlacementAgreement, child_id: int, at: datetime) -> PlacementAgreement:
    both = {"authority_id": lead.authority_id, "provider_id": lead.provider_id}
    made = PlacementAgreement.objects.create(
        **both,
        reference=new_reference("IPA"),
        child_id=child_id,
        offer_id=lead.offer_id,
        setting_id=lead.setting_id,
        state=lead.state,
        state_at=at,
        placement_type=lead.placement_type,
        route=lead.route,
        purchase_basis=lead.purchase_basis,
        is_on_contract=lead.is_on_contract,
        tool_id=lead.tool_id,
        starts_on=lead.starts_on,
        planned_end_on=lead.planned_end_on,
        notice_days=lead.notice_days,
        document_id=lead.document_id,
    )
    AgreementFee.objects.bulk_create(
        AgreementFee(
            **both,
            agreement=made,
            kind=fee.kind,
            weekly_rate=fee.weekly_rate,
            starts_on=fee.starts_on,
            ends_on=fee.ends_on,
        )
        for fee in AgreementFee.objects.filter(agreement=lead).order_by("pk")
    )
    for signature in AgreementSignature.objects.filter(agreement=lead).order_by("signed_at", "pk"):
        signature.pk, signature.agreement = None, made
        signature.save(force_insert=True)
    return made
