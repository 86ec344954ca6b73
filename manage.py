#!/usr/bin/env python
"""Django's command line for the portal platform."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:  # a wrong value in the environment: its sentence says all there is to say
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
