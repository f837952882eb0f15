"""Every address of Hearth."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("core.pages.urls")),
    path("", include("authorities.urls")),
    path("", include("placements.urls")),
    path("", include("reports.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("account/demo/", include("config.demo.urls")))
