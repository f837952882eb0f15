"""Addresses of the contracts room."""

from django.urls import path

from contracts import keeping_urls
from contracts.views import (
    applications,
    billing,
    block_drafts,
    block_steps,
    block_use,
    blocks,
    homes,
    members,
    payments,
    providers,
    registers,
    spot,
    suspending,
    tasks,
    tool_forms,
    tool_pages,
)
from contracts.views.portal import admission, bills
from contracts.views.portal import blocks as blocks_of_provider
from contracts.views.portal import members as own_members

TOOL = "contracts/tools/<str:reference>/"

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
    path("portal/contracts/blocks/<str:reference>/", blocks_of_provider.portal_block, name="portal_block"),
    path(
        "portal/contracts/blocks/<str:reference>/leave/",
        blocks_of_provider.portal_block_leave,
        name="portal_block_leave",
    ),
    path(
        "portal/contracts/blocks/<str:reference>/new-terms/",
        blocks_of_provider.portal_block_terms,
        name="portal_block_terms",
    ),
    path("portal/statements/", bills.portal_bills, name="portal_bills"),
    path("portal/statements/<str:reference>/", bills.portal_bill, name="portal_bill"),
    path(
        "portal/statements/<str:reference>/lines/<str:number>/",
        bills.portal_bill_line,
        name="portal_bill_line",
    ),
    path("portal/statements/<str:reference>/answer/", bills.portal_bill_answer, name="portal_bill_answer"),
    path("portal/statements/<str:reference>/invoice/", bills.portal_bill_invoice, name="portal_bill_invoice"),
    path("contracts/spot/", spot.spot_market, name="spot_market"),
    path("contracts/tools/new/", tool_forms.tool_new, name="tool_new"),
    path(f"{TOOL}edit/", tool_forms.tool_edit, name="tool_edit"),
    path(f"{TOOL}rules/", tool_pages.tool_rules, name="tool_rules"),
    path(f"{TOOL}admission/", tool_pages.tool_admission, name="tool_admission"),
    *(page.path(f"{TOOL}{page.address}/") for page in tool_forms.PAGES),
    *applications.applications.paths("contracts/applications/"),
    *applications.PATHS,
    path("contracts/members/<str:reference>/", members.member_detail, name="member_detail"),
    path("contracts/members/<str:reference>/change/", members.member_change, name="member_change"),
    path("contracts/members/<str:reference>/tier/", members.member_tier, name="member_tier"),
    path("contracts/members/<str:reference>/price/", members.member_price, name="member_price"),
    path("contracts/additions/<str:reference>/", members.addition_decide, name="addition_decide"),
    *tasks.tasks.paths("contracts/tasks/"),
    path("contracts/tasks/<str:reference>/", tasks.task_detail, name="task_detail"),
    path("contracts/tasks/<str:reference>/take/", tasks.task_take, name="task_take"),
    path("contracts/tasks/<str:reference>/end/", tasks.task_end, name="task_end"),
    path("portal/tools/", admission.portal_tools, name="portal_tools"),
    path("portal/rounds/<str:reference>/", admission.portal_round_apply, name="portal_round_apply"),
    *admission.PATHS,
    path("portal/memberships/<str:reference>/", own_members.portal_member, name="portal_member"),
    path(
        "portal/memberships/<str:reference>/home/", own_members.portal_member_home, name="portal_member_home"
    ),
    path(
        "portal/memberships/<str:reference>/leave/",
        own_members.portal_member_leave,
        name="portal_member_leave",
    ),
    *keeping_urls.urlpatterns,
    path("providers/<str:reference>/", providers.provider_detail, name="provider_detail"),
]
