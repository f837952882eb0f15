"""The layout a paper is made by: the product's own, a council's over it, or the one a version kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from authorities.choices import Role, SettingKey
from authorities.selectors.settings import setting_value
from reports.choices import Numbering, PaperFormat
from reports.formats import d, k, n, s, w
from reports.formats.section import ALWAYS, CONDITIONS, Layout, Place, Section
from reports.models import CouncilFormat

PRODUCT: dict[PaperFormat, Layout] = {each.LAYOUT.paper_format: each.LAYOUT for each in (d, n, k, s, w)}
UNITS = "{Units}"


def council_format(authority_id: int, paper_format: str) -> CouncilFormat | None:
    """The council's newest own version, if it has one."""
    own = CouncilFormat.objects.filter(authority_id=authority_id, paper_format=paper_format)
    return own.order_by("-number").first()


def layout_for(authority_id: int, paper_format: str) -> Layout:
    """The council's own, or the product's in the council's terms."""
    own = council_format(authority_id, paper_format)
    if own is None:
        return product_layout(authority_id, paper_format)
    kept = {
        "name": own.name,
        "numbering": own.numbering,
        "facts": own.facts,
        "sections": own.sections,
    }
    return layout_from(PaperFormat(paper_format), kept)


def product_layout(authority_id: int, paper_format: str) -> Layout:
    """The product's, in the council's terms."""
    units = setting_value(authority_id, SettingKey.ELECTORAL_UNIT, on=timezone.localdate())
    return in_terms(PRODUCT[PaperFormat(paper_format)], units)


def in_terms(layout: Layout, units: str) -> Layout:
    """With the council's own word for its electoral units in titles and labels."""

    def put(text: str) -> str:
        return text.replace(UNITS, units[:1].upper() + units[1:])

    return replace(
        layout,
        facts=tuple((fact, put(label)) for fact, label in layout.facts),
        sections=tuple(replace(section, title=put(section.title)) for section in layout.sections),
    )


def kept_layout(layout: Layout) -> dict[str, Any]:
    """As plain data, to be kept with a version or as a council's own."""
    return {
        "name": layout.name,
        "numbering": layout.numbering.value,
        "facts": [list(fact) for fact in layout.facts],
        "sections": [_kept(section) for section in layout.sections],
    }


def layout_from(paper_format: PaperFormat, kept: Mapping[str, Any]) -> Layout:
    """Back from ``kept_layout``; nothing kept is the product's own."""
    if not kept:
        return PRODUCT[paper_format]
    return Layout(
        paper_format,
        kept["name"],
        Numbering(kept["numbering"]),
        tuple((fact, label) for fact, label in kept["facts"]),
        tuple(_section(each) for each in kept["sections"]),
    )


def _kept(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "place": section.place.value,
        "owner": section.owner,
        "source": section.source,
        "required_if": section.required_if.name,
        "sign_off": section.sign_off.value if section.sign_off else "",
        "under": section.under,
        "lettered": section.lettered,
        "may_go": section.may_go,
        "used": section.used,
    }


def _section(kept: Mapping[str, Any]) -> Section:
    return Section(
        kept["key"],
        kept["title"],
        Place(kept["place"]),
        kept["owner"],
        kept["source"],
        CONDITIONS.get(kept["required_if"], ALWAYS),
        Role(kept["sign_off"]) if kept["sign_off"] else None,
        kept["under"],
        kept["lettered"],
        kept["may_go"],
        kept["used"],
    )
