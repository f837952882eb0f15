"""What this room tells the rooms above."""

from django.dispatch import Signal

# A home's grade fell, its registration ended, it was suspended or a concern was raised: alerts were written.
quality_alerted = Signal()
