from reports.models.checking import Dismissal, OlderPaper
from reports.models.discussion import PaperComment, PaperReading
from reports.models.formats import CouncilFormat, CouncilLogo, PaperOption
from reports.models.life import CallIn, DecisionNotice, PaperAction, PaperDecision, SignOff
from reports.models.money import Outturn, OutturnItem, SpendReport, SpendSubscriber
from reports.models.paper import Paper, PaperFigure, PaperSection, PaperVersion
from reports.models.public import PublicNotice
from reports.models.statement import Statement

__all__ = [
    "CallIn",
    "CouncilFormat",
    "CouncilLogo",
    "DecisionNotice",
    "Dismissal",
    "OlderPaper",
    "Outturn",
    "OutturnItem",
    "Paper",
    "PaperAction",
    "PaperComment",
    "PaperDecision",
    "PaperFigure",
    "PaperOption",
    "PaperReading",
    "PaperSection",
    "PaperVersion",
    "PublicNotice",
    "SignOff",
    "SpendReport",
    "SpendSubscriber",
    "Statement",
]
