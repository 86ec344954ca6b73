#!/usr/bin/env python
"""Django's command line for the portal platform."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from portal.environment import env_path
    from portal.runner import public_port_beside

    if port := public_port_beside(env_path("PORTAL_VAR", Path(__file__).resolve().parent / "var")):
        os.environ.setdefault("PORTAL_PUBLIC_PORT", port)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:  # a wrong value in the environment: its sentence says all there is to say
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
