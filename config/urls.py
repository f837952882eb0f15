"""Every address of Hearth."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.pages.urls")),
    path("account/", include("allauth.urls")),
    path("", include("core.documents.urls")),
    path("", include("placements.urls")),
    path("", include("reports.urls")),
]
