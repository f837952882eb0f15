"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from reports.words import Block, blocks

# Past this many words a changed paragraph is shown whole, and past as many paragraphs the whole text: pairing
# them would take too long.
MOST_WORDS = 2_000


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    kind: Kind
    text: str


def changes(before: str, after: str) -> list[Change]:
    """Runs of words in order; nothing but ``SAME`` when the texts say the same."""
    old, new = _paragraphs(before), _paragraphs(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Change(Kind.SAME, after)] if old == new else list(_pair(before, after))
    found: list[Change] = []
    for same, was, now in _runs(old, new):
        joined = " ".join(was).split(), " ".join(now).split()
        if same:
            found.append(Change(Kind.SAME, "\n\n".join(now)))
        elif max(map(len, joined)) > MOST_WORDS:
            found += _pair(" ".join(was), " ".join(now))
        else:
            for alike, removed, added in _runs(*joined):
                if alike:
                    found.append(Change(Kind.SAME, " ".join(added)))
                else:
                    found += _pair(" ".join(removed), " ".join(added))
    return found


def has_changed(before: str, after: str) -> bool:
    """Whether they print otherwise: other words, or the same parted otherwise into paragraphs and bullets,
    which also moves what an ``{exempt}`` covers. Spaces and line breaks within one are nothing."""
    return _printed(before) != _printed(after)


def _printed(text: str) -> list[list[Block]]:
    lines = "\n".join(" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n"))
    return [list(blocks(chunk)) for chunk in re.split(r"\n{2,}", lines.strip("\n"))]


def _pair(removed: str, added: str) -> Iterator[Change]:
    if removed:
        yield Change(Kind.REMOVED, removed)
    if added:
        yield Change(Kind.ADDED, added)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield tag == "equal", old[a:b], new[c:d]
