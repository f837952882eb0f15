"""Addresses of the providers room."""

from django.urls import path

from providers.views import concerns, profile, quality, registers, reminder_links, suspensions, vacancies

urlpatterns = [
    path("homes/<str:urn>/suspend/", suspensions.home_suspend, name="home_suspend"),
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
    path("portal/vacancies/", vacancies.vacancy_list, name="vacancy_list"),
    path("portal/vacancies/<str:urn>/", vacancies.vacancy_report, name="vacancy_report"),
    path("portal/vacancies/<str:urn>/no-change/", vacancies.vacancy_confirm, name="vacancy_confirm"),
    path("portal/profile/", profile.provider_profile, name="provider_profile"),
    path("v/<str:token>/", reminder_links.vacancy_link, name="vacancy_link"),
    path("v/<str:token>/update/", reminder_links.vacancy_link_update, name="vacancy_link_update"),
]
