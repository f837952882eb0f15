"""Format K: the record of a decision taken by one member, as it is published."""

from reports.choices import Numbering, PaperFormat
from reports.formats.common import (
    COMMISSIONING,
    DEMOCRATIC,
    SUMMARY,
    B,
    C,
    equality,
    finance,
    legal,
)
from reports.formats.section import NEVER, Layout, Section

# What the record of an executive decision must hold: Executive Arrangements Regulations 2012, regulation 12.
LAYOUT = Layout(
    PaperFormat.K,
    "Record of decision",
    Numbering.NONE,
    (("body", "Decision taken by"), ("reference", "Decision number"), ("key", "Key decision")),
    (
        *SUMMARY,
        Section("publication", "For publication", B, DEMOCRATIC, "Paper"),
        Section("key", "Key decision criteria", B, DEMOCRATIC, "Contract value against the money line"),
        Section("subject", "Subject matter", B, COMMISSIONING, "Paper"),
        Section(
            "recommendations",
            "Decision",
            B,
            COMMISSIONING,
            "Contract and ceilings",
            lettered=True,
            may_go=False,
        ),
        Section("reasons", "Reasons for decision", B, COMMISSIONING, "Care history and ledger", may_go=False),
        Section("analysis", "Background", B, COMMISSIONING, "Programme, cohort, capacity and use"),
        Section("options", "Options", B, COMMISSIONING, "Options weighed"),
        finance("Financial implications", B),
        legal("Legal implications", B),
        equality("Equality implications", B),
        Section("urgency", "Reason for urgency", B, DEMOCRATIC, "Paper", NEVER),
        Section("consultation", "Cabinet committee and other consultation", B, DEMOCRATIC, "Paper"),
        Section(
            "alternatives",
            "Alternatives considered and rejected",
            B,
            COMMISSIONING,
            "Options weighed",
            may_go=False,
        ),
        Section(
            "interests",
            "Interests declared and any dispensation granted",
            B,
            DEMOCRATIC,
            "Declarations",
            may_go=False,
        ),
        Section("signature", "Signed", C, DEMOCRATIC, "Paper"),
    ),
)
