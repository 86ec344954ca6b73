"""The newest answered letters as a feed, for readers and for sites that show them elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from interaction.access import public_letters
from interaction.models import Letter
from sites.characters import as_text
from sites.models import Site

ENTRIES = 30


@require_safe
def letters_rss(request: HttpRequest) -> HttpResponse:
    """The public copies, the newest published first."""
    site = request.site
    feed = Rss201rev2Feed(
        title=f"{site.name} 来信公开",
        link=_address(site, reverse("interaction:letters")),
        description=f"{site.name}已答复并公开的来信",
        language="zh-cn",
        feed_url=_address(site, reverse("interaction:letters_rss")),
    )
    for letter in public_letters(site).order_by("-published_at", "-pk")[:ENTRIES]:
        _add(feed, site, letter)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _add(feed: Rss201rev2Feed, site: Site, letter: Letter) -> None:
    address = _address(site, letter.get_absolute_url())
    said = f"问：{letter.public_body}\n答：{letter.public_reply}"
    feed.add_item(
        title=as_text(letter.public_title),
        link=address,
        description=as_text(said),
        unique_id=address,
        pubdate=letter.published_at,
        categories=[letter.mailbox.name],
        author_name=letter.public_organization.name,
    )


def _address(site: Site, reversed_path: str) -> str:
    """The address on the site's own host, whatever host was asked."""
    return site.address("/" + reversed_path[len(get_script_prefix()) :])
