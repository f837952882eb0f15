"""Format N: the members' briefing, its paragraphs numbered from first to last; it asks for no decision."""

from reports.choices import Numbering, PaperFormat
from reports.formats.common import COMMISSIONING, DEMOCRATIC, SUMMARY, B, C
from reports.formats.section import Layout, Section

LAYOUT = Layout(
    PaperFormat.N,
    "Members' briefing",
    Numbering.PARAGRAPHS,
    (("meeting", "For"), ("director", "From"), ("reference", "Reference")),
    (
        *SUMMARY,
        Section("introduction", "Introduction", B, COMMISSIONING, "Paper", may_go=False),
        Section("analysis", "What is needed and what it costs", B, COMMISSIONING, "Care history and ledger"),
        Section("models", "Models at this and other councils", B, COMMISSIONING, "Arrangements we know of"),
        Section("decommissioning", "Decommissioning arrangements", B, COMMISSIONING, "Contract terms"),
        Section("conclusion", "Conclusion", B, COMMISSIONING, "Options weighed", may_go=False),
        Section("background", "Supporting documents", C, DEMOCRATIC, "Contract and forecast"),
        Section("contact", "Contact", C, DEMOCRATIC, "Paper"),
    ),
)
