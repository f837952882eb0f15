"""Format D: the cabinet report with twelve numbered items and an appendix of implications."""

from reports.formats.section import Place, Section
from reports.models import Paper

COMMISSIONING, FINANCE, LEGAL = "Commissioning", "Finance", "Legal services"
HR, EQUALITY, DEMOCRATIC = "Human resources", "Equality lead", "Democratic services"


def _waived(paper: Paper) -> bool:
    return paper.call_in_waived


S, B, A = Place.SUMMARY, Place.BODY, Place.APPENDIX

SECTIONS = (
    Section("asked", "What is asked", S, COMMISSIONING, "Recommendations"),
    Section("cost", "How much, and from which budget", S, FINANCE, "Contract, ledger and budget"),
    Section("children", "What changes for children", S, COMMISSIONING, "Contract and care history"),
    Section("risk", "Main risk", S, COMMISSIONING, "Ledger and bed-nights"),
    Section("divisions", "Divisions affected", B, DEMOCRATIC, "Paper"),
    Section("key", "Key decision", B, DEMOCRATIC, "Contract value against the council's money line"),
    Section("purpose", "Purpose of the report", B, COMMISSIONING, "Paper"),
    Section("analysis", "Information and analysis", B, COMMISSIONING, "Care history, forecast and ledger"),
    Section("consultation", "Consultation", B, COMMISSIONING, "Paper"),
    Section("alternatives", "Alternative options considered", B, COMMISSIONING, "Ledger and bed-nights"),
    Section("implications", "Implications", B, COMMISSIONING, "Appendix 1"),
    Section("background", "Background papers", B, DEMOCRATIC, "Contract and earlier decisions"),
    Section("appendices", "Appendices", B, DEMOCRATIC, "Paper"),
    Section("recommendations", "Recommendations", B, COMMISSIONING, "Contract and ceilings"),
    Section("reasons", "Reasons for the recommendations", B, COMMISSIONING, "Care history and ledger"),
    Section("call_in", "Is it necessary to waive the call-in period?", B, DEMOCRATIC, "Council settings"),
    Section("call_in_reason", "Why it is waived", B, DEMOCRATIC, "Paper", _waived),
    Section("finance", "Financial", A, FINANCE, "Contract, ledger and budget"),
    Section("legal", "Legal", A, LEGAL, "Contract and statute"),
    Section("human_resources", "Human resources", A, HR, "Paper"),
    Section("equality", "Equality", A, EQUALITY, "Equality analysis"),
    Section("priorities", "Corporate objectives and priorities", A, COMMISSIONING, "Council plan"),
)
