"""Addresses of the sufficiency room."""

from django.urls import path

from core.imports.pages import ImportPages
from sufficiency.imports.counts import COUNTS
from sufficiency.imports.returns import RETURNS
from sufficiency.views import history, market, pages

urlpatterns = [
    path("sufficiency/", pages.children_in_care, name="sufficiency"),
    path("sufficiency/beds/", pages.beds_and_need, name="beds_and_need"),
    path("sufficiency/market/", market.market, name="market"),
    path("sufficiency/market.csv", market.market_download, name="market_download"),
    path("sufficiency/forecast/", pages.forecast_latest, name="forecast"),
    path("sufficiency/forecast/new/", pages.forecast_new, name="forecast_new"),
    path("sufficiency/forecast/progress/<slug:job>/", pages.forecast_progress, name="forecast_progress"),
    path("sufficiency/forecast/<slug:reference>.csv", pages.forecast_download, name="forecast_download"),
    path("sufficiency/history/", history.care_history, name="care_history"),
    path("sufficiency/history/comparison/", history.return_comparison, name="return_comparison"),
    path(
        "sufficiency/history/comparison.csv",
        history.return_comparison_download,
        name="return_comparison_download",
    ),
    *ImportPages(RETURNS).paths("sufficiency/history/returns/"),
    *ImportPages(COUNTS).paths("sufficiency/history/counts/"),
]
