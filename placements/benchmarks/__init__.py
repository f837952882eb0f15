"""What the placements room measures, a file for each."""

from placements.benchmarks import matching, uplifts

__all__ = ["matching", "uplifts"]
