"""Forms as the GOV.UK Design System draws them.

Any Django form renders so (``FORM_RENDERER``); a form may add ``looks`` (how a field is drawn) and
``sections`` (headed groups of fields). ``{% form_page form submit="Save" %}`` draws the whole form.
"""

from core.forms.fields import DateField, DateInputs, MoneyField, NumberField, reporting_to
from core.forms.pages import save_or_show
from core.forms.rendering import GovukBoundField, GovukRenderer, Look, Section
from core.forms.rows import offer_rows

__all__ = [
    "DateField",
    "DateInputs",
    "GovukBoundField",
    "GovukRenderer",
    "Look",
    "MoneyField",
    "NumberField",
    "Section",
    "offer_rows",
    "reporting_to",
    "save_or_show",
]
