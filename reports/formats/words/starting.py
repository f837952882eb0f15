"""Putting the starting words of one paper together."""

import re
from collections.abc import Callable, Collection

from authorities.choices import ServiceCategory
from reports.choices import PaperFormat
from reports.formats.section import Section
from reports.formats.words import block, care, need, tool
from reports.formats.words.sections import COMMON, OF_FORMAT
from reports.key_decisions import KeyRule
from reports.models import Paper

PASSAGE = re.compile(r"<([a-z_]+)>")
EVERYWHERE = {
    "need": need.NEED,
    "market": need.MARKET,
    "spot": need.SPOT,
    "capacity": need.CAPACITY,
    "law": need.LAW,
    "priorities": need.PRIORITIES,
}


def words_for(
    paper: Paper,
    sections: Collection[Section],
    *,
    child_label: str,
    rule: KeyRule,
    can_be_given: Callable[[str], bool],
) -> dict[str, str]:
    """Text by section key. ``can_be_given`` says of a paragraph's text whether the records hold its figures
    and drawings; paragraphs that are only for where they do are left out otherwise."""
    of_subject = _subject(paper)
    facts = _facts(paper, child_label, rule)
    passages = {**EVERYWHERE, **of_subject, "key": _key(paper, of_subject), "call_in": _call_in(paper)}
    written = {**COMMON, **OF_FORMAT.get(PaperFormat(paper.paper_format), {})}
    written["call_in_reason"] = paper.call_in_reason

    def text_of(key: str) -> str:
        text = PASSAGE.sub(lambda found: passages[found[1]].strip(), written.get(key, ""))
        for _ in range(2):  # facts may hold facts
            for name, fact in facts.items():
                text = text.replace(f"{{{name}}}", fact)
        return _chosen(text, can_be_given)

    return {section.key: text_of(section.key) for section in sections}


def _chosen(text: str, can_be_given: Callable[[str], bool]) -> str:
    """Optional paragraphs kept or left out. Lines are broken in the code for its reader only."""
    kept: list[str] = []
    last_was_kept = False
    for chunk in re.split(r"\n\s*\n", text.strip()):
        paragraph = re.sub(r"(?<!\n)\n(?!\n|- |\|)", " ", chunk.strip())
        mark, _, rest = paragraph.partition(" ") if paragraph.startswith("?") else ("", "", paragraph)
        if mark:
            last_was_kept = (mark == "?" or not last_was_kept) and can_be_given(rest)
            if not last_was_kept:
                continue
        if rest:
            kept.append(rest)
    return "\n\n".join(kept)


def _subject(paper: Paper) -> dict[str, str]:
    if paper.block_contract_id:
        return block.WORDS
    return tool.WORDS if paper.tool_id else care.WORDS


def _facts(paper: Paper, child_label: str, rule: KeyRule) -> dict[str, str]:
    about = paper.block_contract or paper.tool
    decision = about.decision_reference if about else ""
    return {
        "thing": _subject(paper)["thing"],
        "regime": _subject(paper)["regime"],
        "body": paper.body,
        "decider": _decider(paper),
        "title": paper.title,
        "director": paper.reporting_director.lower(),
        "divisions": paper.divisions_affected,
        "contact": paper.contact,
        "contract": about.reference if about else "",
        "name": about.name if about else "",
        "kind": paper.tool.get_tool_type_display().lower() if paper.tool else "",
        "law": about.get_regime_display() if about else "",
        "notice": str(paper.block_contract.no_fault_months) if paper.block_contract else "",
        "decision": f", agreed by decision {decision}" if decision else "",
        "category": ServiceCategory(paper.category).label.lower() if paper.category else "children's care",
        "label": child_label,
        "units": rule.unit,
        "over_line": "Yes" if paper.is_key else "No",
        "communities_row": _communities(paper, rule),
        "key_value": "{figure:own_ceiling}",
    }


def _communities(paper: Paper, rule: KeyRule) -> str:
    """The criterion as a row of its own, where the council has one."""
    if not rule.divisions:
        return ""
    met = "Yes" if rule.by_divisions(paper.divisions_significant) else "No"
    return f"\n| Communities in {rule.divisions_words} are significantly affected | {met} |"


def _decider(paper: Paper) -> str:
    """Who decides, as it stands in a sentence."""
    one = paper.paper_format in (PaperFormat.K, PaperFormat.W)
    return f"the {paper.body[:1].lower()}{paper.body[1:]}" if one else paper.body


def _key(paper: Paper, subject: dict[str, str]) -> str:
    amount = subject["key_amount"]
    if not amount or paper.paper_format == PaperFormat.N:
        return "No. Nothing is decided on this paper."
    if paper.is_key:
        return (
            f"Yes. The ceiling of {amount} over the full term is beyond the council's line for a key"
            f" decision, {{figure:key_amount}}. {need.TIMES.strip()}"
        )
    return f"No. The ceiling of {amount} is within the line for a key decision, {{figure:key_amount}}."


def _call_in(paper: Paper) -> str:
    return "Yes." if paper.call_in_waived else need.CALL_IN
