"""Addresses of the sufficiency room."""

from django.urls import path

from core.imports.pages import ImportPages
from sufficiency.imports.counts import COUNTS
from sufficiency.imports.returns import RETURNS
from sufficiency.views import blocks, history, links, market, pages, partners, scenarios, supply

urlpatterns = [
    path("sufficiency/", pages.children_in_care, name="sufficiency"),
    path("sufficiency/beds/", pages.beds_and_need, name="beds_and_need"),
    path("sufficiency/market/", market.market, name="market"),
    path("sufficiency/market.csv", market.market_download, name="market_download"),
    path("sufficiency/forecast/", pages.forecast_latest, name="forecast"),
    path("sufficiency/forecast/new/", pages.forecast_new, name="forecast_new"),
    path("sufficiency/forecast/progress/<slug:job>/", pages.forecast_progress, name="forecast_progress"),
    path("sufficiency/forecast/<slug:reference>.csv", pages.forecast_download, name="forecast_download"),
    path("sufficiency/partnership/", partners.partnership_outlook, name="partnership_outlook"),
    path(
        "sufficiency/partnership/<slug:reference>/<slug:counted>.csv",
        partners.partnership_download,
        name="partnership_download",
    ),
    path("sufficiency/charts/<slug:chart>.csv", supply.chart_download, name="sufficiency_chart"),
    path("sufficiency/supply/", supply.supply_page, name="supply"),
    path("sufficiency/unmet-need/", supply.unmet_need, name="unmet_need"),
    path("sufficiency/unmet-need.csv", supply.unmet_download, name="unmet_download"),
    path("sufficiency/scenarios/", scenarios.scenario_list, name="scenarios"),
    path("sufficiency/scenarios.csv", scenarios.scenarios_download, name="scenarios_download"),
    path("sufficiency/scenarios/new/", scenarios.scenario_new, name="scenario_new"),
    path("sufficiency/scenarios/<slug:reference>/", scenarios.scenario_detail, name="scenario_detail"),
    path(
        "sufficiency/scenarios/<slug:reference>/add/<slug:change>/",
        scenarios.scenario_change,
        name="scenario_change",
    ),
    path("sufficiency/scenarios/<slug:reference>/remove/", scenarios.scenario_remove, name="scenario_remove"),
    path("sufficiency/scenarios/<slug:reference>/retire/", scenarios.scenario_retire, name="scenario_retire"),
    path("sufficiency/scenarios/<slug:reference>/run/", scenarios.scenario_run, name="scenario_run"),
    path(
        "sufficiency/scenarios/<slug:reference>/progress/<slug:job>/",
        scenarios.scenario_progress,
        name="scenario_progress",
    ),
    path("sufficiency/block-or-spot/", blocks.appraisal_list, name="appraisals"),
    path("sufficiency/block-or-spot/new/", blocks.appraisal_new, name="appraisal_new"),
    path("sufficiency/block-or-spot/<slug:reference>/", blocks.appraisal_detail, name="appraisal_detail"),
    path(
        "sufficiency/block-or-spot/<slug:reference>.csv",
        blocks.appraisal_download,
        name="appraisal_download",
    ),
    path("sufficiency/history/", history.care_history, name="care_history"),
    path("sufficiency/history/comparison/", history.return_comparison, name="return_comparison"),
    path(
        "sufficiency/history/comparison.csv",
        history.return_comparison_download,
        name="return_comparison_download",
    ),
    path("sufficiency/history/who/", links.link_list, name="link_list"),
    path("sufficiency/history/who/new/", links.link_new, name="link_new"),
    path("sufficiency/history/who/<slug:reference>/take-back/", links.link_withdraw, name="link_withdraw"),
    *ImportPages(RETURNS).paths("sufficiency/history/returns/"),
    *ImportPages(COUNTS).paths("sufficiency/history/counts/"),
]
