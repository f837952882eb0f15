"""Format W: the officer decision report, for a decision taken under a delegation."""

from authorities.choices import Role
from reports.choices import Numbering, PaperFormat
from reports.formats.common import (
    COMMISSIONING,
    DEMOCRATIC,
    FINANCE,
    SUMMARY,
    B,
    C,
    F,
    equality,
    legal,
    optional,
)
from reports.formats.section import Layout, Section

LAYOUT = Layout(
    PaperFormat.W,
    "Officer decision report",
    Numbering.SECTIONS,
    (
        ("body", "Report to"),
        ("month", "Month"),
        ("director", "Report by"),
        ("divisions", "{Units} affected"),
        ("key", "Key decision"),
        ("reference", "Reference"),
    ),
    (
        *SUMMARY,
        Section("summary", "Summary", F, COMMISSIONING, "Arrangement, budget and term"),
        Section(
            "recommendations",
            "Recommendation",
            F,
            COMMISSIONING,
            "Arrangement and ceiling",
            lettered=True,
            may_go=False,
        ),
        Section("analysis", "Background and context", B, COMMISSIONING, "Lots, decisions, partners, use"),
        Section("proposal", "Proposal", B, COMMISSIONING, "Term and options to extend"),
        Section("alternatives", "Other options considered", B, COMMISSIONING, "Options weighed"),
        Section("consultation", "Consultation, engagement and advice", B, COMMISSIONING, "Paper"),
        Section("costs", "Finance", B, FINANCE, "Parts below"),
        Section(
            "finance",
            "Revenue consequences",
            B,
            FINANCE,
            "Budget, ledger and ceiling",
            sign_off=Role.FINANCE,
            under="costs",
        ),
        Section(
            "effect",
            "The effect of the proposal",
            B,
            FINANCE,
            "Ceiling and partners",
            sign_off=Role.FINANCE,
            under="costs",
        ),
        Section("risks", "Risk implications and mitigations", B, COMMISSIONING, "Paper"),
        Section("policy", "Policy alignment and compliance", B, COMMISSIONING, "Parts below"),
        legal("Legal implications", B, under="policy"),
        equality("Equality duty and human rights", B, under="policy"),
        Section("climate", "Climate change and sustainability", B, COMMISSIONING, "Paper", under="policy"),
        optional("social_value", "Social value", B, under="policy"),
        optional("crime", "Crime and disorder reduction", B, under="policy"),
        optional("public_health", "Public health", B, under="policy"),
        Section("signature", "Decision to be taken by", C, DEMOCRATIC, "Paper"),
        Section("contact", "Contact officer", C, DEMOCRATIC, "Paper"),
        Section("background", "Background papers", C, DEMOCRATIC, "Earlier decisions"),
    ),
)
