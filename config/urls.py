"""Every address of Hearth."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.home import home
from core.api.schema import Schema

urlpatterns = [
    path("", home, name="home"),
    path("", include("core.pages.urls")),
    path("", include("core.documents.urls")),
    path("", include("authorities.urls")),
    path("", include("providers.urls")),
    path("", include("contracts.urls")),
    path("", include("placements.urls")),
    path("", include("placements.portal_urls")),
    path("", include("sufficiency.urls")),
    path("", include("reports.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/schema/", Schema.as_view(), name="api_schema"),
    path("api/v1/", include("config.api_urls")),
]
if settings.DEMO:
    urlpatterns.append(path("account/demo/", include("config.demo.urls")))
