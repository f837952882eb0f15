"""Whose sign-off a section stands under. Pure."""

from collections.abc import Iterable

from authorities.choices import Role
from reports.formats import Section
from reports.life_choices import Topic

# The officers who answer for a section's words are those who sign it off.
TOPIC_OF_OWNER = {
    "Finance": Topic.FINANCE,
    "Legal services": Topic.LEGAL,
    "Human resources": Topic.HR,
    "Equality lead": Topic.EQUALITY,
}
# Whom a topic is asked of where a role answers for it; the others are asked of a person by name.
USUALLY_ASKED: dict[Topic, Role] = {Topic.FINANCE: Role.FINANCE, Topic.LEGAL: Role.LEGAL}


def topic_of(section: Section) -> Topic | None:
    return TOPIC_OF_OWNER.get(section.owner)


def topics_needed(sections: Iterable[Section]) -> list[Topic]:
    """In the order of the list of topics."""
    found = {topic_of(section) for section in sections}
    return [topic for topic in Topic if topic in found]


def sections_under(topic: Topic, sections: Iterable[Section]) -> list[str]:
    """Keys of the sections a topic's sign-off stands for; none (the whole paper) where it has none."""
    return [section.key for section in sections if topic_of(section) == topic]
