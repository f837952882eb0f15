"""A paper read as it prints: a kept version with its own figures, or a draft with those of today."""

from datetime import date
from typing import Any

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor, acting_as
from reports.copies import Copy, copy_of
from reports.document import PaperDocument
from reports.figures import clerk_for, gather
from reports.models import Paper, PaperVersion
from reports.paper_charts import Picture, paper_charts
from reports.selectors.papers import words_kept, words_now
from reports.words import keys_in
from sufficiency.models import ForecastRun
from sufficiency.selectors.forecasts import latest_run


def reading_of(actor: Actor, paper: Paper, version: PaperVersion, copy: Copy = Copy.FULL) -> dict[str, Any]:
    """The document and its day. Charts are of the forecast and nights that stood when it was made."""
    words = words_kept(version)
    figures = {figure.key: figure for figure in version.figures.all()}
    on = timezone.localdate(version.made_at)
    with acting_as(clerk_for(actor)) as clerk:
        pictures = pictures_of(paper, latest_run(clerk, at=version.made_at), on)
    return {
        "document": copy_of(paper, words, figures, pictures, copy),
        "on": on,
        "words": words,
        "copy": copy,
    }


def draft_of(actor: Actor, paper: Paper, on: date) -> PaperDocument:
    """The words as they stand, with the figures and charts of a day."""
    words = words_now(paper)
    figures = gather(paper, actor, on, keys_in(words.texts.values())).found
    with acting_as(clerk_for(actor)) as clerk:
        return copy_of(paper, words, figures, pictures_of(paper, latest_run(clerk), on), Copy.DRAFT)


def pictures_of(paper: Paper, run: ForecastRun | None, on: date) -> list[Picture]:
    """The charts of the paper's contract; none where it is about none."""
    if paper.block_contract is None:
        return []
    level = setting_value(paper.authority_id, SettingKey.SUPPRESS_UNDER, on=on)
    return paper_charts(paper.block_contract, run, on, hidden_under=level)
