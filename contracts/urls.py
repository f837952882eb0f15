"""Addresses of the contracts room."""

from django.urls import path

from contracts.views import blocks, providers, registers

urlpatterns = [
    *registers.blocks.paths("contracts/blocks/"),
    path("contracts/blocks/<str:reference>/", blocks.contract_detail, name="contract_detail"),
    *registers.tools.paths("contracts/tools/"),
    path("providers/<str:reference>/", providers.provider_detail, name="provider_detail"),
]
