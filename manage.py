#!/usr/bin/env python
"""Hearth's command line."""

import os
import sys

# Commands that read and write files alone: without the apps and tables they start in a fifth of the time.
ON_FILES_ALONE = ("forecast_counts", "forecast_ssda903")


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in ON_FILES_ALONE:
        from sufficiency.management.files import run_alone

        return run_alone(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
