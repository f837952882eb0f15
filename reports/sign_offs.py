"""Whose sign-off a section stands under. Pure."""

from collections.abc import Iterable

from authorities.choices import Role
from reports.formats import Section
from reports.life_choices import Topic

# The officers who answer for a section's words, and on what.
TOPIC_OF_OWNER = {
    "Finance": Topic.FINANCE,
    "Legal services": Topic.LEGAL,
    "Human resources": Topic.HR,
    "Equality lead": Topic.EQUALITY,
}


def topic_of(section: Section) -> Topic | None:
    """None where nobody need sign the section off."""
    return TOPIC_OF_OWNER.get(section.owner, Topic.OTHER) if section.sign_off else None


def usually_asked(sections: Iterable[Section]) -> dict[Topic, Role]:
    """Whom the format has each topic signed off by."""
    found: dict[Topic, Role] = {}
    for section in sections:
        if (topic := topic_of(section)) is not None and section.sign_off:
            found.setdefault(topic, section.sign_off)
    return found


def topics_needed(sections: Iterable[Section]) -> list[Topic]:
    """In the order of the list of topics."""
    found = {topic_of(section) for section in sections}
    return [topic for topic in Topic if topic in found]


def sections_under(topic: Topic, sections: Iterable[Section]) -> list[str]:
    """Keys of the sections a topic's sign-off stands for: those it signs and those its officers answer for.
    None, which is the whole paper, where there are none."""
    return [
        section.key
        for section in sections
        if topic_of(section) == topic or TOPIC_OF_OWNER.get(section.owner) == topic
    ]
