"""Put the demo province together: one call, one value, the same for the same day and seed."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .columns import columns_of
from .documents import compose_documents
from .interpretations import compose_interpretations
from .letters import compose_letters
from .news import Newsroom, county_place, spread, town_place
from .people import accounts
from .places import CHENGHU, FENGDU, LINLAN, LUZHOU, PLACES, QINGTING, QIYUN, SONGLAI, office_of, organizations, sites
from .shapes import DemoProvince, Place, SiteSpec
from .standing import fill_standing_columns

SEED = 20_260_101
_NEWS = ("news-growth", "news-life")
_OFFICE_DOMAINS = {
    "edu": ("教育", "人社"),
    "health": ("卫生",),
    "agri": ("农业", "乡村", "水利", "产业"),
    "transport": ("交通", "民生"),
}
_GUIDES = {
    "edu": (
        ("教师资格认定", "《教师资格条例》", "符合学历、普通话和体检要求的申请人"),
        ("学生资助申请", "《学生资助资金管理办法》", "家庭经济困难的在校学生"),
        ("民办培训机构设立审批", "《中华人民共和国民办教育促进法》", "具备办学条件的单位和个人"),
    ),
    "health": (
        ("公共场所卫生许可", "《公共场所卫生管理条例》", "经营宾馆、理发店、游泳馆等公共场所的单位和个人"),
        ("出生医学证明换发", "《中华人民共和国母婴保健法》", "新生儿父母或者监护人"),
        ("托育机构备案", "《托育机构登记和备案办法（试行）》", "已经依法登记的托育机构"),
    ),
    "agri": (
        ("农作物种子生产经营许可", "《中华人民共和国种子法》", "从事种子生产经营的企业"),
        ("动物防疫条件合格证核发", "《中华人民共和国动物防疫法》", "开办养殖场、屠宰场的单位和个人"),
        ("农机购置与应用补贴申领", "《农业机械购置与应用补贴实施意见》", "从事农业生产的个人和组织"),
    ),
    "transport": (
        ("道路旅客运输从业资格证申领", "《中华人民共和国道路运输条例》", "持有相应准驾车型驾驶证的驾驶员"),
        ("超限运输车辆通行证", "《中华人民共和国公路法》", "载运不可解体物品的承运人"),
        ("网络预约出租汽车运输证", "《网络预约出租汽车经营服务管理暂行办法》", "符合条件的车辆所有人"),
    ),
}
# column: (text files, domains, how many on a site of the province, a city, a county), days they reach back
_DESK: dict[str, tuple[tuple[str, ...], tuple[str, ...] | None, tuple[int, int, int], int]] = {
    "zwgk/tzgg": (("notices",), None, (16, 7, 4), 150),
    "zwgk/gk": (("openness",), ("概况",), (3, 2, 1), 300),
    "zwgk/ghjh": (("openness",), ("规划",), (5, 2, 1), 300),
    "zwgk/rsxx": (("openness",), ("人事",), (7, 3, 2), 240),
    "zwgk/czzj": (("openness",), ("财政",), (6, 3, 2), 270),
    "zwgk/zdxm": (("openness",), ("项目",), (6, 3, 2), 150),
    "jdhy/xwfb": (("exchanges",), ("发布",), (6, 2, 0), 150),
    "jdhy/hygq": (("exchanges",), ("回应",), (5, 2, 1), 150),
    "bsfw/bszn": (("services",), ("指南",), (9, 4, 2), 160),
    "bsfw/bmts": (("services",), ("提示",), (9, 4, 3), 120),
    "bsfw/bstj": (("services",), ("统计",), (4, 2, 0), 62),
    "hdjl/zjdc": (("exchanges",), ("征集",), (6, 3, 1), 150),
    "hdjl/zxft": (("exchanges",), ("访谈",), (5, 2, 0), 160),
    "zfsj/tjsj": (("exchanges",), ("数据",), (6, 3, 2), 80),
    "zfsj/sjjd": (("exchanges",), ("解读",), (4, 1, 0), 120),
    "zfsj/sjkf": (("exchanges",), ("开放",), (4, 0, 0), 150),
    "ztzl/yshj": (("exchanges",), ("营商专题",), (5, 2, 1), 120),
    "ztzl/xczx": (("exchanges",), ("乡村专题",), (5, 2, 2), 120),
    "ztzl/gxbc": (("exchanges",), ("一件事专题",), (5, 2, 0), 120),
    "ztzl/aqsc": (("exchanges",), ("安全专题",), (5, 2, 0), 120),
}
_NEWS_DESK = {
    # column: how many on a site of the province, a city, a county; days they reach back
    "ywdt/yw": ((30, 14, 9), 45),
    "ywdt/hy": ((12, 4, 2), 84),
    "ywdt/bmdt": ((24, 9, 6), 40),
    "ywdt/dfdt": ((24, 9, 6), 40),
}
_CITY_OF = {"linlan": LINLAN, "qiyun": QIYUN, "chenghu": CHENGHU}
_COUNTIES = {"鹭洲区": LUZHOU, "青汀县": QINGTING, "松濑县": SONGLAI, "枫渡县": FENGDU}


def is_weekday(day: date) -> bool:
    """The calendar used where the caller gives none: Monday to Friday."""
    return day.weekday() < 5


def compose_province(today: date, *, seed: int = SEED, is_workday: Callable[[date], bool] = is_weekday) -> DemoProvince:
    """Everything there is to load, as of `today`. `is_workday` sets the clocks of letters and interpretations."""
    rng = random.Random(seed)
    people = accounts(rng)
    documents = compose_documents(rng, today, is_workday)
    interpretations = compose_interpretations(rng, today, documents, is_workday)
    room = Newsroom(rng, today)
    room.titles |= {one.article.title for one in documents} | {one.article.title for one in interpretations}
    columns = {site.key: columns_of(site) for site in sites()}
    for site in sites():
        paths = frozenset(column.path for column in columns[site.key])
        if site.kind == "department":
            _fill_office_site(room, site)
        else:
            _fill_portal(room, site, paths)
        fill_standing_columns(room, site, paths)
        if site.kind == "portal":
            room.add_drafts(site, _NEWS, "ywdt/bmdt", 9 if site.level == "省" else 4)
    articles = tuple(_with_headlines(room))
    return DemoProvince(
        today=today,
        organizations=organizations(),
        sites=sites(),
        columns=columns,
        articles=articles,
        documents=documents,
        interpretations=interpretations,
        letters=compose_letters(rng, today, is_workday),
        people=people,
        headlines={site.key: _headlines(articles, site) for site in sites()},
    )


def _level(site: SiteSpec) -> int:
    return {"省": 0, "市": 1}.get(site.level, 2)


def _fill_portal(room: Newsroom, site: SiteSpec, paths: frozenset[str]) -> None:
    level, rng = _level(site), room.rng
    for column, (counts, span) in _NEWS_DESK.items():
        days = spread(rng, counts[level], span, 0 if column != "ywdt/hy" else 2)
        if column == "ywdt/yw":
            _fill_headline_column(room, site, days)
        elif column == "ywdt/hy":
            room.fill(site, column, ["meetings"], days, domains=["会议"], paper=True)
        elif column == "ywdt/bmdt":
            room.fill(site, column, _NEWS, days, pictures=4)
        elif site.level == "县":
            towns = [town_place(name, site.place) for name in site.place.parts]
            room.fill(site, column, ["towns"], days, places=towns)
        else:
            room.fill(site, column, (*_NEWS, "towns"), days, places=_areas(site), prefix_place=True, pictures=3)
    for column, (files, domains, counts, span) in _DESK.items():
        if column in paths and counts[level]:
            start = rng.choice((0, 1, 2, 3)) if column == "zwgk/tzgg" else rng.randint(1, 9)
            room.fill(site, column, files, spread(rng, counts[level], span, start), domains=domains)


def _fill_headline_column(room: Newsroom, site: SiteSpec, days: list[int]) -> None:
    """要闻: leaders' visits and big news in turn, so that no two neighbours are of a kind."""
    split = {remainder: days[remainder::3] for remainder in range(3)}
    pictured = 6 if site.level == "省" else 4
    room.fill(site, "ywdt/yw", ["meetings"], split[0], domains=["调研"], paper=True, pictures=pictured // 2)
    room.fill(site, "ywdt/yw", ["news-growth"], split[1], paper=True, pictures=pictured // 2)
    room.fill(site, "ywdt/yw", ["news-life"], split[2], paper=True, pictures=pictured // 2)


def _areas(site: SiteSpec) -> list[Place]:
    if site.level == "省":
        return [place for place in PLACES if place.level != "省"]
    city = _CITY_OF[site.key]
    return [_COUNTIES.get(name) or county_place(name, city, number) for number, name in enumerate(city.parts)]


def _fill_office_site(room: Newsroom, site: SiteSpec) -> None:
    kind, rng = office_of(site.key), room.rng
    domains = _OFFICE_DOMAINS[kind]
    room.fill(site, "gzdt", (*_NEWS, "towns"), spread(rng, 8, 40), domains=domains, pictures=3)
    room.fill(site, "tzgg", ("office-notices",), spread(rng, 3, 90, 3), domains=[kind])
    for number, (item, law, who) in enumerate(_GUIDES[kind]):
        extra = {"item": item, "law": law, "who": who}
        room.fill(site, "bszn", ("services",), [6 + number * 23], domains=["指南"], extra=extra)


def _with_headlines(room: Newsroom) -> list:
    """Mark the headline of each portal and pin a notice on each site that has several."""
    found, seen = [], set()
    for article in room.articles:
        mark = (article.site, article.column)
        if article.state == "published" and mark not in seen:
            seen.add(mark)
            if article.column in ("ywdt/yw", "gzdt"):
                article = replace(article, headline=True, days_ago=min(article.days_ago, 1))
            elif article.column in ("zwgk/tzgg",):
                article = replace(article, pinned=True)
        found.append(article)
    return found


def _headlines(articles: tuple, site: SiteSpec) -> tuple[str, ...]:
    return tuple(article.title for article in articles if article.site == site.key and article.headline)
