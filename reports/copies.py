"""The copies a paper is printed in: draft, public, and the one with its exempt part."""

from enum import StrEnum

from reports.exempt import Words


class Copy(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"
    FULL = "full"

    def words_of(self, words: Words) -> dict[str, str]:
        """The one place where what is printed is chosen: the public copy is made of public words alone, so
        that its figures, charts, tables and contents hold nothing else."""
        return words.public() if self is Copy.PUBLIC else words.full()

    def marking(self, words: Words) -> str:
        """What stands on every page of it."""
        if self is Copy.DRAFT:
            return "Draft: not for publication"
        if self is Copy.PUBLIC or not words.has_exempt:
            return "Public"
        return f"Not for publication: exempt, Schedule 12A paragraph {words.paragraph}"

    def ending(self, words: Words) -> str:
        """What the name of its file ends in, so that nobody publishes it by mistake."""
        return "-not-for-publication" if self is Copy.FULL and words.has_exempt else ""
