"""What changed between two texts, word by word. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Past this many words a changed paragraph is shown whole: pairing its words would take too long.
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
    return before.split() != after.split()


def _pair(removed: str, added: str) -> Iterator[Change]:
    if removed:
        yield Change(Kind.REMOVED, removed)
    if added:
        yield Change(Kind.ADDED, added)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", old[a:b], new[c:d]
