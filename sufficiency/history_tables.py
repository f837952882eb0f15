"""Tables of where care history comes from."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core import formats
from core.tables import Heading, Rows, link_to
from sufficiency.choices import PlacedWith
from sufficiency.models import ChildLink
from sufficiency.selectors.comparison import NOT_OFSTED, Differs
from sufficiency.selectors.history import YearTold
from sufficiency.selectors.links import Known

COMPARISON = (
    "Difference",
    "Child",
    "Code in the return",
    "Kind",
    "URN in the return",
    "Starts in the return",
    "Ends in the return",
    "Placement",
    "Agreement",
    "URN here",
    "Starts here",
    "Ends here",
    "What differs",
)


def source_rows(years: Sequence[YearTold]) -> Rows:
    """Each 31 March by source."""
    return Rows(
        [
            Heading("31 March"),
            Heading("Published", numeric=True),
            Heading("Returns", numeric=True),
            Heading("Own placements", numeric=True),
            Heading("Counted from"),
        ],
        [
            [
                str(told.year),
                *(_count(n) for n in (told.published, told.returned, told.own)),
                told.counted.label if told.counted else "Not counted",
            ]
            for told in years
        ],
    )


def known_rows(known: Iterable[Known]) -> Rows:
    """Children of the returns and whom they are taken for."""
    return Rows(
        [
            Heading("Code in the return"),
            Heading("Our child"),
            Heading("Born"),
            Heading("Placements", numeric=True),
            Heading("First begun"),
            Heading("Last begun"),
            Heading("Put right"),
        ],
        [
            [
                one.code,
                one.key or "Not known here",
                formats.month(one.birth_month),
                formats.count(one.placements),
                formats.short_day(one.first),
                formats.short_day(one.last),
                link_to(f"{reverse('link_new')}?{urlencode({'code': one.code})}", f"Say who {one.code} is"),
            ]
            for one in known
        ],
    )


def word_facts(word: ChildLink) -> list[tuple[str, str]]:
    """Who said it, when and why, and who took it back."""
    facts = [("Said", f"{word.made_by.name}, {formats.moment(word.made_at)}"), ("Why", word.why)]
    if word.withdrawn_by and word.withdrawn_at:
        facts.append(("Taken back", f"{word.withdrawn_by.name}, {formats.moment(word.withdrawn_at)}"))
    return facts


def comparison_rows(found: Iterable[Differs]) -> Rows:
    """On the page: who, what each side says, and what differs."""
    return Rows(
        [Heading("Child"), Heading("In the return"), Heading("Here"), Heading("What differs")],
        [[one.child, _returned(one), _here(one), one.says] for one in found],
    )


def comparison_file(found: Iterable[Differs]) -> list[list[Any]]:
    """Every column, for a spreadsheet."""
    return [
        [
            one.kind.label,
            one.child,
            *_facts(
                one.returned,
                lambda s: (
                    s.child_code,
                    PlacedWith(s.placement_type).label,
                    s.urn,
                    s.starts_on,
                    s.ends_on,
                ),
                5,
            ),
            *_facts(
                one.placement,
                lambda p: (p.reference, p.agreement.reference, p.setting.urn, p.starts_on, p.ends_on),
                5,
            ),
            one.says,
        ]
        for one in found
    ]


def _facts(side: Any, facts: Any, width: int) -> Sequence[Any]:
    return facts(side) if side is not None else [None] * width


def _returned(one: Differs) -> str:
    spell = one.returned
    if spell is None:
        return ""
    home = f", {spell.urn}" if spell.urn not in ("", NOT_OFSTED) else ""
    return f"{PlacedWith(spell.placement_type).label}{home}, {_days(spell.starts_on, spell.ends_on)}"


def _here(one: Differs) -> str:
    placement = one.placement
    if placement is None:
        return ""
    days = _days(placement.starts_on, placement.ends_on)
    return f"{placement.agreement.reference}, {placement.setting.urn}, {days}"


def _days(starts_on: Any, ends_on: Any) -> str:
    return f"from {formats.short_day(starts_on)}" + (f" to {formats.short_day(ends_on)}" if ends_on else "")


def _count(number: int | None) -> str:
    return "" if number is None else formats.count(number)
