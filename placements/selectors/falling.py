"""What would end with a request, each by name, for a person to see before they withdraw it."""

from dataclasses import dataclass

from placements.choices import (
    AgreementState,
    ApprovalKind,
    ApprovalState,
    ClaimState,
    OfferState,
    ReferralState,
    ReleaseReason,
    WaveState,
)
from placements.models import (
    ApprovalRequest,
    IdentityRelease,
    Offer,
    PlacementAgreement,
    PlacementRequest,
    PlannedWave,
    Referral,
    Reservation,
)
from placements.presentation import APPROVAL_TITLES
from placements.workflows import UNSIGNED


@dataclass(frozen=True)
class Falling:
    """Lines of what falls, by kind; an empty list falls silently."""

    referrals: list[str]
    providers: list[str]
    offers: list[str]
    approvals: list[str]
    agreements: list[str]
    holds: list[str]
    waves: list[str]
    identities: list[str]

    @property
    def nothing(self) -> bool:
        return not any(vars(self).values())


def falls_with(request: PlacementRequest) -> Falling:
    """Everything open that falls when the request is withdrawn; seven queries however much there is."""
    referrals = Referral.objects.filter(request=request).exclude(state=ReferralState.CLOSED).order_by("pk")
    told: set[str] = set()
    for referral in (open_ := list(referrals.prefetch_related("recipients__provider"))):
        told |= {r.provider.name for r in referral.recipients.all() if r.revoked_at is None}
    offers = Offer.objects.filter(
        recipient__referral__request=request, state__in=[OfferState.SUBMITTED, OfferState.PREFERRED]
    ).select_related("setting")
    approvals = ApprovalRequest.objects.filter(
        request=request, state__in=[ApprovalState.AWAITING, ApprovalState.APPROVED]
    )
    agreements = PlacementAgreement.objects.filter(
        offer__recipient__referral__request=request, state__in=UNSIGNED
    ).select_related("setting")
    holds = Reservation.objects.filter(
        request=request, claim__state__in=[ClaimState.HELD, ClaimState.WAITING]
    ).select_related("claim__setting")
    waves = PlannedWave.objects.filter(referral__request=request, state=WaveState.PLANNED)
    identities = IdentityRelease.objects.filter(
        reason=ReleaseReason.EMERGENCY, referral__request=request, revoked_at=None
    ).select_related("provider")
    return Falling(
        referrals=[f"{each.reference}, {each.get_state_display().lower()}" for each in open_],
        providers=sorted(told),
        offers=[
            f"{each.reference}: {each.setting.name}, {each.get_state_display().lower()}"
            for each in offers.order_by("pk")
        ],
        approvals=[
            f"{APPROVAL_TITLES[ApprovalKind(each.kind)]}, {each.get_state_display().lower()}"
            for each in approvals.order_by("pk")
        ],
        agreements=[
            f"{each.reference}: {each.setting.name}, {AgreementState(each.state).label.lower()}"
            for each in agreements.order_by("pk")
        ],
        holds=[f"{each.claim.setting.name}, {each.claim.get_state_display().lower()}" for each in holds],
        waves=[
            f"{each.step.get_route_display()}" for each in waves.select_related("step").order_by("fires_at")
        ],
        identities=[each.provider.name for each in identities],
    )
