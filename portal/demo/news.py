"""The newsroom: fills the columns of a site with dated items whose titles never repeat and whose lists stay varied."""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .composing import Composed, Template, compose, office, office_short, templates
from .people import FIRST_OPINIONS, REPORTERS, RETURN_OPINIONS, SECOND_OPINIONS
from .places import PROVINCE, office_of
from .shapes import ArticleSpec, Place, ReviewNote, SiteSpec

_DOMAIN_OFFICE = {
    "会议": "office", "调研": "office", "经济": "stat", "工业": "industry", "项目": "ndrc", "营商": "data",
    "科技": "science", "数字": "data", "交通": "transport", "商贸": "commerce", "审计": "audit", "农业": "agri",
    "乡村": "agri", "教育": "edu", "卫生": "health", "医保": "medins", "就业": "hrss", "民政": "civil",
    "住建": "housing", "水利": "water", "环保": "env", "应急": "emergency", "文旅": "culture", "体育": "culture",
    "市场": "market", "气象": "weather", "人社": "hrss", "信访": "office", "人事": "hrss", "财政": "finance",
    "规划": "ndrc", "概况": "office", "发布": "office", "回应": "office", "征集": "office", "访谈": "office",
    "数据": "stat", "解读": "stat", "开放": "data", "统计": "data", "指南": "data", "提示": "data",
    "营商专题": "market", "乡村专题": "agri", "一件事专题": "data", "安全专题": "emergency",
}  # fmt: skip
PICTURES_OF = {
    "会议": ("city-dawn", "civic-square"), "调研": ("civic-square", "village-river", "city-dawn"), "经济": ("city-dawn", "bridge-river"),
    "工业": ("wind-turbines", "factory-park"), "项目": ("bridge-river", "cranes"), "营商": ("civic-square",),
    "科技": ("laboratory", "city-night"), "数字": ("city-night",), "交通": ("rail-viaduct", "bridge-river"),
    "商贸": ("old-town",), "审计": ("civic-square",), "农业": ("terraces", "rice-harvest", "tea-hills"),
    "乡村": ("village-river", "terraces"), "教育": ("school", "library"), "卫生": ("hospital",), "医保": ("hospital",),
    "就业": ("factory-park",), "民政": ("community",), "住建": ("community",), "水利": ("reservoir",),
    "环保": ("wetland", "lake-boats"), "应急": ("forest-tower",), "文旅": ("old-town", "lake-boats"),
    "体育": ("stadium-park",), "市场": ("old-town",), "气象": ("cloud-sea",), "人社": ("factory-park",),
    "信访": ("civic-square",),
    "基层": ("community",), "产业": ("tea-hills", "terraces"), "文明": ("community",), "平安": ("old-town",),
    "民生": ("village-river",), "政务": ("civic-square",), "生态": ("wetland",), "文化": ("old-town",),
    "乡风": ("village-river",),
}  # fmt: skip
_TITLE_PICTURES = (
    ("铁路", "rail-viaduct"), ("轨道交通", "rail-viaduct"), ("公交", "city-dawn"), ("风", "wind-turbines"),
    ("企业", "factory-park"), ("水库", "reservoir"), ("茶", "tea-hills"), ("图书", "library"), ("稻", "rice-harvest"),
    ("湿地", "wetland"), ("大桥", "bridge-river"), ("清洁电力", "wind-turbines"), ("兆瓦", "wind-turbines"),
    ("开工", "cranes"), ("骑行", "stadium-park"),
)  # fmt: skip
_RURAL = frozenset({"农业", "乡村", "水利", "产业", "乡风"})
_SPARE_TOWNS = (
    "石照镇",
    "听松镇",
    "稻浦镇",
    "藕湾镇",
    "鹤鸣洲镇",
    "云脚乡",
    "杉影镇",
    "桑榆渡乡",
    "橹声镇",
    "青螺湾镇",
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_STATES = ("draft", "first_review", "second_review", "issue", "returned", "returned")


def office_for(domain: str) -> str:
    """The kind of office that answers for a domain of news."""
    return _DOMAIN_OFFICE.get(domain, "office")


def county_place(name: str, parent: Place, number: int) -> Place:
    """A county without a site of its own, as its city's news speak of it."""
    last = name[-1]
    towns = tuple(_SPARE_TOWNS[(number * 3 + step) % len(_SPARE_TOWNS)] for step in range(5))
    return replace(
        parent,
        name=name,
        short=name[:-1],
        level="县",
        government=f"{last}政府",
        scope=f"全{last}",
        ours=f"我{last}",
        parts=towns,
        schools=(f"{name}第一中学", f"{name}实验小学"),
        hospital=f"{name}人民医院",
        zones=(f"{name[:-1]}工业集中区", f"{name[:-1]}农产品加工园"),
        head=f"{last}长",
        deputies=(f"{last}政府分管负责同志",),
    )


def town_place(name: str, parent: Place) -> Place:
    """A town or street, as its county's news speak of it."""
    return replace(
        parent,
        name=name,
        short=name.removesuffix("街道").removesuffix("镇").removesuffix("乡"),
        level="镇",
        scope="全街道" if name.endswith("街道") else f"全{name[-1]}",
        parts=parent.villages,
    )


def _is_rural(template: Template) -> bool:
    return template.domain in _RURAL or any("{hill}" in text or "村道" in text for text in template.titles)


def _countryside(place: Place) -> Place:
    """The same city with its counties only: farming is not told of urban districts."""
    counties = tuple(part for part in place.parts if not part.endswith("区"))
    return replace(place, parts=counties) if place.level == "市" else place


def medium(place: Place) -> str:
    """The local paper or media centre."""
    return f"{place.short}日报" if place.level in "省市" else f"{place.name}融媒体中心"


@dataclass
class Newsroom:
    """Composes items one after the other and remembers what it has said."""

    rng: random.Random
    today: date
    titles: set[str] = field(default_factory=set)
    shapes: set[tuple[str, str]] = field(default_factory=set)
    used: Counter = field(default_factory=Counter)
    articles: list[ArticleSpec] = field(default_factory=list)

    def fill(
        self,
        site: SiteSpec,
        column: str,
        files: Sequence[str],
        days: Sequence[int],
        *,
        domains: Sequence[str] | None = None,
        places: Sequence[Place] | None = None,
        prefix_place: bool = False,
        paper: bool = False,
        pictures: int = 0,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """Write one item for each of `days` (days ago, newest first) into a column."""
        pool = [template for name in files for template in templates(name)]
        if domains is not None:
            pool = [template for template in pool if template.domain in domains]
        recent: list[str] = []
        for number, days_ago in enumerate(days):
            place = places[(number + len(site.key)) % len(places)] if places else site.place
            composed = self._compose(pool, place, days_ago, site.key, column, recent, extra or {}, prefix_place)
            if composed is None:
                continue
            recent.append(composed.title)
            self._publish(site, column, composed, days_ago, place, paper, number < pictures)

    def _compose(
        self,
        pool: Sequence[Template],
        place: Place,
        days_ago: int,
        site_key: str,
        column: str,
        recent: Sequence[str],
        extra: Mapping[str, str],
        prefix_place: bool,
    ) -> Composed | None:
        on, where = self.today - timedelta(days=days_ago), site_key + column
        fitting = [template for template in pool if template.fits(place.level, on.month)]
        if place.name.endswith(("区", "街道")):
            fitting = [template for template in fitting if not _is_rural(template)] or fitting
        for attempt in range(60):
            template = min(
                self.rng.sample(fitting, k=min(len(fitting), 12)),
                key=lambda one: (self.used[where, id(one)] + attempt // 12, self.used[id(one)]),
            )
            if attempt % 2:
                template = self.rng.choice(fitting)
            told = {**extra, "our": place.name} if prefix_place else extra
            where_told = _countryside(place) if template.domain in _RURAL else place
            composed = compose(self.rng, template, where_told, on, told)
            if prefix_place and place.short not in composed.title:
                composed = replace(composed, title=self._prefixed(composed.title, place))
            if attempt > 45 and composed.title in self.titles:
                composed = replace(composed, title=f"{composed.title}（{place.short}）")
            shape = site_key, _DIGITS.sub("", composed.title)
            if shape in self.shapes and attempt < 50:
                continue
            near = {title[:6] for title in recent[-4:]}
            if composed.title in self.titles or (composed.title[:6] in near and attempt < 40):
                continue
            self.titles.add(composed.title)
            self.shapes.add(shape)
            self.used[where, id(template)] += 1
            self.used[id(template)] += 1
            return composed
        return None

    def _prefixed(self, title: str, place: Place) -> str:
        if title.startswith(place.ours[1]) and "局" in title[:10]:
            return place.name + title[1:]
        if title.startswith(("全市", "全县", "全区")):
            return place.name + title[2:]
        return f"{place.name}：{title}" if "：" not in title else f"{place.name} {title.replace('：', ' ', 1)}"

    def _publish(
        self, site: SiteSpec, column: str, composed: Composed, days_ago: int, place: Place, paper: bool, picture: bool
    ) -> None:
        kind = office_of(site.key) or office_for(composed.domain)
        speaker = place if place.level != "镇" else site.place
        if composed.words["signed"]:
            source = composed.words["signed"]
        elif paper:
            source = medium(speaker)
        elif place.level == "镇":
            source = f"{place.name}人民政府" if not place.name.endswith("街道") else f"{place.name}办事处"
        elif kind == "city_admin" and speaker is PROVINCE:
            source = office(speaker, "housing")
        else:
            source = office(speaker, kind)
        scenes = PICTURES_OF.get(composed.domain, ("city-dawn",))
        scenes = next(((scene,) for word, scene in _TITLE_PICTURES if word in composed.title), scenes)
        scene = min(scenes, key=lambda one: self.used[site.key, one])
        self.used[site.key, scene] += picture
        self.articles.append(
            ArticleSpec(
                site=site.key,
                column=column,
                title=composed.title,
                summary=composed.summary,
                body=composed.body,
                source=source,
                author=self.rng.choice(REPORTERS),
                days_ago=days_ago,
                minute=self.rng.randint(8 * 60 + 12, 18 * 60 + 40),
                keywords=(composed.domain.removesuffix("专题"), place.short, office_short(speaker, kind)),
                picture=scene if picture else None,
            )
        )

    def add_drafts(self, site: SiteSpec, files: Sequence[str], column: str, count: int) -> None:
        """Items that are still with their authors or reviewers, some returned with an opinion."""
        before = len(self.articles)
        self.fill(site, column, files, [0] * count, pictures=0)
        for number, index in enumerate(range(before, len(self.articles))):
            article, state = self.articles[index], _STATES[(number + len(site.key)) % len(_STATES)]
            self.articles[index] = replace(article, state=state, days_ago=number % 3, notes=self._notes(state))

    def _notes(self, state: str) -> tuple[ReviewNote, ...]:
        minute = self.rng.randint(520, 1000)
        first = ReviewNote("first_review", True, self.rng.choice(FIRST_OPINIONS), 0, minute)
        second = ReviewNote("second_review", True, self.rng.choice(SECOND_OPINIONS), 0, minute + 25)
        if state == "second_review":
            return (first,)
        if state == "issue":
            return (first, second)
        if state == "returned":
            opinion = self.rng.choice(RETURN_OPINIONS)
            if self.rng.random() < 0.4:
                return (first, ReviewNote("second_review", False, opinion, 0, minute + 30))
            return (ReviewNote("first_review", False, opinion, 0, minute),)
        return ()


def spread(rng: random.Random, count: int, span: int, start: int = 0) -> list[int]:
    """`count` days ago between `start` and `start + span`, newest first, denser near the present."""
    if count == 1:
        return [start]
    days = sorted(start + round(span * (step / (count - 1)) ** 1.35) for step in range(count))
    return sorted(max(start, day + (rng.choice((-1, 0, 0, 1)) if index else 0)) for index, day in enumerate(days))
