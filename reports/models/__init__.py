from reports.models.checking import Dismissal, OlderPaper
from reports.models.formats import CouncilFormat, CouncilLogo, PaperOption
from reports.models.money import Outturn, OutturnItem, SpendReport, SpendSubscriber
from reports.models.paper import Paper, PaperFigure, PaperSection, PaperVersion
from reports.models.statement import Statement

__all__ = [
    "CouncilFormat",
    "CouncilLogo",
    "Dismissal",
    "OlderPaper",
    "Outturn",
    "OutturnItem",
    "Paper",
    "PaperFigure",
    "PaperOption",
    "PaperSection",
    "PaperVersion",
    "SpendReport",
    "SpendSubscriber",
    "Statement",
]
