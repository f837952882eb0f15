"""Addresses of the contracts room."""

from django.urls import path

from contracts.views import (
    block_drafts,
    block_steps,
    block_use,
    blocks,
    homes,
    providers,
    registers,
    suspending,
)

urlpatterns = [
    *homes.homes.paths("homes/"),
    path("homes/compare/", homes.home_compare, name="home_compare"),
    path("homes/searches/new/", homes.home_search_new, name="home_search_new"),
    path("homes/searches/forget/", homes.home_search_forget, name="home_search_forget"),
    path("homes/<str:urn>/suspend/", suspending.home_suspend, name="home_suspend"),
    *registers.blocks.paths("contracts/blocks/"),
    path("contracts/blocks/new/", block_drafts.contract_new, name="contract_new"),
    path("contracts/blocks/<str:reference>/edit/", block_drafts.contract_edit, name="contract_edit"),
    path("contracts/blocks/<str:reference>/use/", block_use.contract_use, name="contract_use"),
    path("contracts/blocks/<str:reference>/use.csv", block_use.contract_use_csv, name="contract_use_csv"),
    *block_steps.urlpatterns,
    path("contracts/blocks/<str:reference>/", blocks.contract_detail, name="contract_detail"),
    *registers.tools.paths("contracts/tools/"),
    path("providers/<str:reference>/", providers.provider_detail, name="provider_detail"),
]
