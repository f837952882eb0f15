"""Words a paper starts from; its writers change them. Numbers are tokens only.

What no record holds (consultation, equality, posts) is left to its owners.
"""

from reports.formats.words.starting import words_for
from reports.formats.words.weighing import cost_citations, cost_words, options_for

__all__ = ["cost_citations", "cost_words", "options_for", "words_for"]
