from reports.models.paper import Paper, PaperFigure, PaperSection, PaperVersion

__all__ = ["Paper", "PaperFigure", "PaperSection", "PaperVersion"]
