"""A provider's pages: each reads through ``selectors.inbox`` and nothing else."""
