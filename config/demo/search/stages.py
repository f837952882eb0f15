"""How far a search has come, as the steps that took it there."""

from collections.abc import Callable
from typing import Final

from config.demo.search.agreeing import approve, issue, sign
from config.demo.search.asking import agree, pause, raise_it, send_back, submit, take_higher, withdraw
from config.demo.search.choosing import award, choose, compare, mark_alone
from config.demo.search.providers import ask_providers, hear_back, look_inward, shortlist
from config.demo.search.story import Search

Step = Callable[[Search], None]

_ASKED: Final = (raise_it, submit)
_SOUGHT: Final = (*_ASKED, agree, look_inward, ask_providers)
_ANSWERED: Final = (*_SOUGHT, hear_back)
_CHOSEN: Final = (*_ANSWERED, compare, choose)
_AGREED: Final = (*_CHOSEN, approve, issue)
STAGES: Final[dict[str, tuple[Step, ...]]] = {
    "draft": (raise_it,),
    "submitted": _ASKED,
    "returned": (*_ASKED, send_back),
    "need_agreed": (*_ASKED, agree),
    "sourcing": (*_ASKED, agree, look_inward),
    "referred": _SOUGHT,
    "answered": _ANSWERED,
    "shortlisted": (*_ANSWERED, shortlist),
    "held": (*_SOUGHT, pause),
    "escalated": (*_SOUGHT, take_higher),
    "half_marked": (*_ANSWERED, mark_alone),
    "compared": (*_ANSWERED, compare),
    "awarded": (*_ANSWERED, award),
    "chosen": _CHOSEN,
    "approved": (*_CHOSEN, approve),
    "issued": _AGREED,
    "placed": (*_AGREED, sign),
    "withdrawn": (*_ASKED, agree, withdraw),
}
