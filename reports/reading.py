"""A paper read as it prints: a kept version with its own figures, or a draft with those of today."""

from datetime import date
from typing import Any

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor, acting_as
from reports.document import PaperDocument, paper_document
from reports.figures import clerk_for, gather
from reports.models import Paper, PaperVersion
from reports.paper_charts import Picture, paper_charts
from reports.selectors.papers import words_of
from reports.words import keys_in
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import latest_run


def reading_of(actor: Actor, paper: Paper, version: PaperVersion) -> dict[str, Any]:
    """The document and its day. Charts are of the forecast and nights that stood when it was made."""
    figures = {figure.key: figure for figure in version.figures.all()}
    on = timezone.localdate(version.made_at)
    with acting_as(clerk_for(actor)) as clerk:
        pictures = pictures_of(paper, latest_run(clerk, at=version.made_at), on)
    return {"document": paper_document(paper, words_of(paper), figures, pictures), "on": on}


def draft_of(actor: Actor, paper: Paper, on: date) -> PaperDocument:
    """The words as they stand, with the figures and charts of a day."""
    words = words_of(paper)
    figures = gather(paper, actor, on, keys_in(words.values())).found
    with acting_as(clerk_for(actor)) as clerk:
        return paper_document(paper, words, figures, pictures_of(paper, latest_run(clerk), on))


def pictures_of(paper: Paper, run: ForecastRun | None, on: date) -> list[Picture]:
    """The charts of the paper's contract; none where it is about none."""
    if paper.block_contract is None:
        return []
    level = setting_value(paper.authority_id, SettingKey.SUPPRESS_UNDER, on=on)
    return paper_charts(paper.block_contract, run, on, hidden_under=level)
