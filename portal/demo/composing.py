"""Turn templates with slots into texts: the same template, place and random state always give the same text.

A template file in `texts/` is a list of blocks:

    === domain | where | months          e.g.  === 交通 | 省市县 | 3-5,9-11     (where and months may be empty)
    $ road: one|two|three                a slot; `a,b: x,y|p,q` chooses linked words; `n: 20~90`, `n: 2~9.1`, `n: ^20~90`
    T A title with {road} and {n}        one or more
    A paragraph with {road} and [[this|that]] wording.

`^` scales a number to the size of the place. In paragraphs, `## ` opens a heading, `- ` a list item, `1. ` a numbered
item, `| a | b |` a table row (the first row is the head), `> ` an aligned signature line.
"""

import html
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from .shapes import Place

TEXTS = Path(__file__).parent / "texts"
SCALE = {"省": 1.0, "市": 0.32, "县": 0.09, "局": 0.09, "镇": 0.012}
ZONE_OWNERS = {
    "岚江新区": ("临岚市", "芦汀区"),
    "云渚高新技术产业开发区": ("栖云市", "云渚区"),
    "雁回岭绿色能源基地": ("栖云市", "鹤川县"),
    "澄湖经济技术开发区": ("澄湖市", "星渚区"),
    "临岚高新技术产业开发区": ("鹭洲区",),
    "芦汀物流园": ("芦汀区",),
    "栖云林产工业园": ("松濑县",),
    "鹤川装备制造园": ("鹤川县",),
    "星渚数字产业园": ("星渚区",),
    "漪川食品产业园": ("漪川县",),
    "桐汀工业集中区": ("桐汀镇",),
    "石斛岭中药材产业园": ("石斛岭镇",),
    "漪湾文旅产业园": ("漪湾镇",),
    "棠岸文化创意园": ("棠岸街道",),
}
_URBAN_WORDS = (
    ("村规民约", "居民公约"),
    ("白天务农、夜里排练", "白天上班、晚上排练"),
    ("村晚", "社区晚会"),
    ("进山村", "进社区"),
    ("村民代表", "居民代表"),
    ("村民", "居民"),
    ("农户", "居民"),
    ("村党组织", "社区党组织"),
    ("村道", "背街小巷"),
    ("沿岸村庄", "沿岸社区"),
    ("家长忙完农活再来接孩子", "家长下班后再来接孩子"),
    ("下沉”到村", "下沉”到社区"),
    ("送到镇里", "送到街道"),
    ("社区社区", "社区"),
)
_NUMBER = re.compile(r"^(\^?)(\d+(?:\.\d+)?)~(\d+(?:\.\d+)?)(?:/(\d+))?$")
_CHOICE = re.compile(r"\[\[(.+?)\]\]", re.S)

OFFICES = {
    "office": ("人民政府办公厅", "人民政府办公室", "人民政府办公室"),
    "ndrc": ("发展和改革委员会", "发展和改革委员会", "发展和改革局"),
    "edu": ("教育厅", "教育局", "教育局"),
    "science": ("科学技术厅", "科学技术局", "科学技术局"),
    "industry": ("工业和信息化厅", "工业和信息化局", "工业和信息化局"),
    "police": ("公安厅", "公安局", "公安局"),
    "civil": ("民政厅", "民政局", "民政局"),
    "finance": ("财政厅", "财政局", "财政局"),
    "hrss": ("人力资源和社会保障厅", "人力资源和社会保障局", "人力资源和社会保障局"),
    "natural": ("自然资源厅", "自然资源和规划局", "自然资源局"),
    "env": ("生态环境厅", "生态环境局", "生态环境分局"),
    "housing": ("住房和城乡建设厅", "住房和城乡建设局", "住房和城乡建设局"),
    "transport": ("交通运输厅", "交通运输局", "交通运输局"),
    "water": ("水利厅", "水利局", "水利局"),
    "agri": ("农业农村厅", "农业农村局", "农业农村局"),
    "commerce": ("商务厅", "商务局", "商务局"),
    "culture": ("文化和旅游厅", "文化和旅游局", "文化和旅游局"),
    "health": ("卫生健康委员会", "卫生健康委员会", "卫生健康局"),
    "emergency": ("应急管理厅", "应急管理局", "应急管理局"),
    "audit": ("审计厅", "审计局", "审计局"),
    "market": ("市场监督管理局", "市场监督管理局", "市场监督管理局"),
    "stat": ("统计局", "统计局", "统计局"),
    "medins": ("医疗保障局", "医疗保障局", "医疗保障局"),
    "forestry": ("林业局", "林业局", "林业局"),
    "data": ("数据局", "数据局", "数据局"),
    "city_admin": ("住房和城乡建设厅", "城市管理局", "城市管理局"),
    "weather": ("气象局", "气象局", "气象局"),
    "veteran": ("退役军人事务厅", "退役军人事务局", "退役军人事务局"),
}


@dataclass(frozen=True)
class Template:
    """One block of a text file."""

    domain: str
    levels: str
    months: frozenset[int]
    slots: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    lines: tuple[str, ...]
    number: int

    def fits(self, level: str, month: int) -> bool:
        """Whether this template may be told of a place of that level in that month."""
        return (not self.levels or level in self.levels) and (not self.months or month in self.months)


@dataclass(frozen=True)
class Composed:
    """A finished text: title, summary, HTML and the words used to fill it."""

    title: str
    summary: str
    body: str
    words: Mapping[str, str]
    domain: str
    number: int


@cache
def templates(name: str) -> tuple[Template, ...]:
    """All blocks of `texts/<name>.txt`."""
    found: list[Template] = []
    head, slots, titles, lines = None, [], [], []

    def close() -> None:
        if head is None:
            return
        domain, levels, months = ([part.strip() for part in head.split("|")] + ["", ""])[:3]
        found.append(Template(domain, levels, _months(months), tuple(slots), tuple(titles), tuple(lines), len(found)))

    for raw in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("//"):
            continue
        if line.startswith("==="):
            close()
            head, slots, titles, lines = line[3:].strip(), [], [], []
        elif line.startswith("$ "):
            key, _, value = line[2:].partition(":")
            slots.append((key.strip(), value.strip()))
        elif line.startswith("T "):
            titles.append(line[2:].strip())
        else:
            lines.append(line)
    close()
    return tuple(found)


def _months(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, _, last = part.partition("-")
        low, high = int(first), int(last or first)
        found |= set(range(low, high + 1)) if low <= high else set(range(low, 13)) | set(range(1, high + 1))
    return frozenset(found)


@cache
def _options(text: str) -> tuple[str, ...]:
    return tuple(option.strip() for option in text.split("|"))


def draw(rng: random.Random, value: str, scale: float = 1.0) -> str:
    """One value of a slot: a word of a list or a number of a range."""
    number = _NUMBER.match(value)
    if number is None:
        return rng.choice(_options(value))
    scaled, low, high, step = number.groups()
    factor = scale if scaled else 1.0
    decimals = max(len(low.partition(".")[2]), len(high.partition(".")[2]))
    if decimals:
        return f"{max(rng.uniform(float(low), float(high)) * factor, 10**-decimals):.{decimals}f}"
    unit = int(step or 1)
    picked = rng.uniform(int(low), int(high)) * factor
    return str(max(unit, round(picked / unit) * unit))


def office(place: Place, kind: str) -> str:
    """The full name of an office of a place: 岚江省教育厅, 青汀县教育局."""
    names = OFFICES[kind]
    return place.name + names[{"省": 0, "市": 1}.get(place.level, 2)]


def office_short(place: Place, kind: str) -> str:
    """The name of an office as local texts use it: 省教育厅, 县教育局, 省发展改革委."""
    name = OFFICES[kind][{"省": 0, "市": 1}.get(place.level, 2)]
    for long, brief in (
        ("发展和改革委员会", "发展改革委"),
        ("发展和改革局", "发展改革局"),
        ("人力资源和社会保障", "人力资源社会保障"),
        ("住房和城乡建设", "住房城乡建设"),
        ("卫生健康委员会", "卫生健康委"),
        ("工业和信息化", "工业和信息化"),
        ("市场监督管理局", "市场监管局"),
        ("科学技术", "科技"),
        ("人民政府办公", "政府办公"),
    ):
        name = name.replace(long, brief)
    return place.ours[1] + name


def place_words(rng: random.Random, place: Place, on: date) -> dict[str, str]:
    """The words every template may use: names of the place, its offices, a few of its features, and the date."""
    parts = rng.sample(place.parts, k=min(4, len(place.parts)))
    zone = rng.choice(place.zones)
    owner = next((part for part in place.parts if part in ZONE_OWNERS.get(zone, ())), None)
    if owner is not None:
        parts = [owner, *(part for part in parts if part != owner)]
    before = on - timedelta(days=rng.choice((0, 0, 1)))
    last = on.replace(day=1) - timedelta(days=1)
    words = {
        "place": place.name,
        "p": place.short,
        "scope": place.scope,
        "our": place.ours,
        "one": place.ours[1],
        "gov": place.government,
        "govfull": place.name + "人民政府",
        "head": place.head,
        "deputy": rng.choice(place.deputies),
        "road": rng.choice(place.roads),
        "zone": zone,
        "school": rng.choice(place.schools),
        "hospital": place.hospital,
        "river": place.river,
        "hill": place.hill,
        "village": rng.choice(place.villages),
        "tel": f"{place.phone_prefix}-{rng.randint(2100000, 8799999)}",
        "y": str(on.year),
        "ny": str(on.year + 1),
        "ly": str(on.year - 1),
        "m": str(before.month),
        "d": str(before.day),
        "day": f"{before.month}月{before.day}日",
        "date": f"{on.year}年{on.month}月{on.day}日",
        "lm": str(last.month),
        "lmonth": f"{last.year}年{last.month}月",
        "period": f"1至{last.month}月" if last.month not in (1, 12) else ("1月份" if last.month == 1 else "上年全年"),
        "season": ("冬", "冬", "春", "春", "春", "夏", "夏", "夏", "秋", "秋", "秋", "冬")[on.month - 1],
        "later": _month_day(on + timedelta(days=rng.randint(12, 30))),
        "later2": _month_day(on + timedelta(days=rng.randint(35, 60))),
        "ago": _month_day(on - timedelta(days=rng.randint(35, 100))),
    }
    for index in range(4):
        words["sub" if index == 0 else f"sub{index + 1}"] = parts[index % len(parts)]
    for kind in OFFICES:
        words[kind] = office_short(place, kind)
        words[kind + "_full"] = office(place, kind)
    return words


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def fill(rng: random.Random, text: str, words: Mapping[str, str]) -> str:
    """Choose one of each `[[a|b]]` and put the words into the slots; a slot's word may hold slots itself."""
    text = _CHOICE.sub(lambda found: rng.choice(found.group(1).split("|")), text)
    for _ in range(3):
        if "{" not in text:
            break
        text = text.format_map(words)
    return text


def compose(
    rng: random.Random,
    template: Template,
    place: Place,
    on: date,
    extra: Mapping[str, str] | None = None,
    title_number: int | None = None,
) -> Composed:
    """Tell one template of one place on one day."""
    words = place_words(rng, place, on)
    words.update(extra or {})
    scale = SCALE[place.level]
    for key, value in template.slots:
        keys = [part.strip() for part in key.split(",")]
        if extra and all(part in extra for part in keys):
            continue
        drawn = draw(rng, value, scale)
        if len(keys) == 1:
            words[key] = drawn
        else:
            words.update(zip(keys, (part.strip() for part in drawn.split(",")), strict=True))
    for key in {part.strip() for slot, _ in template.slots for part in slot.split(",")}:
        words[key] = fill(rng, words[key], words)
    pattern = rng.choice(template.titles) if title_number is None else template.titles[title_number]
    title = fill(rng, pattern, words)
    lines = [fill(rng, line, words) for line in template.lines]
    if place.name.endswith(("区", "街道")):
        lines = [_urban(line) for line in lines]
        title = _urban(title)
    signers = [line[2:] for line in lines if line.startswith("> ")]
    words["signed"] = signers[0] if signers else ""
    return Composed(title, summary_of(lines), to_html(lines), words, template.domain, template.number)


def _urban(text: str) -> str:
    """The same told of town dwellers."""
    for rural, urban in _URBAN_WORDS:
        text = text.replace(rural, urban)
    return text


def summary_of(lines: Iterable[str]) -> str:
    """The first prose of a text, cut at the end of a sentence, at most 120 characters."""
    for line in lines:
        if line[:2] in ("##", "- ", "| ", "> ", "1.") or line.endswith("："):
            continue
        kept = ""
        for sentence in re.findall(r"[^。！？]*[。！？]", line) or [line]:
            if kept and len(kept) + len(sentence) > 110:
                break
            kept += sentence
        if len(kept) <= 150:
            return kept
        cut = kept[:118]
        return cut[: max(cut.rfind("，"), cut.rfind("、"), 60)].rstrip("，、；：") + "……"
    return ""


def to_html(lines: Iterable[str]) -> str:
    """The HTML of marked lines: paragraphs, headings, lists, tables, signatures."""
    return "\n".join(_blocks(list(lines)))


def _blocks(lines: list[str]) -> Iterator[str]:
    index = 0
    while index < len(lines):
        line = lines[index]
        kind = _kind(line)
        if kind in ("ul", "ol", "table"):
            end = index
            while end < len(lines) and _kind(lines[end]) == kind:
                end += 1
            yield _table(lines[index:end]) if kind == "table" else _list(kind, lines[index:end])
            index = end
            continue
        if kind == "h3":
            yield f"<h3>{html.escape(line[4:], quote=False)}</h3>"
        elif kind == "h2":
            yield f"<h2>{html.escape(line[3:], quote=False)}</h2>"
        elif kind == "sign":
            yield f'<p class="signature">{html.escape(line[2:], quote=False)}</p>'
        else:
            yield f"<p>{_strong(html.escape(line, quote=False))}</p>"
        index += 1


def _kind(line: str) -> str:
    if line.startswith("### "):
        return "h3"
    if line.startswith("## "):
        return "h2"
    if line.startswith("- "):
        return "ul"
    if re.match(r"^\d+\. ", line):
        return "ol"
    if line.startswith("|"):
        return "table"
    if line.startswith("> "):
        return "sign"
    return "p"


def _strong(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)


def _list(kind: str, lines: list[str]) -> str:
    items = "".join(f"<li>{html.escape(line.split(' ', 1)[1], quote=False)}</li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{html.escape(cell, quote=False)}</th>' for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
