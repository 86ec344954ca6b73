"""What other apps may hang on publishing without this app knowing them: called inside the publishing transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.models import Article
    from sites.models import User

Follower = Callable[["Article", "User", datetime], None]
_published: list[Follower] = []
_withdrawn: list[Follower] = []


def on_published(follower: Follower) -> Follower:
    """Call the function with (article, by, at) whenever a revision has become the live one."""
    _published.append(follower)
    return follower


def on_withdrawn(follower: Follower) -> Follower:
    """Call the function with (article, by, at) whenever an article has been taken down or has expired."""
    _withdrawn.append(follower)
    return follower


def tell_published(article: Article, *, by: User, at: datetime) -> None:
    """Tell the followers that the article's live revision changed."""
    for follower in _published:
        follower(article, by, at)


def tell_withdrawn(article: Article, *, by: User, at: datetime) -> None:
    """Tell the followers that the public can no longer read the article."""
    for follower in _withdrawn:
        follower(article, by, at)
