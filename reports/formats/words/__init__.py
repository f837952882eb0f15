"""Words a paper starts from; its writers change them. Numbers are tokens only.

What no record holds (consultation, equality, posts) is left to its owners.
"""

from reports.formats.words.starting import options_for, words_for

__all__ = ["options_for", "words_for"]
