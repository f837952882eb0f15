"""A kept version read again: its words, its own figures, and charts of the records it was made from."""

from typing import Any

from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor, acting_as
from reports.document import paper_document
from reports.figures import clerk_for
from reports.models import Paper, PaperVersion
from reports.paper_charts import paper_charts
from reports.selectors.papers import words_of
from sufficiency.selectors.forecasts import latest_run


def reading_of(actor: Actor, paper: Paper, version: PaperVersion) -> dict[str, Any]:
    """The document and its day. Charts are of the forecast and nights that stood when it was made."""
    figures = {figure.key: figure for figure in version.figures.all()}
    on = timezone.localdate(version.made_at)
    contract = paper.block_contract
    level = setting_value(paper.authority_id, SettingKey.SUPPRESS_UNDER, on=on)
    with acting_as(clerk_for(actor)) as clerk:
        run = latest_run(clerk, at=version.made_at)
        pictures = paper_charts(contract, run, on, hidden_under=level) if contract else []
    return {"document": paper_document(paper, words_of(paper), figures, pictures), "on": on}
