"""The parts of the home page that come from apps above content: composed here, because content knows none of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Min
from django.urls import reverse
from django.utils import timezone

from content.article_pages import FORMS
from content.models import PolicyDocument
from content.panels import add_panel
from content.structure import Structure
from interaction.figures import home_block
from interpretation.models import Interpretation
from portal.service_tiles import GROUPS, HOT
from responses.public import pinned_emergencies
from sites.models import ColumnType, Site

INTERPRETATIONS = 4


def interpretations(site: Site, structure: Structure, at: datetime) -> list[dict[str, Any]]:
    """The newest interpretations, each with the first document it explains. Two queries."""
    newest = (
        Interpretation.objects.public(at=at)
        .filter(article__site=site)
        .order_by("-article__published_at", "-article_id")
        .annotate(document=Min("documents"))
        .values("article_id", "article__title", "article__column_id", "article__published_at", "form", "document")
    )
    rows = list(newest[:INTERPRETATIONS])
    documents = {
        document["pk"]: document
        for document in PolicyDocument.objects.public(at=at)
        .filter(pk__in=[row["document"] for row in rows])
        .values(
            "pk",
            title=F("article__title"),
            column=F("article__column_id"),
            at=F("article__published_at"),
            article_pk=F("article_id"),
        )
    }
    return [_interpretation(row, documents.get(row["document"]), structure) for row in rows]


def _interpretation(row: dict[str, Any], document: dict[str, Any] | None, structure: Structure) -> dict[str, Any]:
    label, icon = FORMS.get(row["form"], FORMS["text"])
    section = structure.by_pk.get(document["column"]) if document else None
    return {
        "title": row["article__title"],
        "url": structure.by_pk[row["article__column_id"]].article_url(row["article__published_at"], row["article_id"]),
        "form_label": label,
        "icon": icon,
        "document_title": document["title"] if section else "",
        "document_url": section.article_url(document["at"], document["article_pk"]) if section else "",
    }


def interaction(site: Site, structure: Structure, at: datetime) -> dict[str, Any] | None:
    """Mailboxes, the latest answers and the month's figures, None when the site has no mailbox."""
    return home_block(site, on=timezone.localdate(at), at=at)


def emergencies(site: Site, structure: Structure, at: datetime) -> list[dict[str, Any]]:
    """Emergencies that go on, each with what was said last. One query."""
    return [
        {
            "title": topic.title,
            "url": topic.get_absolute_url(),
            "latest_title": topic.latest_title,
            "latest_at": topic.latest_at,
        }
        for topic in pinned_emergencies(site)
    ]


def services(site: Site, structure: Structure, at: datetime) -> dict[str, Any] | None:
    """Tiles that search the site for what a citizen's matter is called. No query."""
    section, search = structure.of_type(ColumnType.SERVICES), reverse("search:search")
    if section is None:
        return None

    def tile(name: str, words: str, icon: str = "") -> dict[str, str]:
        return {"name": name, "url": f"{search}?{urlencode({'q': words})}", "icon": icon}

    return {
        "name": section.name,
        "url": section.url,
        "groups": [{"name": name, "tiles": [tile(*each) for each in tiles]} for name, tiles in GROUPS],
        "hot": [tile(name, name) for name in HOT],
    }


def register() -> None:
    """Fill the home page."""
    add_panel("interpretations", interpretations)
    add_panel("interaction", interaction)
    add_panel("services", services)
    add_panel("emergencies", emergencies)
