"""Content that stands for long: what offices do, who leads, guides and annual reports of disclosure."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from .composing import compose, office, office_short, place_words, templates, to_html
from .news import Newsroom
from .places import DUTIES, PROVINCE, office_of, organization_key, organizations
from .shapes import ArticleSpec, OrganizationSpec, Place, SiteSpec

_SHOWN_OFFICES = {
    "省": ("office", "ndrc", "edu", "science", "civil", "housing", "transport", "agri", "health", "env", "market"),
    "市": ("office", "edu", "civil", "hrss", "transport", "culture"),
    "县": ("office", "agri", "health", "edu"),
}
_SECTIONS = {
    "office": ("综合处", "督查室", "政务公开办公室", "信息处"),
    "edu": ("基础教育处", "职业教育处", "教师工作处", "学校安全处"),
    "health": ("医政处", "疾病预防控制处", "基层卫生处", "老龄健康处"),
    "agri": ("种植业处", "乡村产业处", "农田建设处", "农产品质量安全处"),
    "transport": ("公路管理处", "运输管理处", "安全监督处", "规划建设处"),
}
_COMMON_SECTIONS = ("综合处", "政策法规处", "业务管理处", "监督检查处")
_PORTFOLIOS = (
    ("发展改革、财政、统计、政务服务和数据", "ndrc"),
    ("教育、科技、人力资源社会保障、文化旅游", "edu"),
    ("工业、商务、市场监管、住房城乡建设、交通运输", "transport"),
    ("农业农村、水利、林业、应急管理、民政和退役军人事务", "agri"),
)
_YEARS_OF_REPORTS = 3


@dataclass(frozen=True)
class _Voice:
    org: str
    place: Place
    office: str


def fill_standing_columns(room: Newsroom, site: SiteSpec, columns: frozenset[str]) -> None:
    """Write the standing items of a site into the columns that it has."""
    place, own = site.place, office_of(site.key)
    voice = _Voice(site.name, place, site.name + "办公室" if own else office(place, "office"))
    if own:
        _office_page(room, site, "jgzn", own, 60)
        return
    for number, kind in enumerate(_SHOWN_OFFICES[site.level]):
        _office_page(room, site, "zwgk/jgzn", kind, 40 + number * 21)
    _leaders(room, site)
    _told(room, site, "zwgk/zn", "指南", voice, 80)
    _told(room, site, "zwgk/ysqgk", "申请", voice, 95)
    for number in range(_YEARS_OF_REPORTS if site.level == "省" else 2 if site.level == "市" else 1):
        year = room.today.year - 1 - number
        published = room.today.replace(month=1, day=25 - number, year=year + 1)
        if published < room.today:
            _told(room, site, "zwgk/nb", "年报", voice, (room.today - published).days, yr=str(year))
    if "zwgk/zd" in columns:
        room.fill(site, "zwgk/zd", ["openness"], [70, 130, 240, 330][: 4 if place is PROVINCE else 2], domains=["制度"])


def _told(room: Newsroom, site: SiteSpec, column: str, domain: str, voice: _Voice, days_ago: int, yr: str = "") -> None:
    template = next(one for one in templates("openness") if one.domain == domain)
    rng, on = room.rng, room.today - timedelta(days=days_ago)
    asked = rng.randint(26, 380)
    denied, unable, other, part = (rng.randint(1, max(1, asked // 12)) for _ in range(4))
    made, gone = rng.randint(4, 38), rng.randint(0, 9)
    extra = {
        "org": voice.org, "orgoffice": voice.office, "yr": yr, "made": str(made), "gone": str(gone),
        "valid": str(made + rng.randint(60, 240)), "granted": str(asked - denied - unable - other - part),
        "part": str(part), "denied": str(denied), "unable": str(unable), "other": str(other),
    }  # fmt: skip
    kept = tuple(slot for slot in template.slots if slot[0] != "req")
    composed = compose(rng, replace(template, slots=kept), voice.place, on, {**extra, "req": str(asked)})
    room.titles.add(composed.title)
    room.articles.append(
        ArticleSpec(
            site.key, column, composed.title, composed.summary, composed.body, voice.office, "", days_ago,
            rng.randint(540, 1000), ("政务公开", voice.place.short),
        )
    )  # fmt: skip


def _office_page(room: Newsroom, site: SiteSpec, column: str, kind: str, days_ago: int) -> None:
    place = site.place
    name, key = office(place, kind), organization_key(place, kind)
    organization = _organizations()[key]
    local = place is not PROVINCE
    sections = [section.replace("处", "科") if local else section for section in _SECTIONS.get(kind, _COMMON_SECTIONS)]
    lines = [
        f"{name}是{place.government}工作部门。{DUTIES[kind]}",
        "## 主要职责",
        f"- 贯彻执行国家有关法律法规和方针政策，起草{place.scope}相关规范性文件并组织实施。",
        *(f"- {duty}。" for duty in DUTIES[kind].rstrip("。").replace("负责", "").split("，")),
        f"- 完成{place.government}交办的其他任务，办理职责范围内的群众来信和网上留言。",
        "## 内设机构",
        "| 机构 | 办公电话 |",
        *(f"| {section} | 0000-{int(organization.phone[5:]) + index} |" for index, section in enumerate(sections, 1)),
        "## 联系方式",
        f"办公地址：{organization.address}；值班电话：{organization.phone}；办公时间：工作日8:30—12:00、14:00—17:30。",
    ]
    room.articles.append(
        ArticleSpec(
            site.key, column, f"{name}机构职能", DUTIES[kind], to_html(lines), name, "", days_ago,
            room.rng.randint(540, 1000), ("机构职能", office_short(place, kind)),
        )
    )  # fmt: skip


@cache
def _organizations() -> dict[str, OrganizationSpec]:
    return {organization.key: organization for organization in organizations()}


def _leaders(room: Newsroom, site: SiteSpec) -> None:
    place, rng = site.place, room.rng
    for number, titled in enumerate((place.head, *place.deputies)):
        post, name = _split(titled)
        words = place_words(rng, place, room.today)
        if number == 0:
            task, extra = f"主持{place.government}全面工作，分管审计工作。", ""
        else:
            portfolio, kind = _PORTFOLIOS[(number - 1) % len(_PORTFOLIOS)]
            task = f"负责{portfolio}等方面工作。"
            extra = f"分管{words[kind]}等部门，联系{words['sub']}。"
        lines = [
            f"**{post}　{name}**",
            f"**工作分工：**{task}{extra}",
            f"**联系方式：**来信请通过本网站“领导信箱”提交，由{office_short(place, 'office')}登记办理，七个工作日内答复。",
        ]
        room.articles.append(
            ArticleSpec(
                site.key, "zwgk/ldxx", f"{post} {name}", task, to_html(lines), office(place, "office"), "",
                30 + number, 600 + number * 3, ("领导信息", place.short),
            )
        )  # fmt: skip


def _split(titled: str) -> tuple[str, str]:
    """省长陆清和 → 省长, 陆清和."""
    cut = titled.index("长") + 1
    return titled[:cut], titled[cut:]
