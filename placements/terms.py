"""The terms on which a provider may read a child's detailed profile. Words, and the edition they are."""

EDITION = "2026-11"

TERMS = (
    "You read this profile only to decide whether your home can meet the child’s needs, and to plan care.",
    "Only people who take part in that decision may read it. You do not pass it to any other organisation.",
    "You keep it secure, and do not try to find out who the child is.",
    "When the search closes you delete every copy within five working days, and confirm here that you have.",
    "You tell the council within 24 hours if it may have been lost or seen by somebody who should not have.",
)
