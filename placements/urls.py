"""Addresses of the placements room."""

from django.urls import path

from placements.views import agreements, approvals, offers, placements, referrals, requests, sourcing

urlpatterns = [
    path("requests/", requests.request_queue, name="request_queue"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/new/known/", requests.request_find_child, name="request_find_child"),
    path("requests/new/for/<str:child>/", requests.request_new_for, name="request_new_for"),
    path("requests/<str:reference>/", requests.request_detail, name="request_detail"),
    path("requests/<str:reference>/child/", requests.request_child, name="request_child"),
    path("requests/<str:reference>/edit/", requests.request_edit, name="request_edit"),
    path("requests/<str:reference>/submit/", requests.request_submit, name="request_submit"),
    path("requests/<str:reference>/need/", requests.request_need, name="request_need"),
    path("requests/<str:reference>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("requests/<str:reference>/sourcing/", sourcing.sourcing, name="sourcing"),
    path("requests/<str:reference>/sourcing/start/", sourcing.sourcing_start, name="sourcing_start"),
    path("requests/<str:reference>/sourcing/close/", sourcing.sourcing_close, name="sourcing_close"),
    path("requests/<str:reference>/sourcing/refer/", sourcing.referral_new, name="referral_new"),
    path("referrals/<str:reference>/", referrals.referral_detail, name="referral_detail"),
    path("referrals/<str:reference>/clear/", referrals.referral_clear, name="referral_clear"),
    path("referrals/<str:reference>/reword/", referrals.referral_reword, name="referral_reword"),
    path("referrals/<str:reference>/send/", referrals.referral_send, name="referral_send"),
    path("referrals/<str:reference>/close/", referrals.referral_close, name="referral_close"),
    path("requests/<str:reference>/offers/", offers.request_offers, name="request_offers"),
    path("requests/<str:reference>/offers/open/", offers.request_offers_open, name="request_offers_open"),
    path("requests/<str:reference>/offers/back/", offers.request_offers_back, name="request_offers_back"),
    path("offers/<str:reference>/mark/", offers.offer_mark, name="offer_mark"),
    path("requests/<str:reference>/agreement/", agreements.request_agreement, name="request_agreement"),
    path("approvals/", approvals.approval_queue, name="approval_queue"),
    path("approvals/<str:reference>/", approvals.approval_detail, name="approval_detail"),
    path("agreements/<str:reference>/", agreements.agreement_detail, name="agreement_detail"),
    path("agreements/<str:reference>/issue/", agreements.agreement_issue, name="agreement_issue"),
    path("agreements/<str:reference>/progress/", agreements.agreement_progress, name="agreement_progress"),
    path("agreements/<str:reference>/sign/", agreements.agreement_sign, name="agreement_sign"),
    path("placements/", placements.placement_list, name="placement_list"),
    path("placements/file.<str:file_format>", placements.placement_download, name="placement_download"),
    path("placements/<str:reference>/", placements.placement_detail, name="placement_detail"),
    path("placements/<str:reference>/arrival/", placements.placement_arrival, name="placement_arrival"),
]
