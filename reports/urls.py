"""Addresses of the reports room."""

from django.urls import path, re_path

from reports.views import spend

MONTH = r"(?P<month>[0-9]{4}-[0-9]{2})"

urlpatterns = [
    path("spend/", spend.spend_latest, name="spend"),
    re_path(rf"^spend/{MONTH}/$", spend.spend_month, name="spend_month"),
    re_path(
        rf"^spend/{MONTH}/spend\.(?P<file_format>csv|xlsx)$", spend.spend_download, name="spend_download"
    ),
    re_path(rf"^spend/{MONTH}/of/(?P<reference>[A-Z0-9-]+)/$", spend.spend_source, name="spend_source"),
    re_path(
        rf"^spend/{MONTH}/(?P<by>[a-z]+)/(?P<key>[A-Za-z0-9_-]+)/$", spend.spend_group, name="spend_group"
    ),
]
