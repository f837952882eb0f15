"""Addresses of the sufficiency room."""

from django.urls import path

from sufficiency.views import market, pages

urlpatterns = [
    path("sufficiency/", pages.children_in_care, name="sufficiency"),
    path("sufficiency/beds/", pages.beds_and_need, name="beds_and_need"),
    path("sufficiency/market/", market.market, name="market"),
    path("sufficiency/market.csv", market.market_download, name="market_download"),
    path("sufficiency/forecast/", pages.forecast_latest, name="forecast"),
    path("sufficiency/forecast/new/", pages.forecast_new, name="forecast_new"),
    path("sufficiency/forecast/progress/<slug:job>/", pages.forecast_progress, name="forecast_progress"),
    path("sufficiency/forecast/<slug:reference>.csv", pages.forecast_download, name="forecast_download"),
]
