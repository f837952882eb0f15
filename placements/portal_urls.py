"""Addresses of a provider's pages about referrals, offers, agreements and placements."""

from django.urls import path

from placements.views.portal import (
    agreements,
    details,
    home,
    living,
    messages,
    monthly_reports,
    offers,
    referrals,
)

urlpatterns = [
    path("portal/", home.portal_home, name="portal_home"),
    path("portal/referrals/", referrals.portal_referrals, name="portal_referrals"),
    path("portal/referrals/<str:reference>/", referrals.portal_referral, name="portal_referral"),
    path("portal/referrals/<str:reference>/offer/", referrals.portal_offer, name="portal_offer"),
    path("portal/referrals/<str:reference>/decline/", referrals.portal_decline, name="portal_decline"),
    path("portal/referrals/<str:reference>/terms/", details.portal_terms, name="portal_referral_terms"),
    path("portal/referrals/<str:reference>/detail/", details.portal_detail, name="portal_referral_detail"),
    path(
        "portal/referrals/<str:reference>/deleted/",
        details.portal_copies_deleted,
        name="portal_referral_deleted",
    ),
    path("portal/reports/", monthly_reports.portal_reports, name="portal_reports"),
    path("portal/reports/<str:urn>/", monthly_reports.home_report_send, name="home_report_send"),
    path(
        "portal/referrals/<str:reference>/messages/",
        messages.portal_referral_messages,
        name="portal_referral_messages",
    ),
    path("portal/offers/", offers.portal_offers, name="portal_offers"),
    path("portal/offers/<str:reference>/", offers.portal_offer_detail, name="portal_offer_detail"),
    path(
        "portal/offers/<str:reference>/withdraw/", offers.portal_offer_withdraw, name="portal_offer_withdraw"
    ),
    path("portal/agreements/", agreements.portal_agreements, name="portal_agreements"),
    path("portal/agreements/<str:reference>/", agreements.portal_agreement, name="portal_agreement"),
    path("portal/placements/", agreements.portal_placements, name="portal_placements"),
    path(
        "portal/placements/<str:reference>/notice/",
        living.portal_placement_notice,
        name="portal_placement_notice",
    ),
    path(
        "portal/placements/<str:reference>/notice/withdraw/",
        living.portal_placement_notice_withdraw,
        name="portal_placement_notice_withdraw",
    ),
    path("portal/changes/<str:reference>/", living.portal_variation, name="portal_variation"),
    path("portal/placements/<str:reference>/", agreements.portal_placement, name="portal_placement"),
]
