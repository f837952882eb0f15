"""Addresses of the contracts room."""

from django.urls import path

from contracts.views import billing, blocks, homes, payments, providers, registers
from contracts.views.portal import bills

urlpatterns = [
    *homes.homes.paths("homes/"),
    path("homes/compare/", homes.home_compare, name="home_compare"),
    path("homes/searches/new/", homes.home_search_new, name="home_search_new"),
    path("homes/searches/forget/", homes.home_search_forget, name="home_search_forget"),
    *registers.blocks.paths("contracts/blocks/"),
    path("contracts/blocks/<str:reference>/", blocks.contract_detail, name="contract_detail"),
    *registers.tools.paths("contracts/tools/"),
    *billing.statements.paths("money/statements/"),
    path("money/statements/<str:reference>/", billing.bill_detail, name="bill_detail"),
    path("money/statements/<str:reference>/lines/<str:number>/", billing.bill_line, name="bill_line"),
    path("money/statements/<str:reference>/invoice/", billing.bill_self, name="bill_self"),
    *billing.invoices.paths("money/invoices/"),
    path("money/invoices/<str:reference>/", billing.invoice_detail, name="invoice_detail"),
    path("money/payments/", payments.payments, name="payments"),
    path("money/payments/make/", payments.payments_make, name="payments_make"),
    path("money/payments/<str:reference>/", payments.payment_detail, name="payment_detail"),
    path("money/payments/<str:reference>/file.csv", payments.payment_file, name="payment_file"),
    path("money/creditors/", payments.creditors, name="creditors"),
    path("money/creditors/<str:reference>/", payments.creditor_edit, name="creditor_edit"),
    path("money/cost-centres/", payments.cost_centres, name="cost_centres"),
    path("portal/statements/", bills.portal_bills, name="portal_bills"),
    path("portal/statements/<str:reference>/", bills.portal_bill, name="portal_bill"),
    path(
        "portal/statements/<str:reference>/lines/<str:number>/",
        bills.portal_bill_line,
        name="portal_bill_line",
    ),
    path("portal/statements/<str:reference>/answer/", bills.portal_bill_answer, name="portal_bill_answer"),
    path("portal/statements/<str:reference>/invoice/", bills.portal_bill_invoice, name="portal_bill_invoice"),
    path("providers/<str:reference>/", providers.provider_detail, name="provider_detail"),
]
