"""What a planner weighs: scenarios, their cost, blocks against spot, and need that was not met.

Pure calculations on the forecast's own simulated futures; no database, no clock. Pounds are exact where they
are prices (Decimal) and estimates where they are simulated (floats, rounded to whole pounds where shown).
"""
