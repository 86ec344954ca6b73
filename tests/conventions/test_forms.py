"""Every form that posts carries its token; a test client does not ask for it, a browser's form without it is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.access_matrix import ROUTES
from tests.conventions.test_access import client_of, objects, people  # noqa: F401 (fixtures)

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
OFFICE = ("intake", "handler", "reply_approver", "supervisor", "site_admin", "issuer", "root")


def shut_off(sources: dict[str, str]) -> list[str]:
    """Return the includes that keep the token from a form: with `only`, nothing comes in but what is named."""
    need = {name for name, text in sources.items() if "csrf_token" in text}
    while more := {
        name
        for name, text in sources.items()
        if name not in need and any(part in need for part, _with in INCLUDE.findall(text))
    }:
        need |= more
    return [
        f"{name}: {part}"
        for name, text in sources.items()
        for part, words in INCLUDE.findall(text)
        if part in need and words.split()[-1:] == ["only"] and "csrf_token=csrf_token" not in words
    ]


def test_no_include_keeps_the_token_from_a_form():
    sources = {str(path.relative_to(TEMPLATES)): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    assert shut_off(sources) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('{% include "form.html" %}', []),
        ('{% include "form.html" with a=b only %}', ["page.html: form.html"]),
        ('{% include "form.html" with a=b csrf_token=csrf_token only %}', []),
        ('{% include "around.html" with a=b only %}', ["page.html: around.html"]),
    ],
)
def test_an_include_that_would_is_found(page, found):
    sources = {
        "form.html": "<form>{% csrf_token %}</form>",
        "around.html": '<div>{% include "form.html" %}</div>',
        "page.html": page,
    }
    assert shut_off(sources) == found


def forms_without_token(response: HttpResponse, address: str) -> Iterator[str]:
    """Yield the targets of the page's posting forms, and of buttons that send them elsewhere, that would be refused."""
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming or not response.content.strip():
        return
    page = lxml.html.document_fromstring(response.content)
    for form in page.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        if form.xpath(".//input[@name='csrfmiddlewaretoken']"):
            continue
        for target in [form.get("action"), *form.xpath(".//@formaction")]:
            path = urlsplit(target or address).path
            if not is_exempt(path):
                yield f"{address} → {path}"


def is_exempt(path: str) -> bool:
    """Tell whether the view asks for no token, because a token of its own form stands in."""
    try:
        return getattr(resolve(path).func, "csrf_exempt", False)
    except Resolver404:
        return False


@pytest.mark.parametrize("persona", ["anonymous", *OFFICE])
def test_every_posting_form_of_every_page_carries_its_token(persona, people, objects):  # noqa: F811
    client: Client = client_of(persona, people)
    pages = [name for name, route in ROUTES.items() if not route.is_verb and persona in route.open_to]
    dead = []
    for name in pages:
        if name == "content:not_found":
            continue
        address = reverse(name, args=objects[ROUTES[name].of])
        dead += forms_without_token(client.get(address), address)
    assert dead == []
