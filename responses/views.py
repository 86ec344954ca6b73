"""The public face of responses: topics with their timelines, rumours rebutted, the feed of statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.page_head import FeedLink, Head
from content.page_store.stored import stored
from responses.access import get_public_rebuttal, get_public_topic, public_rebuttals, public_topics, timeline_of
from responses.claim_review import announcement, claim_review
from responses.feeds import statements_feed
from sites.models import Site
from sites.paging import page_of, pagination

ROWS = 20


@dataclass(frozen=True)
class Part:
    """One of the two parts of this section: its name and purpose as those of a column, its list, and what stands in it."""

    name: str
    purpose: str
    route: str
    rows: str
    template: str
    public: Callable[[Site], QuerySet]

    @property
    def url(self) -> str:
        """Where the list is."""
        return reverse(self.route)


TOPICS = Part(
    "热点回应", gettext_lazy("对公众关注的热点和突发事件作出的权威回应"), "responses:topics", "topics",
    "responses/topic_list.html", public_topics,
)  # fmt: skip
REBUTTALS = Part(
    "辟谣", gettext_lazy("对网络谣言和不实信息的查证与澄清"), "responses:rebuttals", "rebuttals",
    "responses/rebuttal_list.html", public_rebuttals,
)  # fmt: skip


def _list(request: HttpRequest, part: Part) -> HttpResponse:
    site = request.site
    page = page_of(part.public(site), request.GET.get("page", ""), size=ROWS)
    context = {
        part.rows: page.object_list,
        "paging": pagination(page, url=part.url),
        "trail": _trail((part.name, "")),
        "page_meta": _meta(site, part, part.purpose),
        "head": Head(title=f"{part.name} - {site.name}", description=part.purpose, feeds=_feeds(site)),
    }
    return render(request, part.template, context)


def _trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "url": url} for name, url in ((_("首页"), reverse("content:home")), *steps)]


def _meta(site: Site, part: Part, about: str, *content: tuple[str, str]) -> list[tuple[str, str]]:
    """The tags of a column-like page of the official type 回应关切, and those of content (2017 guideline, annex)."""
    return [
        ("SiteName", site.name),
        ("SiteDomain", site.host),
        ("SiteIDCode", site.code),
        ("ColumnName", part.name),
        ("ColumnDescription", about),
        ("ColumnKeywords", f"{part.name},{site.short_name}"),
        ("ColumnType", "回应关切"),
        *content,
    ]


def _content_tags(title: str, at: Any, source: str) -> tuple[tuple[str, str], ...]:
    moment = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    return ("ArticleTitle", title), ("PubDate", moment), ("ContentSource", source)


def _feeds(site: Site) -> list[FeedLink]:
    return [FeedLink(f"{site.name}：{TOPICS.name} RSS", reverse("responses:feed"), "application/rss+xml")]


@stored
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics with statements, what was last spoken to first."""
    return _list(request, TOPICS)


@stored
@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: what it is about, who responds, and the timeline of what was officially said."""
    site = request.site
    found = get_public_topic(site, pk)
    address = site.address(found.public_path)
    context = {
        "topic": found,
        "timeline": timeline_of(found),
        "rebuttals": public_rebuttals(site).filter(topic=found)[:10],
        "others": public_topics(site).exclude(pk=found.pk)[:6],
        "trail": _trail((TOPICS.name, TOPICS.url), (found.title, "")),
        "page_meta": _meta(
            site, TOPICS, found.summary, *_content_tags(found.title, found.last_public_at, found.organization.name)
        ),
        "head": Head(
            type="article",
            title=found.title,
            description=found.summary,
            published=timezone.localtime(found.public_since).isoformat(timespec="seconds"),
            feeds=_feeds(site),
            nodes=[announcement(found, address=address)] if found.kind == "emergency" else [],
        ),
    }
    return render(request, "responses/topic.html", context)


@stored
@require_safe
def rebuttals(request: HttpRequest) -> HttpResponse:
    """All rumours rebutted, newest first."""
    return _list(request, REBUTTALS)


@stored
@require_safe
def rebuttal(request: HttpRequest, pk: int) -> HttpResponse:
    """One rumour: what was claimed, what was found, on what evidence, by whom. A withdrawn one says so and why."""
    site = request.site
    found = get_public_rebuttal(site, pk)
    address = site.address(found.public_path)
    node = [claim_review(found, address=address)] if found.is_public else []
    context = {
        "rebuttal": found,
        "others": public_rebuttals(site).exclude(pk=found.pk)[:6],
        "trail": _trail((REBUTTALS.name, REBUTTALS.url), (found.title, "")),
        "page_meta": _meta(site, REBUTTALS, found.title, *_content_tags(found.title, found.published_at, found.source)),
        "head": Head(
            type="article",
            title=found.title,
            description=found.conclusion if found.is_public else "",
            published=timezone.localtime(found.published_at).isoformat(timespec="seconds"),
            nodes=node,
        ),
    }
    return render(request, "responses/rebuttal.html", context, status=200 if found.is_public else 410)


@stored
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest statements, for readers, media and other sites."""
    site = request.site
    made = statements_feed(site, list_address=site.origin + TOPICS.url, address=site.origin + reverse("responses:feed"))
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
