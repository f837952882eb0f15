"""Addresses of the reports room."""

from django.urls import path, re_path

from reports.views import (
    checking,
    consulting,
    deciding,
    discussing,
    formats,
    outturns,
    oversight,
    paper_actions,
    papers,
    public_plan,
    publishing,
    spend,
    statements,
    withdrawing,
    writing,
)

FINDING = r"(?P<kind>draft|older)/(?P<reference>[A-Za-z0-9-]+)/findings/(?P<fingerprint>[0-9a-f]{24})"
MONTH = r"(?P<month>[0-9]{4}-[0-9]{2})"

PAPER_LIFE = [
    path(f"papers/<slug:reference>/{address}", view, name=name)
    for address, view, name in (
        ("facts/", consulting.paper_facts, "paper_facts"),
        ("exempt/", consulting.paper_exempt, "paper_exempt"),
        ("consultation/", consulting.paper_consultation, "paper_consultation"),
        ("sign-offs/<slug:topic>/", consulting.paper_sign_off, "paper_sign_off"),
        ("sign-offs/<slug:topic>/withdraw/", consulting.paper_sign_off_withdraw, "paper_sign_off_withdraw"),
        ("clear/", consulting.paper_clear, "paper_clear"),
        ("withdraw/", withdrawing.paper_withdraw, "paper_withdraw"),
        ("revise/", consulting.paper_revise, "paper_revise"),
        ("comments/", discussing.paper_comments, "paper_comments"),
        ("versions/", discussing.paper_versions, "paper_versions"),
        ("versions/<int:older>/<int:newer>/", discussing.paper_changes, "paper_changes"),
        ("notice/", publishing.paper_notice, "paper_notice"),
        ("publish/", publishing.paper_publish, "paper_publish"),
        ("brief/", deciding.paper_brief, "paper_brief"),
        ("decide/", deciding.paper_decide, "paper_decide"),
        ("decision/", deciding.paper_decision, "paper_decision"),
        ("decision/publish/", deciding.paper_decision_publish, "paper_decision_publish"),
        ("call-in/", deciding.paper_call_in, "paper_call_in"),
        ("actions/", paper_actions.paper_actions, "paper_actions"),
        ("actions/<slug:action>/", paper_actions.paper_action, "paper_action"),
    )
]

urlpatterns = [
    path("papers/", papers.paper_list, name="papers"),
    path("papers/new/", papers.paper_new, name="paper_new"),
    path("papers/timetable/", papers.paper_timetable, name="paper_timetable"),
    path("papers/waiting/", paper_actions.papers_waiting, name="papers_waiting"),
    path("papers/forward-plan/", publishing.forward_plan_page, name="forward_plan"),
    path("papers/forward-plan.<str:file_format>", publishing.forward_plan_file, name="forward_plan_file"),
    path("forward-plans/", public_plan.public_plans, name="public_plans"),
    path("forward-plans/<str:code>/", public_plan.public_plan, name="public_plan"),
    path("forward-plans/<str:code>/forward-plan.csv", public_plan.public_plan_file, name="public_plan_file"),
    path("papers/older/", checking.older_papers, name="older_papers"),
    path("papers/older/new/", checking.older_paper_new, name="older_paper_new"),
    path("papers/older/<slug:reference>/", checking.older_paper, name="older_paper"),
    re_path(rf"^papers/{FINDING}/dismiss/$", checking.finding_dismiss, name="finding_dismiss"),
    re_path(rf"^papers/{FINDING}/restore/$", checking.finding_restore, name="finding_restore"),
    path("papers/formats/", formats.paper_formats, name="paper_formats"),
    path("papers/formats/logo/", formats.paper_logo, name="paper_logo"),
    path("papers/formats/logo/drop/", formats.paper_logo_drop, name="paper_logo_drop"),
    path("papers/formats/<slug:paper_format>/", formats.paper_format, name="paper_format"),
    path("papers/formats/<slug:paper_format>/terms/", formats.format_terms, name="format_terms"),
    path("papers/formats/<slug:paper_format>/restore/", formats.format_restore, name="format_restore"),
    path("papers/formats/<slug:paper_format>/add/", formats.format_section_new, name="format_section_new"),
    path(
        "papers/formats/<slug:paper_format>/sections/<slug:key>/",
        formats.format_section,
        name="format_section",
    ),
    path("papers/<slug:reference>/options/", writing.paper_options, name="paper_options"),
    path("papers/<slug:reference>/options/<slug:option>/", writing.paper_option, name="paper_option"),
    path("papers/<slug:reference>/figures/", writing.paper_figures, name="paper_figures"),
    path("papers/<slug:reference>/draft/", writing.paper_draft, name="paper_draft"),
    path("papers/<slug:reference>/paper.docx", papers.paper_word, name="paper_word"),
    path("papers/<slug:reference>/check/", checking.paper_check, name="paper_check"),
    path("papers/<slug:reference>/", papers.paper_detail, name="paper_detail"),
    path("papers/<slug:reference>/sections/<slug:key>/", papers.paper_section, name="paper_section"),
    path("papers/<slug:reference>/make/", papers.paper_make, name="paper_make"),
    path("papers/<slug:reference>/progress/<slug:job>/", papers.paper_progress, name="paper_progress"),
    path("papers/<slug:reference>/read/", papers.paper_read, name="paper_read"),
    path("papers/<slug:reference>/version-<int:number>.pdf", papers.paper_document, name="paper_document"),
    *PAPER_LIFE,
    path("statements/", statements.statement_list, name="statements"),
    path("statements/new/", statements.statement_new, name="statement_new"),
    path("statements/progress/<slug:job>/", statements.statement_progress, name="statement_progress"),
    path("outturn/", outturns.outturn, name="outturn"),
    path("outturn/make/", outturns.outturn_make, name="outturn_make"),
    path("outturn/budgets/", outturns.budget_set, name="budget_set"),
    path("outturn/of/<slug:category>/", outturns.outturn_lines, name="outturn_lines"),
    path("late-entry/", oversight.late_entry, name="late_entry"),
    path("publication/", oversight.publication, name="publication"),
    path(
        "publication/contracts.<str:file_format>",
        oversight.publication_contracts,
        name="publication_contracts",
    ),
    re_path(
        rf"^publication/{MONTH}/spend\.(?P<file_format>csv|xlsx)$",
        oversight.publication_spend,
        name="publication_spend",
    ),
    path("spend/", spend.spend_latest, name="spend"),
    path("spend/subscribe/", spend.spend_subscribe, name="spend_subscribe"),
    path("spend/progress/<slug:job>/", spend.spend_report_progress, name="spend_report_progress"),
    re_path(rf"^spend/{MONTH}/report/$", spend.spend_report, name="spend_report"),
    re_path(rf"^spend/{MONTH}/$", spend.spend_month, name="spend_month"),
    re_path(
        rf"^spend/{MONTH}/spend\.(?P<file_format>csv|xlsx)$", spend.spend_download, name="spend_download"
    ),
    re_path(rf"^spend/{MONTH}/of/(?P<reference>[A-Z0-9-]+)/$", spend.spend_source, name="spend_source"),
    re_path(
        rf"^spend/{MONTH}/(?P<by>[a-z_]+)/(?P<key>[A-Za-z0-9_-]+)/$", spend.spend_group, name="spend_group"
    ),
]
