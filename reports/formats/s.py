"""Format S: the cabinet report with grids, its implications answered in tables before the numbered text."""

from authorities.choices import Role
from reports.choices import Numbering, PaperFormat
from reports.formats.common import (
    COMMISSIONING,
    DEMOCRATIC,
    FINANCE,
    SUMMARY,
    B,
    O,
    equality,
    legal,
)
from reports.formats.section import Layout, Section

LAYOUT = Layout(
    PaperFormat.S,
    "Cabinet report with grids",
    Numbering.SECTIONS,
    (
        ("body", "Report to"),
        ("meeting_on", "Date of meeting"),
        ("title", "Subject"),
        ("director", "Report of"),
        ("divisions", "Wards affected"),
        ("portfolio", "Portfolio"),
        ("key", "Is this a key decision?"),
        ("forward_plan", "Included in the forward plan?"),
        ("exempt", "Exempt or confidential report?"),
    ),
    (
        *SUMMARY,
        Section("summary", "Summary", O, COMMISSIONING, "Paper"),
        Section(
            "recommendations",
            "Recommendations",
            O,
            COMMISSIONING,
            "Arrangement and ceilings",
            lettered=True,
            may_go=False,
        ),
        Section("reasons", "Reasons for the recommendations", O, COMMISSIONING, "Care history and ledger"),
        Section(
            "alternatives", "Alternative options considered and rejected, with risks", O, COMMISSIONING, "Options weighed"
        ),
        Section("costs", "What will it cost and how will it be financed?", O, FINANCE, "Parts A and B"),
        Section(
            "finance",
            "A. Revenue costs",
            O,
            FINANCE,
            "Ledger, budget and ceiling",
            sign_off=Role.FINANCE,
            under="costs",
        ),
        Section(
            "capital", "B. Capital costs", O, FINANCE, "Paper", sign_off=Role.FINANCE, under="costs"
        ),
        Section("implications", "Implications of the proposals", O, COMMISSIONING, "Parts below"),
        Section("resource", "Resource implications", O, FINANCE, "Paper", under="implications"),
        legal("Legal implications", O, under="implications"),
        equality("Equality implications", O, under="implications"),
        Section("climate", "Climate emergency implications", O, COMMISSIONING, "Paper", under="implications"),
        Section("priorities", "Contribution to the council's core purpose", O, COMMISSIONING, "Council plan"),
        Section("consultation", "What consultations have taken place, and when?", O, COMMISSIONING, "Parts A and B"),
        Section(
            "internal",
            "A. Internal consultations",
            O,
            DEMOCRATIC,
            "Sign-offs",
            under="consultation",
        ),
        Section("external", "B. External consultations", O, COMMISSIONING, "Paper", under="consultation"),
        Section("contact", "Contact officer", O, DEMOCRATIC, "Paper"),
        Section("appendices", "Appendices", O, DEMOCRATIC, "Paper"),
        Section("background", "Background papers", O, DEMOCRATIC, "Earlier decisions"),
        Section("analysis", "Background", B, COMMISSIONING, "Care history, ledger and supply"),
        Section("procurement", "Procurement", B, COMMISSIONING, "Arrangement and its lots"),
        Section("conclusion", "Conclusion", B, COMMISSIONING, "Options weighed"),
    ),
)
