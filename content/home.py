"""What the home page shows: what editors placed, the newest of the main columns, and the panels of other apps.

A portal (a column tree two deep) gets the full page, a sub-site with a flat list of columns the simpler one; both fill
themselves from the columns' official types, so a new site has a home page as soon as it has columns.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from content import page_meta
from content.models import HomeSlot, SlotPlace
from content.page_files import ON_HOME, ON_TILE, picture_of
from content.page_head import head_of_home
from content.panels import panels_of
from content.querysets import public_where
from content.renditions import Picture, focus_class, offered
from content.rows import Row, Wanted, newest
from content.structure import Section, Structure
from sites.models import ColumnType, Site

NEWS_ROWS, FILE_ROWS, REPRINT_ROWS, PICTURES, TOPICS = 8, 8, 4, 5, 3


@dataclass(slots=True)
class Tab:
    """A list behind a tab."""

    name: str
    url: str
    rows: list[Row]
    with_lead: bool = False


@dataclass(slots=True)
class Tile:
    """A name, a drawing, an address."""

    name: str
    url: str
    icon: str = ""
    text: str = ""
    image: Picture | None = None


@dataclass(slots=True)
class Home:
    """The home page's context; what is empty is left out by the template."""

    emergencies: list[Any] = field(default_factory=list)
    headline: dict[str, Any] | None = None
    pictures: list[dict[str, Any]] = field(default_factory=list)
    news_tabs: list[Tab] = field(default_factory=list)
    reprints: Tab | None = None
    openness: dict[str, Any] | None = None
    document_tabs: list[Tab] = field(default_factory=list)
    side_tabs: list[Tab] = field(default_factory=list)
    lists: list[Tab] = field(default_factory=list)
    quick: list[Tile] = field(default_factory=list)
    topics: list[Tile] = field(default_factory=list)
    topics_url: str = ""
    interpretations: list[Any] = field(default_factory=list)
    interpretations_url: str = ""
    services: Any = None
    interaction: Any = None
    cluster: list[Any] = field(default_factory=list)


def home_page(site: Site, structure: Structure, *, at: datetime) -> dict[str, object]:
    """The context of the home page, whatever the number of articles read with a fixed number of queries."""
    slots = _slots(at=at)
    home = _portal(structure, slots, at=at) if is_portal(structure) else _simple(structure, slots, at=at)
    for name, part in panels_of(site, structure, at=at).items():
        setattr(home, name, part)
    interpretation = structure.of_type(ColumnType.INTERPRETATION)
    home.interpretations_url = interpretation.url if interpretation else ""
    tags = page_meta.site_tags(site) + page_meta.column_tags(structure.root, is_home=True)
    return {"home": home, "head": head_of_home(site), "page_meta": tags}


def is_portal(structure: Structure) -> bool:
    """True when the main columns have columns of their own."""
    return any(section.children for section in structure.navigation())


def _portal(structure: Structure, slots: dict[str, list[HomeSlot]], *, at: datetime) -> Home:
    news = structure.of_type(ColumnType.NEWS)
    tabs = (news.children[:4] or [news]) if news else []
    reprint = _reprint_column(structure, slots)
    files = structure.of_type(ColumnType.POLICY)
    notices = structure.of_type(ColumnType.NOTICES) or _named(structure, _("通知公告"))
    lists = [Wanted((tab,), NEWS_ROWS + 1) for tab in tabs]
    lists.append(Wanted((reprint,) if reprint else (), REPRINT_ROWS))
    lists.append(Wanted(tuple(files.with_descendants()) if files else (), FILE_ROWS))
    lists.append(Wanted((notices,) if notices else (), FILE_ROWS))
    *tab_rows, reprint_rows, file_rows, notice_rows = newest(lists, structure, at=at)
    headline, pictures = _headline(structure, slots, tab_rows), _pictures(structure, slots, tab_rows)
    _leave_out(headline, tab_rows[:1])
    topics_root = structure.of_type(ColumnType.TOPIC) or _named(structure, _("专题"))
    return Home(
        headline=headline,
        pictures=pictures,
        news_tabs=[Tab(tab.name, tab.url, rows[:NEWS_ROWS], True) for tab, rows in zip(tabs, tab_rows, strict=True)],
        reprints=Tab(reprint.name, reprint.url, reprint_rows) if reprint and reprint_rows else None,
        openness=_openness(structure),
        document_tabs=[
            *([Tab(_("最新文件"), files.url, file_rows)] if files else []),
            *([Tab(notices.name, notices.url, notice_rows)] if notices else []),
        ],
        topics=_topics(topics_root, slots),
        topics_url=topics_root.url if topics_root else "",
    )


def _simple(structure: Structure, slots: dict[str, list[HomeSlot]], *, at: datetime) -> Home:
    sections = structure.navigation()
    lists = newest([Wanted((section,), NEWS_ROWS) for section in sections], structure, at=at)
    headline = _headline(structure, slots, [])
    _leave_out(headline, lists[:1])
    standing = {ColumnType.BODIES, ColumnType.LEADERS, ColumnType.OVERVIEW}
    filled = [
        (section, Tab(section.name, section.url, rows)) for section, rows in zip(sections, lists, strict=True) if rows
    ]
    first = filled[0][1] if filled else None
    pictures = _pictures(structure, slots, lists)
    beside = [] if pictures else [tab for section, tab in filled[1:] if section.type not in standing][:1]
    return Home(
        headline=headline,
        pictures=pictures,
        news_tabs=[Tab(first.name, first.url, first.rows, True)] if first else [],
        side_tabs=beside,
        lists=[tab for section, tab in filled[1:] if section.type not in standing and tab not in beside],
        quick=[Tile(section.name, section.url, _icon(section)) for section in sections],
    )


def _slots(*, at: datetime) -> dict[str, list[HomeSlot]]:
    """What editors placed and the public may see now, by place."""
    public = public_where(at=at, article="article__") & Q(article__site=F("site"))
    placed = HomeSlot.objects.filter(
        Q(starts_at__isnull=True) | Q(starts_at__lte=at),
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        Q(article__isnull=True) | public,
    ).select_related("article__picture", "picture")
    found: dict[str, list[HomeSlot]] = defaultdict(list)
    for slot in placed.order_by("place", "position", "pk"):
        found[slot.place].append(slot)
    return found


def _slot_link(slot: HomeSlot, structure: Structure) -> dict[str, str] | None:
    """Title and address of what a slot shows; None for a column that is no longer there."""
    section = structure.by_pk.get(slot.article.column_id if slot.article_id else slot.column_id)
    if section is None:
        return None
    if slot.article_id:
        url = section.article_url(slot.article.published_at, slot.article_id)
        return {"title": slot.title or slot.article.title, "url": url}
    return {"title": slot.title or section.name, "url": section.url}


def _headline(structure: Structure, slots: dict[str, list[HomeSlot]], lists: list[list[Row]]) -> dict[str, Any] | None:
    placed = [link for slot in slots[SlotPlace.HEADLINE] if (link := _slot_link(slot, structure))]
    links = [link for slot in slots[SlotPlace.HEADLINE_LINK] if (link := _slot_link(slot, structure))]
    if placed:
        first, links = placed[0], placed[1:] + links
    else:
        row = next((rows[0] for rows in lists[:1] if rows), None)
        first = {"title": row.title, "url": row.url} if row else None
    return first | {"clauses": first["title"].split(), "links": links[:3]} if first else None


def _leave_out(headline: dict[str, Any] | None, lists: list[list[Row]]) -> None:
    """What stands as the headline is not repeated at the head of the first list, unless it is all there is."""
    for rows in lists:
        if headline and len(rows) > 1:
            rows[:] = [row for row in rows if row.url != headline["url"]]


def _pictures(structure: Structure, slots: dict[str, list[HomeSlot]], lists: list[list[Row]]) -> list[dict[str, Any]]:
    """The editors' pictures, or the newest news that have one."""
    pictures = []
    for slot in slots[SlotPlace.PICTURES]:
        asset = slot.picture or (slot.article.picture if slot.article_id else None)
        link = _slot_link(slot, structure)
        if asset and link:
            pictures.append(link | {"shown": picture_of(asset, alt=asset.alt or link["title"], sizes=ON_HOME)})
    if not pictures:
        shown = sorted((row for rows in lists for row in rows if row.picture), key=lambda row: row.at, reverse=True)
        pictures = [{"title": row.title, "url": row.url, "shown": _shown(row)} for row in shown]
    return list({picture["url"]: picture for picture in pictures}.values())[:PICTURES]


def _shown(row: Row) -> Picture:
    """The picture of a row, as the home page shows it."""
    url = default_storage.url(row.picture)
    sources, srcset = offered(url, row.renditions)
    return Picture(url, row.title, 1280, 720, sources, srcset, ON_HOME, focus_class(*row.focus))


def _reprint_column(structure: Structure, slots: dict[str, list[HomeSlot]]) -> Section | None:
    placed = next((slot.column_id for slot in slots[SlotPlace.REPRINT] if slot.column_id), None)
    return structure.by_pk.get(placed) or _named(structure, _("国务院"))


def _named(structure: Structure, word: str) -> Section | None:
    return next((each for each in structure.by_path.values() if word in each.name and each.path), None)


def _openness(structure: Structure) -> dict[str, Any] | None:
    root = structure.of_type(ColumnType.DISCLOSURE_CATALOGUE)
    if root is None:
        return None
    parts = (
        (structure.of_type(ColumnType.DISCLOSURE_GUIDE), "guide"),
        (_named(structure, _("公开制度")), "rule"),
        (root, "list"),
        (structure.of_type(ColumnType.DISCLOSURE_REPORT), "report"),
        (structure.of_type(ColumnType.DISCLOSURE_REQUEST), "apply"),
    )
    tiles = [
        Tile(_("法定主动公开内容") if section is root else section.name, section.url, icon)
        for section, icon in parts
        if section
    ]
    return {"name": root.name, "url": root.url, "tiles": tiles}


def _topics(root: Section | None, slots: dict[str, list[HomeSlot]]) -> list[Tile]:
    if root is None:
        return []
    images = {  # beside its name a banner is an ornament, so it needs no words of its own
        slot.column_id: replace(picture_of(slot.picture, sizes=ON_TILE), alt="")
        for slot in slots[SlotPlace.TOPIC]
        if slot.picture
    }
    placed = [slot.column_id for slot in slots[SlotPlace.TOPIC] if slot.column_id]
    sections = sorted(root.children, key=lambda each: placed.index(each.pk) if each.pk in placed else len(placed))
    return [
        Tile(each.name, each.url, text=each.purpose.rstrip("。"), image=images.get(each.pk))
        for each in sections[:TOPICS]
    ]


ICONS = {
    ColumnType.NEWS: "news",
    ColumnType.NOTICES: "complain",
    ColumnType.BODIES: "tree",
    ColumnType.LEADERS: "leader",
    ColumnType.OVERVIEW: "map",
    ColumnType.POLICY: "file-text",
    ColumnType.INTERPRETATION: "qa",
    ColumnType.SERVICES: "guide",
    ColumnType.STATISTICS: "report",
    ColumnType.CONSULTATION: "ask",
    ColumnType.DISCLOSURE_CATALOGUE: "list",
}


def _icon(section: Section) -> str:
    return ICONS.get(section.type, "list")


def site_map(site: Site, structure: Structure) -> dict[str, object]:
    """The context of the site map."""
    trail = [{"name": _("首页"), "url": reverse("content:home")}, {"name": _("站点地图"), "url": ""}]
    sections = structure.root.children if structure.root else []
    return {"sections": sections, "trail": trail, "page_meta": page_meta.site_tags(site)}
