"""No address fails, whatever stands in its query string, its form or in the place of a key: nonsense is answered, never with 500."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.access_matrix import MODEL_PAGES, ROUTES
from tests.conftest import taken_back
from tests.conventions.test_access import objects, people  # noqa: F401 (fixtures)

NONSENSE = ["\x00", "²", "9" * 40, "9999-12-31", "\ud800", "x" * 3000, "-1", "'\"><script>", "site-²"]
IN_A_QUERY = [
    "action",
    "asset",
    "at",
    "cells",
    "column",
    "day",
    "e",
    "event",
    "field_name",
    "from",
    "genre",
    "id__exact",
    "issuer",
    "item",
    "kind",
    "month",
    "name",
    "new",
    "next",
    "number",
    "o",
    "of",
    "old",
    "on",
    "organ",
    "p",
    "page",
    "person",
    "q",
    "queue",
    "scope",
    "sheet",
    "since",
    "site",
    "site__id__exact",
    "sort",
    "standing",
    "state",
    "status",
    "time",
    "title__foo",
    "to",
    "topic",
    "until",
    "use",
    "uses",
    "view",
    "year",
    "_changelist_filters",
    "_popup",
    "_to_field",
]
IN_A_FORM = [
    "_selected_action",
    "address",
    "alt",
    "article",
    "articles",
    "asset",
    "at",
    "basis",
    "body",
    "caption",
    "cells",
    "code",
    "column",
    "days",
    "days_off",
    "days_on",
    "decision",
    "document",
    "effective_at",
    "expires_at",
    "file",
    "focal_x",
    "focal_y",
    "form",
    "grant",
    "grants",
    "held",
    "host",
    "html",
    "into",
    "is_gone",
    "issuer",
    "key",
    "kind",
    "lines",
    "name",
    "new_password",
    "note",
    "occurrence",
    "on",
    "opinion",
    "organization",
    "other",
    "page",
    "parent",
    "part",
    "path_prefix",
    "pattern",
    "person",
    "pick",
    "place",
    "position",
    "publish_at",
    "published_on",
    "quote",
    "rank",
    "reason",
    "relation",
    "remove",
    "replacement",
    "revision",
    "role",
    "seen",
    "severity",
    "shown",
    "site",
    "slug",
    "source",
    "state",
    "status",
    "successor",
    "target",
    "text",
    "ticket",
    "title",
    "token",
    "until",
    "url",
    "username",
    "verb",
    "words",
    "written_on",
    "year",
]
FAILED = 500  # a part that is down says so with 503, which is an answer
OUT_OF_THE_WAY = {"admin:logout"}
KEYS = ["²", "9" * 30, "\x00", "_", "1.5", "x"]


@pytest.fixture
def clients(people) -> list[Client]:  # noqa: F811
    """Those who may open the most, each at their own pages."""
    found = []
    for name in ("root", "site_admin", "issuer"):
        client = Client(raise_request_exception=False)
        client.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
        found.append(client)
    return found


def address_of(name: str, arguments: tuple) -> str:
    return "/there-is/nothing.html" if name == "content:not_found" else reverse(name, args=arguments)


def encoded(names: list[str], turn: int) -> str:
    """Every name with some nonsense; each turn gives each name another."""
    pairs = ((name, NONSENSE[(place + turn) % len(NONSENSE)]) for place, name in enumerate(names))
    return "&".join(f"{name}={quote(value.encode(errors='surrogatepass'))}" for name, value in pairs)


def test_no_query_string_makes_a_page_fail(clients, objects):  # noqa: F811
    failed = [
        (name, each)
        for name, route in ROUTES.items()
        if not route.is_verb and name not in OUT_OF_THE_WAY
        for each in range(len(NONSENSE))
        if clients[each % len(clients)]
        .get(f"{address_of(name, objects[route.of])}?{encoded(IN_A_QUERY, each)}")
        .status_code
        == FAILED
    ]
    assert failed == []


def test_no_list_of_the_admin_fails_over_its_query_string(clients):
    failed = [
        (model, turn)
        for model in MODEL_PAGES
        for turn in range(0, len(NONSENSE), 2)
        if clients[0].get(f"{reverse(f'admin:{model}_changelist')}?{encoded(IN_A_QUERY, turn)}").status_code == FAILED
    ]
    assert failed == []


def test_no_key_makes_a_page_of_the_admin_fail(clients):
    failed = [
        (model, page, key, client)
        for model in MODEL_PAGES
        for key in KEYS
        for page in ("change", "history", "delete")
        for client in range(2)
        if clients[client].get(reverse(f"admin:{model}_{page}", args=(key,))).status_code == FAILED
    ]
    assert failed == []


def test_no_form_makes_a_verb_fail(clients, objects):  # noqa: F811
    failed = []
    for turn in range(0, len(NONSENSE), 2):
        said, client = encoded(IN_A_FORM, turn), clients[turn % len(clients)]
        with taken_back():
            failed += [
                (name, turn)
                for name, route in ROUTES.items()
                if name not in OUT_OF_THE_WAY
                and client.post(
                    address_of(name, objects[route.of]), said, content_type="application/x-www-form-urlencoded"
                ).status_code
                == FAILED
            ]
    assert failed == []
