"""Addresses of the contracts room."""

from django.urls import path

from contracts.views import blocks, homes, providers, registers, suspending

urlpatterns = [
    *homes.homes.paths("homes/"),
    path("homes/compare/", homes.home_compare, name="home_compare"),
    path("homes/searches/new/", homes.home_search_new, name="home_search_new"),
    path("homes/searches/forget/", homes.home_search_forget, name="home_search_forget"),
    path("homes/<str:urn>/suspend/", suspending.home_suspend, name="home_suspend"),
    *registers.blocks.paths("contracts/blocks/"),
    path("contracts/blocks/<str:reference>/", blocks.contract_detail, name="contract_detail"),
    *registers.tools.paths("contracts/tools/"),
    path("providers/<str:reference>/", providers.provider_detail, name="provider_detail"),
]
