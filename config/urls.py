"""Every address of Hearth."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.pages.urls")),
    path("account/", include("allauth.urls")),
    path("", include("reports.urls")),
    path("", include("sufficiency.urls")),
]
