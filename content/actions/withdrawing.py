"""Taking articles down: by somebody with a reason, or because their time has run out. The address keeps answering: with a
notice (410), or with the way to what took the article's place (301)."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.events import tell_withdrawn
from content.models import Article, ArticleState
from content.models.article import WithdrawalReason
from content.redirects import may_lead_to, parts_of
from sites.audit import Event, record
from sites.models import Site, User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless
from sites.scope import everything

ARTICLE_ADDRESS = re.compile(r"/t[0-9]{8}_([0-9]{1,18})\.html$")
GIVEN_BY_PEOPLE = [reason for reason in WithdrawalReason if reason != WithdrawalReason.EXPIRED]


@transaction.atomic
def withdraw_article(
    article: Article,
    *,
    by: User,
    at: datetime,
    reason: WithdrawalReason,
    note: str = "",
    target: Article | None = None,
    address: str = "",
) -> Article:
    """Take a published article down, with a reason; its address then says so, or leads on to the target or the address.

    Raises Refused without the right, for 其他 without a note, for 合并 without a target, and for a target that is not public
    or not on this site, or an address that is no government's.
    """
    article = _locked(article)
    refuse_unless(can(by, Action.ARTICLE_WITHDRAW, article), _("您没有撤下稿件的权限。"))
    refuse_unless(article.state == ArticleState.PUBLISHED, _("只有已发布的稿件可以撤下。"))
    refuse_incomplete(reason, note=note, target=target, address=address)
    target, address = _way_on(article, target, address.strip(), at=at)
    _take_down(article, reason=reason, note=note.strip(), at=at, target=target, address=address)
    tell_withdrawn(article, by=by, at=at)
    announce(article, at=at)
    after = {"reason": reason, "note": note.strip()}
    if target or address:
        after["leads to"] = target or address
    record(Event.ARTICLE_WITHDRAWN, article, by=by, at=at, after=after)
    return article


def refuse_incomplete(reason: str, *, note: str = "", target: Article | None = None, address: str = "") -> None:
    """Raise Refused where what is said would take down no article at all: no reason, 其他 without a note, 合并 without a way on,
    two ways on, or an address that is no government's."""
    refuse_unless(reason in GIVEN_BY_PEOPLE, _("请选择撤下的原因。"))
    refuse_if(reason == WithdrawalReason.OTHER and not note.strip(), _("原因为“其他”时，请写明说明。"))
    refuse_if(target and address.strip(), _("请选择稿件或填写地址，二者选一。"))
    refuse_if(
        reason == WithdrawalReason.MERGED and not (target or address.strip()),
        _("原因为“合并”时，请选择并入的稿件或填写地址。"),
    )
    if address.strip():
        _sites_at(address.strip())


@transaction.atomic
def take_down_standing(article: Article, *, by: User, at: datetime, note: str) -> Article:
    """Take down a copy that was published under a standing approval, because its original is gone; nothing happens to what is
    not public."""
    article = _locked(article)
    if article.state == ArticleState.PUBLISHED:
        _take_down(article, reason=WithdrawalReason.OTHER, note=note, at=at)
        tell_withdrawn(article, by=by, at=at)
        announce(article, at=at)
        record(Event.ARTICLE_WITHDRAWN, article, by=by, at=at, after={"reason": WithdrawalReason.OTHER, "note": note})
    return article


@transaction.atomic
def expire_article(article: Article, *, by: User, at: datetime) -> Article | None:
    """Take down an article whose time has run out; None when that already happened."""
    article = _locked(article)
    if article.state != ArticleState.PUBLISHED or not article.expires_at or article.expires_at > at:
        return None
    _take_down(article, reason=WithdrawalReason.EXPIRED, note="", at=at)
    tell_withdrawn(article, by=by, at=at)
    announce(article, at=at)
    record(Event.ARTICLE_EXPIRED, article, by=by, at=at)
    return article


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update(of=("self",)).select_related("column", "site").get(pk=article.pk)


def _take_down(
    article: Article, *, reason: str, note: str, at: datetime, target: Article | None = None, address: str = ""
) -> None:
    article.state, article.withdrawn_at = ArticleState.WITHDRAWN, at
    article.withdrawal_reason, article.withdrawal_note = reason, note
    article.replaced_by, article.replaced_by_url = target, address
    article.is_pinned, article.pinned_until = False, None
    article.save()


def _way_on(article: Article, target: Article | None, address: str, *, at: datetime) -> tuple[Article | None, str]:
    """Return where the old address may lead: a public article of the same site, or an address of a government. What it
    leads to is public and this article is not any more, so no chain can come back to its beginning."""
    if address:
        target, address = _article_at(article, address, at=at)
    if target is not None:
        refuse_if(target.pk == article.pk, _("不能转到稿件自己。"))
        refuse_unless(target.site_id == article.site_id, _("只能转到本网站的稿件；其他网站请填写地址。"))
        refuse_unless(_is_public(target.pk, at=at), _("要转到的稿件没有公开，请另选一篇。"))
    return target, address


def _article_at(article: Article, address: str, *, at: datetime) -> tuple[Article | None, str]:
    """Read an address: an article of the same site is meant as such, an article elsewhere in the cluster must be public."""
    sites = _sites_at(address)
    found = ARTICLE_ADDRESS.search(parts_of(address).path) if sites else None
    if not found:
        return None, address
    with everything("the article at an address of the cluster"):
        there = Article.objects.filter(pk=int(found[1]), site__in=sites).first()
        is_public = there is not None and _is_public(there.pk, at=at)
    refuse_unless(is_public, _("这个地址上没有公开的稿件，请核对。"))
    if there.site_id == article.site_id:
        return there, ""
    return None, address


def _sites_at(address: str) -> list[Site]:
    """Return the sites of the cluster on the host of an address. Raises Refused unless it is whole and a government's."""
    parts = parts_of(address)
    host = parts.hostname or ""
    refuse_unless(
        parts.scheme in {"http", "https"} and host and "@" not in parts.netloc,
        _("请填写完整地址，以 http:// 或 https:// 开头。"),
    )
    sites = list(Site.objects.filter(host=host))
    refuse_unless(sites or may_lead_to(host), _("只能转到政府网站（gov.cn）、本平台各网站或获准网站的地址。"))
    return sites


def _is_public(pk: int, *, at: datetime) -> bool:
    return Article.objects.public(at=at).filter(pk=pk).exists()
