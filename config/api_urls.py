"""Every address of the API, version 1."""

from rest_framework.routers import SimpleRouter

from authorities.api import views as authorities
from contracts.api import views as contracts
from placements.api import portal as placement_portal
from placements.api import views as placements
from providers.api import portal as provider_portal
from providers.api import views as providers
from reports.api import views as reports
from sufficiency.api import views as sufficiency

ADDRESSES = {
    "authorities": authorities.AuthorityViewSet,
    "partnerships": authorities.PartnershipViewSet,
    "providers": providers.ProviderViewSet,
    "settings": providers.SettingViewSet,
    "inspections": providers.InspectionViewSet,
    "suspensions": providers.SuspensionViewSet,
    "tools": contracts.CommercialToolViewSet,
    "memberships": contracts.MembershipViewSet,
    "block-contracts": contracts.BlockContractViewSet,
    "bed-nights": contracts.BedNightViewSet,
    "requests": placements.PlacementRequestViewSet,
    "referrals": placements.ReferralViewSet,
    "offers": placements.OfferViewSet,
    "approvals": placements.ApprovalRequestViewSet,
    "agreements": placements.PlacementAgreementViewSet,
    "placements": placements.PlacementViewSet,
    "forecasts": sufficiency.ForecastRunViewSet,
    "charges": reports.ChargeViewSet,
    "spend": reports.SpendViewSet,
    "papers": reports.PaperViewSet,
}
# A provider's own: address to the noun that its pages go by, and the view.
PORTAL = {
    "settings": ("home", provider_portal.OwnSettingViewSet),
    "vacancies": ("home_vacancy", provider_portal.VacancyViewSet),
    "referrals": ("referral", placement_portal.SentReferralViewSet),
    "offers": ("offer", placement_portal.OwnOfferViewSet),
}

router = SimpleRouter()
for address, viewset in ADDRESSES.items():
    router.register(address, viewset, basename=f"api_{address.replace('-', '_')}")
for address, (noun, viewset) in PORTAL.items():
    router.register(f"portal/{address}", viewset, basename=f"portal_{noun}_api")

urlpatterns = router.urls
