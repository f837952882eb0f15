"""What a format says of one section."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from reports.models import Paper


class Place(StrEnum):
    """Where in the paper a section stands."""

    SUMMARY = "summary"  # the first page, for a reader with one minute
    BODY = "body"  # numbered
    APPENDIX = "appendix"  # appendix 1, lettered


def always(paper: Paper) -> bool:
    return True


@dataclass(frozen=True)
class Section:
    """``owner`` answers for the words, ``source`` says what they rest on. Numbers follow from the order."""

    key: str
    title: str
    place: Place
    owner: str
    source: str
    required_if: Callable[[Paper], bool] = always
