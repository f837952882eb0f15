"""What the placements room measures, a file for each."""

from placements.benchmarks import matching, spend, uplifts

__all__ = ["matching", "spend", "uplifts"]
