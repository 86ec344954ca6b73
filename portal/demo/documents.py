"""Policy documents in the form of official documents, in every status, from the subjects in `texts/documents.txt`."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from .columns import document_column
from .composing import TEXTS, fill, office, office_short, place_words, summary_of, to_html
from .places import PROVINCE, organizations, sites
from .shapes import ArticleSpec, DocumentSpec, SiteSpec

_NUMERALS = "一二三四五六七八九十"
_ABBREVIATION = {
    "岚江": "岚",
    "临岚": "临",
    "栖云": "栖",
    "澄湖": "澄",
    "鹭洲": "鹭",
    "青汀": "青汀",
    "松濑": "松濑",
    "枫渡": "枫渡",
}
_OFFICE_MARK = {
    "civil": "民", "health": "卫健", "housing": "建", "edu": "教", "industry": "工信", "water": "水", "transport": "交",
    "natural": "自然资", "market": "市监", "agri": "农", "forestry": "林", "medins": "医保", "hrss": "人社",
    "env": "环", "emergency": "应急", "culture": "文旅", "data": "数", "city_admin": "城管", "weather": "气",
}  # fmt: skip
# Days ago of the province's own documents, one per subject in file order; the newest wait for their interpretation.
_PROVINCE_DAYS = (
    46, 5, 92, 118, 31, 203, 64, 158, 240, 76, 11, 302, 365, 27, 139, 54, 411, 178, 3, 38, 268, 102, 330, 221,
)  # fmt: skip
_CITY_SUBJECTS = {
    "linlan": ("lifts", "ev-charging", "bus", "pollution"),
    "qiyun": ("small-firms", "rural-water", "pubdata", "farmland"),
    "chenghu": ("elder-care", "green-build", "waste", "tourism"),
}
_COUNTY_SUBJECTS = {
    "luzhou": ("waste", "elder-care", "lifts"),
    "qingting": ("school-meals", "farmland", "pension"),
    "songlai": ("rural-water", "medical-pay", "forest"),
    "fengdu": ("tourism", "school-places", "credit"),
}
_OFFICE_SUBJECTS = {
    "qingting-jyj": "school-places",
    "luzhou-wjj": "childcare",
    "songlai-nyj": "farmland",
    "fengdu-jtj": "bus",
}
_TRIALS = ("lifts", "ev-charging", "school-meals", "housing-mix", "forest", "credit")
_REPEALED = 3
_AMENDED = {
    "green-build": "将“给予六个月整改期”修改为“给予九个月整改期”，增加“整改期内主动申请自主改造的，不计入低效用地台账”。",
    "forest": "将“成活率不低于85%”修改为“成活率不低于90%”，删去有关苗木统一采购的条款。",
    "farmland": "将“每亩每年安排不低于15元”修改为“每亩每年安排不低于20元”，并增加“管护经费使用情况每半年公示一次”。",
    "talent": "将“欠薪线索3日内立案”修改为“欠薪线索2日内立案”，删去求职补贴申请中提交纸质毕业证明的要求。",
    "tourism": "将“先行赔付”的受理时限由“二十四小时”修改为“一小时”，承办单位名称按现行机构设置统一调整。",
    "sports": "增加“新建住宅小区健身设施与住宅同步验收、同步交付”，删去场地开放须逐级审批的规定。",
}
_GOALS = (
    "坚持以人民为中心，坚持问题导向、因地制宜、尽力而为、量力而行，着力解决群众急难愁盼问题",
    "坚持政府引导、社会参与、分类施策、稳步推进，把好事办好、实事办实",
    "坚持统筹规划、协同推进、公开透明、注重实效，推动公共服务提质扩面",
    "坚持依法规范、便民高效、守正创新、久久为功，不搞“一刀切”，不层层加码",
)
_ENDINGS = (
    (
        "加强组织领导。各地要建立由分管负责同志牵头的工作机制，{later2}前制定具体办法并向社会公布。",
        "强化资金保障。统筹一般公共预算和专项资金，加强全过程绩效管理，确保专款专用。",
        "做好宣传解读。通过政府网站、政务新媒体和村（社区）公开栏解读政策，及时回应群众关切。",
    ),
    (
        "压实工作责任。{office}牵头抓总，有关部门按照附件分工抓好落实，重要情况及时报告。",
        "开展跟踪评估。每年组织一次实施情况评估，评估报告向社会公开，作为调整完善政策的依据。",
        "接受社会监督。设立意见反映渠道，对群众来信来电七个工作日内答复，典型问题公开通报。",
    ),
    (
        "建立协调机制。定期会商解决跨部门、跨区域问题，防止推诿扯皮。",
        "鼓励先行先试。支持{sub}、{sub2}等地结合实际探索创新，成熟经验及时推广。",
        "严肃工作纪律。坚决防止形式主义，不得增加基层负担，对弄虚作假的依规依纪处理。",
    ),
)


@dataclass
class Subject:
    """What one document is about, at any level."""

    key: str
    office: str
    topic: tuple[str, str]
    by: str
    title: str = ""
    background: str = ""
    sections: list[tuple[str, list[str]]] = field(default_factory=list)
    benefits: list[str] = field(default_factory=list)
    questions: list[tuple[str, str]] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """The kind of official document, by the last word of the title."""
        return self.title[-2:]

    @property
    def trial_title(self) -> str:
        """What the provisional document before this one was called."""
        if self.genre == "意见":
            return f"{self.title}（试行）"
        core = self.title.removesuffix("的通知").removesuffix("有关事项").removesuffix("办法")
        for lead in ("关于印发", "关于加强", "关于规范", "关于"):
            core = core.removeprefix(lead)
        return f"关于印发{core}暂行办法的通知"

    @property
    def short(self) -> str:
        """The matter itself, without 关于 and 的通知."""
        core = self.title.removeprefix("关于").removeprefix("印发")
        return core.removesuffix("的实施意见").removesuffix("的" + self.genre)


@cache
def subjects() -> dict[str, Subject]:
    """All subjects by key, in file order."""
    found: dict[str, Subject] = {}
    for line in (TEXTS / "documents.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.strip().partition(" ")
        if mark == "===":
            key, kind, topic, by, _ = (part.strip() for part in rest.split("|"))
            group, _, name = topic.partition("/")
            subject = found[key] = Subject(key, kind, (group, name), by)
        elif mark == "T":
            subject.title = rest
        elif mark == "B":
            subject.background = rest
        elif mark == "H":
            subject.sections.append((rest, []))
        elif mark == "M":
            subject.sections[-1][1].append(rest)
        elif mark == "P":
            subject.benefits.append(rest)
        elif mark == "Q":
            question, _, answer = rest.partition(" = ")
            subject.questions.append((question, answer))
    return found


class Registry:
    """Numbers documents: one series of 发文字号 and one of 索引号 per issuer and year."""

    def __init__(self, rng: random.Random) -> None:
        """Start every series at a small number."""
        self.rng = rng
        self.numbers: dict[tuple[str, int], int] = {}
        self.serials: dict[tuple[str, int], int] = {}
        self.rates: dict[str, float] = {}
        self.codes = {organization.key: organization.code for organization in organizations()}

    def document_number(self, mark: str, on: date) -> str:
        """The next number after the earlier ones of the year, growing with the calendar."""
        rate = self.rates.setdefault(mark, self.rng.uniform(0.03, 0.15))
        number = max(self.numbers.get((mark, on.year), 0) + 1, round(on.timetuple().tm_yday * rate) + 1)
        self.numbers[mark, on.year] = number
        return f"{mark}〔{on.year}〕{number}号"

    def index_number(self, organization: str, on: date) -> str:
        """The next index number of an organization in a year."""
        serial = self.serials.get((organization, on.year), on.timetuple().tm_yday) + self.rng.randint(1, 5)
        self.serials[organization, on.year] = serial
        return f"{self.codes[organization]}/{on.year}-{serial:05d}"


def compose_documents(rng: random.Random, today: date, is_workday: Callable[[date], bool]) -> tuple[DocumentSpec, ...]:
    """The sixty documents, oldest first so that each may refer to earlier ones; written and printed on working days."""
    by_key = {site.key: site for site in sites()}
    plan: list[tuple[int, SiteSpec, Subject, str]] = []
    for days_ago, subject in zip(_PROVINCE_DAYS, subjects().values(), strict=True):
        plan.append((days_ago, by_key["lanjiang"], subject, ""))
    for number, key in enumerate(_TRIALS):
        newer = _PROVINCE_DAYS[list(subjects()).index(key)]
        age = 430 if number < _REPEALED else 735
        plan.append((newer + age + number * 9, by_key["lanjiang"], subjects()[key], "trial"))
    for keys, first, step in ((_CITY_SUBJECTS, 14, 61), (_COUNTY_SUBJECTS, 20, 97)):
        for shift, (site, wanted) in enumerate(keys.items()):
            for number, key in enumerate(wanted):
                plan.append((first + shift * 7 + number * step, by_key[site], subjects()[key], ""))
    for number, (site, key) in enumerate(_OFFICE_SUBJECTS.items()):
        plan.append((23 + number * 16, by_key[site], subjects()[key], ""))
    plan.sort(key=lambda row: -row[0])
    registry, found = Registry(rng), {}
    for days_ago, site, subject, variant in plan:
        document = _compose(rng, registry, today, days_ago, site, subject, variant, found, is_workday)
        found[document.key] = document
    return tuple(_with_decisions(rng, registry, today, found, is_workday))


def _compose(
    rng: random.Random,
    registry: Registry,
    today: date,
    days_ago: int,
    site: SiteSpec,
    subject: Subject,
    variant: str,
    earlier: dict[str, DocumentSpec],
    is_workday: Callable[[date], bool],
) -> DocumentSpec:
    place, on = site.place, today - timedelta(days=days_ago)
    while not is_workday(on):
        on, days_ago = on - timedelta(days=1), days_ago + 1
    by = "部门" if site.kind == "department" else subject.by
    issuer, organization, mark = _issuer(site, subject, by)
    title = subject.trial_title if variant == "trial" else subject.title
    words = place_words(rng, place, on)
    number = registry.document_number(mark, on)
    above = earlier.get(f"lanjiang:{subject.key}") if place is not PROVINCE else None
    years = 2 if variant == "trial" else 5
    effective = on + timedelta(days=rng.choice((0, 10, 30)))
    expires = _years_later(effective, years)
    lines = _text(rng, site, subject, by, words, issuer, on, effective, years, above)
    printed = on + timedelta(days=rng.choice((1, 2, 3)))
    while not is_workday(printed):
        printed += timedelta(days=1)
    printed = max(on, min(printed, today))
    published_days = max(0, min(days_ago, (today - printed).days))
    validity = "失效" if expires < today else "有效"
    article = ArticleSpec(
        site=site.key,
        column=document_column(site, by),
        title=f"{issuer}{title}",
        summary=summary_of(lines[1:]),
        body=to_html(lines),
        source=issuer,
        author="",
        days_ago=published_days,
        minute=rng.randint(9 * 60, 17 * 60),
        keywords=(subject.topic[1], subject.short[:14], place.short),
    )
    return DocumentSpec(
        key=f"{site.key}:{subject.key}" + (f":{variant}" if variant else ""),
        article=article,
        index_number=registry.index_number(organization, on),
        document_number=number,
        issuer=issuer,
        co_issuers=(office(place, "finance"),) if by == "部门" and rng.random() < 0.3 else (),
        written_on=on,
        printed_on=printed,
        effective_on=effective,
        expires_on=expires,
        topic=subject.topic,
        genre=subject.genre,
        validity=validity,
        validity_note=f"有效期届满，自{_chinese_date(expires)}起自动失效" if validity == "失效" else "",
        changed_by=None,
        needs_interpretation=variant == ""
        and ("-" in site.key or days_ago < 45 or (days_ago < 270 and rng.random() < 0.78)),
        normative=True,
    )


def _issuer(site: SiteSpec, subject: Subject, by: str) -> tuple[str, str, str]:
    place = site.place
    head = _ABBREVIATION[place.short]
    if site.kind == "department":
        return site.name, site.sponsor, f"{head}{_OFFICE_MARK[subject.office]}发"
    root = site.key
    if by == "政府":
        return f"{place.name}人民政府", root, f"{head}政发"
    if by == "办公":
        return office(place, "office"), f"{root}/office", f"{head}政办发"
    kind = "housing" if subject.office == "city_admin" and place is PROVINCE else subject.office
    return office(place, kind), f"{root}/{kind}", f"{head}{_OFFICE_MARK[kind]}发"


def _text(
    rng: random.Random,
    site: SiteSpec,
    subject: Subject,
    by: str,
    words: dict[str, str],
    issuer: str,
    on: date,
    effective: date,
    years: int,
    above: DocumentSpec | None,
) -> list[str]:
    place = site.place
    gov = place.government
    lines = [_addressees(site, by, office_short(place, subject.office))]
    background = fill(rng, subject.background, words)
    approved = "" if by == "政府" else f"经{gov}同意，"
    kind = "以下意见" if subject.genre == "意见" else "有关事项通知如下"
    purpose = f"为做好{subject.short}工作" if len(subject.short) < 30 else "为切实解决上述问题"
    if above is not None:
        lines.append(
            f"为贯彻落实《{above.article.title}》（{above.document_number}），结合{place.ours}实际，{approved}"
            + (f"现提出{kind}。" if subject.genre == "意见" else f"现将{kind}。")
        )
    else:
        lines.append(
            f"当前，{background}。{purpose}，根据国家有关规定，结合{place.ours}实际，{approved}"
            + (f"现提出{kind}。" if subject.genre == "意见" else f"现将{kind}。")
        )
    aim = f"针对{background}的实际，" if above is not None else ""
    lines.append("## 一、总体要求")
    lines.append(f"{rng.choice(_GOALS)}。{aim}到{on.year + 2}年，基本形成制度健全、责任清晰、群众满意的工作格局。")
    number = 1
    for heading, measures in subject.sections:
        number += 1
        lines.append(f"## {_NUMERALS[number - 1]}、{heading}")
        chosen = (
            measures if place is PROVINCE or len(measures) < 3 else sorted(rng.sample(measures, 2), key=measures.index)
        )
        for index, measure in enumerate(chosen):
            name, _, rest = measure.partition("。")
            text = fill(rng, rest, words)
            lines.append(f"**（{_NUMERALS[index]}）{name}。**{text}")
    lines.append(f"## {_NUMERALS[number]}、组织实施")
    for index, ending in enumerate(rng.choice(_ENDINGS)):
        name, _, rest = fill(rng, ending, words).partition("。")
        lines.append(f"**（{_NUMERALS[index]}）{name}。**{rest}")
    this = "本意见" if subject.genre == "意见" else "本通知"
    lines.append(f"{this}自{_chinese_date(effective)}起施行，有效期{years}年。国家和省有新规定的，从其规定。")
    lines.append("附件：1. 重点任务分工表")
    lines.append("　　　2. 主要指标年度计划")
    lines.append(f"> {issuer}")
    lines.append(f"> {_chinese_date(on)}")
    lines.append("（此件公开发布）")
    return lines


def _addressees(site: SiteSpec, by: str, short: str) -> str:
    place = site.place
    gov = place.government
    if site.kind == "department":
        return {
            "edu": "各中小学校、幼儿园，局机关各股室：",
            "health": "各社区卫生服务中心、托育机构，局机关各科室：",
            "agri": "各乡镇农业综合服务中心，局属各单位：",
            "transport": "各客货运输企业、公交公司，局属各单位：",
        }[site.sponsor.rpartition("/")[2]]
    if by == "部门":
        return {
            "省": f"各市{short[1:].replace('厅', '局')}，厅（局）属各单位：",
            "市": f"各县（区）{short[1:]}，局属各单位：",
        }.get(place.level, "各乡镇人民政府、街道办事处，有关单位：")
    return {
        "省": f"各市、县（区）人民政府，{gov}各部门、各直属机构：",
        "市": f"各县（区）人民政府，{gov}各部门、各直属机构：",
    }.get(place.level, f"各乡镇人民政府、街道办事处，{gov}各部门：")


def _with_decisions(
    rng: random.Random,
    registry: Registry,
    today: date,
    found: dict[str, DocumentSpec],
    is_workday: Callable[[date], bool],
) -> list[DocumentSpec]:
    """Add the two decisions that amend and repeal, and mark what they touch."""
    trials = [f"lanjiang:{key}:trial" for key in _TRIALS[:_REPEALED]]
    amended = [f"lanjiang:{key}" for key in _AMENDED]
    for name, verb, keys, validity, days_ago in (
        ("amend", "修改", amended, "已修改", 24),
        ("repeal", "废止", trials, "废止", 17),
    ):
        on = today - timedelta(days=days_ago)
        while not is_workday(on):
            on -= timedelta(days=1)
        issuer = f"{PROVINCE.name}人民政府"
        title = f"{issuer}关于{verb}部分行政规范性文件的决定"
        number = registry.document_number("岚政发", on)
        lines = ["各市、县（区）人民政府，省政府各部门、各直属机构："]
        lines.append(
            f"为维护法制统一，推进依法行政，经组织清理并征求社会意见，省人民政府决定对{len(keys)}件行政规范性文件予以{verb}。"
        )
        for index, key in enumerate(keys):
            old = found[key]
            lines.append(f"{_NUMERALS[index]}、{verb}《{old.article.title}》（{old.document_number}）。")
            if verb == "修改":
                lines.append(_AMENDED[key.partition(":")[2]])
        lines.append(
            "本决定自公布之日起施行。"
            + ("文件原文已在省政府网站相应页面作出标注。" if verb == "修改" else "其相关内容以新颁布的文件为准。")
        )
        lines += ["> " + issuer, "> " + _chinese_date(on), "（此件公开发布）"]
        article = ArticleSpec(
            "lanjiang", "zc/zfwj", title, summary_of(lines[1:]), to_html(lines), issuer, "",
            max(0, (today - on).days - 1), rng.randint(560, 1000), ("政务公开", "规范性文件清理", "岚江"),
        )  # fmt: skip
        decision = DocumentSpec(
            f"lanjiang:{name}", article, registry.index_number("lanjiang", on), number, issuer, (), on,
            on + timedelta(days=1), on, None, ("综合政务", "政务公开"), "决定", "有效", "", None, False, False,
        )  # fmt: skip
        note = f"已被《{title}》（{number}）{verb}"
        for key in keys:
            found[key] = replace(found[key], validity=validity, validity_note=note, changed_by=decision.key)
        found[decision.key] = decision
    return sorted(found.values(), key=lambda document: document.written_on)


def _chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
