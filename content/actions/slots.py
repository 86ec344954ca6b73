"""Home-page slots: what is put where, and taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.standing import settle_slot
from content.models import Article, HomeSlot, SlotPlace
from sites.audit import Event, record
from sites.models import Column, Site, User
from sites.outbox import announce
from sites.policy import Action, may
from sites.refusals import refuse_if, refuse_unless


@transaction.atomic
def fill_slot(
    site: Site,
    place: SlotPlace,
    *,
    by: User,
    at: datetime,
    article: Article | None = None,
    column: Column | None = None,
    slot: HomeSlot | None = None,
    **fields: Any,
) -> HomeSlot:
    """Show an article or a column at a place of the site's home page. Raises Refused for content of another site and for an
    article that nobody can read."""
    refuse_unless(may(by, Action.SLOT_CHANGE, site), _("您没有调整首页栏位的权限。"))
    refuse_unless(bool(article) != bool(column), _("请选择一篇稿件或一个栏目，二者选一。"))
    refuse_unless((article or column).site_id == site.pk, _("只能选用本网站的稿件和栏目。"))
    refuse_unless(slot is None or slot.site_id == site.pk, _("只能调整本网站的首页栏位。"))
    refuse_if(
        article is not None and not Article.objects.public(at=at).filter(pk=article.pk).exists(),
        _("这篇稿件没有公开，或已经撤下，不能放到首页。"),
    )
    picture = fields.get("picture")
    refuse_unless(picture is None or picture.site_id == site.pk, _("只能选用本网站的图片。"))
    slot = slot or HomeSlot(site=site)
    before = slot.picture_id
    slot.place, slot.article, slot.column = place, article, column
    for name, value in fields.items():
        setattr(slot, name, value)
    slot.full_clean(exclude=["site", "article", "column", "picture"])
    slot.save()
    settle_slot(slot, at=at, before=before)
    announce(slot, at=at)
    record(Event.SLOT_CHANGED, slot, by=by, at=at, site=site, after={"place": place, "shows": article or column})
    return slot


@transaction.atomic
def empty_slot(slot: HomeSlot, *, by: User, at: datetime) -> None:
    """Take something off the home page; the article itself stays. Nothing happens when somebody else already did."""
    kept = HomeSlot.objects.select_for_update(of=("self",)).select_related("site", "article", "column")
    slot = kept.filter(pk=slot.pk).first()
    if slot is None:
        return
    refuse_unless(may(by, Action.SLOT_CHANGE, slot), _("您没有调整首页栏位的权限。"))
    announce(slot, at=at)
    record(Event.SLOT_CHANGED, slot, by=by, at=at, before={"place": slot.place, "shows": slot.article or slot.column})
    slot.delete()
    settle_slot(slot, at=at)
