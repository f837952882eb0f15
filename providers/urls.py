"""Addresses of the providers room."""

from django.urls import path

from providers.views import profile, registers, reminder_links, suspensions, vacancies

urlpatterns = [
    path("homes/<str:urn>/suspend/", suspensions.home_suspend, name="home_suspend"),
    path("homes/<str:urn>/lift/", suspensions.home_lift, name="home_lift"),
    *registers.providers.paths("providers/"),
    path("portal/vacancies/", vacancies.vacancy_list, name="vacancy_list"),
    path("portal/vacancies/<str:urn>/", vacancies.vacancy_report, name="vacancy_report"),
    path("portal/vacancies/<str:urn>/no-change/", vacancies.vacancy_confirm, name="vacancy_confirm"),
    path("portal/profile/", profile.provider_profile, name="provider_profile"),
    path("v/<str:token>/", reminder_links.vacancy_link, name="vacancy_link"),
    path("v/<str:token>/update/", reminder_links.vacancy_link_update, name="vacancy_link_update"),
]
