"""Format D: the cabinet report with twelve numbered items and an appendix of implications."""

from authorities.choices import Role
from reports.choices import Numbering, PaperFormat
from reports.formats.common import (
    COMMISSIONING,
    DEMOCRATIC,
    HR,
    SUMMARY,
    A,
    B,
    equality,
    finance,
    legal,
)
from reports.formats.section import IF_WAIVED, Layout, Section

LAYOUT = Layout(
    PaperFormat.D,
    "Cabinet report",
    Numbering.SECTIONS,
    (
        ("meeting", "Meeting"),
        ("director", "Report of"),
        ("key", "Key decision"),
        ("reference", "Reference"),
        ("contact", "Contact"),
    ),
    (
        *SUMMARY,
        Section("divisions", "{Units} affected", B, DEMOCRATIC, "Paper"),
        Section("key", "Key decision", B, DEMOCRATIC, "Contract value against the council's money line"),
        Section("purpose", "Purpose of the report", B, COMMISSIONING, "Paper"),
        Section(
            "analysis", "Information and analysis", B, COMMISSIONING, "Care history, forecast and ledger"
        ),
        Section("consultation", "Consultation", B, COMMISSIONING, "Paper"),
        Section("alternatives", "Alternative options considered", B, COMMISSIONING, "Options weighed"),
        Section("implications", "Implications", B, COMMISSIONING, "Appendix 1"),
        Section("background", "Background papers", B, DEMOCRATIC, "Contract and earlier decisions"),
        Section("appendices", "Appendices", B, DEMOCRATIC, "Paper"),
        Section(
            "recommendations", "Recommendations", B, COMMISSIONING, "Contract and ceilings", may_go=False
        ),
        Section("reasons", "Reasons for the recommendations", B, COMMISSIONING, "Care history and ledger"),
        Section("call_in", "Is it necessary to waive the call-in period?", B, DEMOCRATIC, "Council settings"),
        Section("call_in_reason", "Why it is waived", B, DEMOCRATIC, "Paper", IF_WAIVED),
        finance("Financial", A),
        legal("Legal", A),
        Section("human_resources", "Human resources", A, HR, "Paper", sign_off=Role.HEAD_OF_SERVICE),
        equality("Equality", A),
        Section("priorities", "Corporate objectives and priorities", A, COMMISSIONING, "Council plan"),
    ),
)
