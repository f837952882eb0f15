"""Addresses of the providers room."""

from django.urls import path

from core.imports.pages import ImportPages
from providers.imports import OFSTED
from providers.views import (
    colleagues,
    companies,
    concerns,
    documents,
    profile,
    quality,
    registers,
    reminder_links,
    reregistrations,
    suspensions,
    vacancies,
    vacancy_table,
)

urlpatterns = [
    path("homes/<str:urn>/notice/", quality.home_notice, name="home_notice"),
    path("homes/<str:urn>/notice/end/", quality.home_notice_end, name="home_notice_end"),
    path("homes/<str:urn>/lift/", suspensions.home_lift, name="home_lift"),
    path("homes/<str:urn>/ratify/", suspensions.home_ratify, name="home_ratify"),
    path("homes/<str:urn>/concern/", quality.home_concern, name="home_concern"),
    path("homes/<str:urn>/visit/", quality.home_visit, name="home_visit"),
    path("homes/<str:urn>/reg44/", quality.home_reg44, name="home_reg44"),
    path("homes/<str:urn>/inspection/", quality.home_inspection, name="home_inspection"),
    path("quality/concerns/<str:reference>/", concerns.concern_detail, name="concern_detail"),
    path("quality/concerns/<str:reference>/move/", concerns.concern_move, name="concern_move"),
    path("quality/concerns/<str:reference>/note/", concerns.concern_note, name="concern_note"),
    path("quality/visits/<str:reference>/", concerns.visit_detail, name="visit_detail"),
    *registers.providers.paths("providers/"),
    *ImportPages(OFSTED).paths("register/lists/"),
    path("register/numbers/", reregistrations.reregistration_list, name="reregistration_list"),
    path(
        "register/numbers/<str:reference>/",
        reregistrations.reregistration_decide,
        name="reregistration_decide",
    ),
    path("portal/vacancies/", vacancies.vacancy_list, name="vacancy_list"),
    path("portal/vacancies/all/", vacancy_table.vacancy_table, name="vacancy_table"),
    path("portal/vacancies/upload/", vacancy_table.vacancy_upload, name="vacancy_upload"),
    path("portal/vacancies/template.csv", vacancy_table.vacancy_template, name="vacancy_template"),
    path("portal/vacancies/<str:urn>/", vacancies.vacancy_report, name="vacancy_report"),
    path("portal/vacancies/<str:urn>/no-change/", vacancies.vacancy_confirm, name="vacancy_confirm"),
    path("portal/profile/", profile.provider_profile, name="provider_profile"),
    path("portal/profile/documents/add/", documents.profile_document_add, name="profile_document_add"),
    path(
        "portal/profile/documents/<str:reference>/end/",
        documents.profile_document_end,
        name="profile_document_end",
    ),
    path("portal/people/", colleagues.colleague_list, name="colleague_list"),
    path("portal/people/companies/", companies.group_companies, name="group_companies"),
    path("portal/people/invite/", colleagues.colleague_invite, name="colleague_invite"),
    path("portal/people/<str:reference>/", colleagues.colleague_change, name="colleague_change"),
    path("portal/people/<str:reference>/end/", colleagues.colleague_end, name="colleague_end"),
    path(
        "portal/invitations/<str:reference>/withdraw/",
        colleagues.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("account/invitation/<str:secret>/", colleagues.invitation_accept, name="invitation_accept"),
    path("v/<str:token>/", reminder_links.vacancy_link, name="vacancy_link"),
    path("v/<str:token>/update/", reminder_links.vacancy_link_update, name="vacancy_link_update"),
]
