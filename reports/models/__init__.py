from reports.models.checking import Dismissal, OlderPaper
from reports.models.money import Outturn, OutturnItem, SpendReport, SpendSubscriber
from reports.models.paper import Paper, PaperFigure, PaperSection, PaperVersion
from reports.models.statement import Statement

__all__ = [
    "Dismissal",
    "OlderPaper",
    "Outturn",
    "OutturnItem",
    "Paper",
    "PaperFigure",
    "PaperSection",
    "PaperVersion",
    "SpendReport",
    "SpendSubscriber",
    "Statement",
]
