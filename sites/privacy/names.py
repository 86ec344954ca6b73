"""People's names: masking them, and finding what is known of a writer whatever is put between its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sites.privacy.kinds import Kind
from sites.privacy.reading import Reading, read

LITERAL = frozenset({Kind.NAME, Kind.ADDRESS, Kind.PHONE})
Known = Sequence[tuple[Kind, str]]
DOTS = "·・•‧∙.。"
_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于"
    "司空闾丘子车司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘西门第五"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[place : place + 2] for place in range(0, len(_PAIRS), 2))
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常汤康赖翁温芦文耿葛樊甘邢岳齐梅庄涂"
    "殷翟倪霍鲁施兰纪章俞阮欧简葛安尚焦巴柯凌裴窦包申卓柳詹鲍连喻路左辛管祝阎聂冉费游颜柴关季翁宫苗谷牟舒"
)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_DESIGNATIONS = (
    "业主", "村民", "居民", "市民", "家长", "学生", "职工", "员工", "群众", "用户", "网友", "户主", "来信人", "举报人", "投诉人", "反映人",
    "申请人",
)  # fmt: skip
_TITLES = ("先生", "女士", "同志", "小姐", "老师", "主任", "局长", "科长", "书记", "某某", "某")
_CALLED = re.compile(
    r"(?:我叫|我名叫|我的名字(?:是|叫)|(?:姓名|署名|来信人|投诉人|反映人|举报人|申请人|户主|业主|签名)\s?(?:[:：]|是|为|叫))\s{0,2}"
    rf"((?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{SURNAMES}])\s{{0,2}}[\u4e00-\u9fff](?:\s{{0,2}}[\u4e00-\u9fff])?)"
    r"(?=$|[^\u4e00-\u9fff*＊]|电话|手机|身份|住|男|女|系|家住|今年)"
)


def masked_name(name: str) -> str:
    """Return the surname and two stars, whatever the length of the rest: 张**, 欧阳**, and 买** for 买买提·吐尔逊."""
    name = _undesignated("".join(read(name).plain.split()))
    if not name:
        return "匿名"
    has_surname = name[:2] in COMPOUND_SURNAMES and len(name) > 2 and name[2] not in DOTS
    return f"{name[:2] if has_surname else name[:1]}**"


def _undesignated(name: str) -> str:
    """Return the name without what people put before it: 业主张伟明. What is no name after that stays as it is."""
    for designation in _DESIGNATIONS:
        rest = name.removeprefix(designation).lstrip(":：")
        if rest != name and _has_surname(rest):
            return rest
    return name


def _has_surname(name: str) -> bool:
    return len(name) > 1 and (name[0] in SURNAMES or (len(name) > 2 and name[:2] in COMPOUND_SURNAMES))


def _names_in(name: str) -> Iterator[str]:
    """Yield the names that stand in a field for a name with something else: an address of a mailbox, a number, two people."""
    runs = _HAN.findall(name)
    for run in runs:
        rest = _undesignated(run)
        bare = next((rest.removesuffix(title) for title in _TITLES if rest.endswith(title)), rest)
        if bare in COMPOUND_SURNAMES or not 2 <= len(bare) <= 4:
            continue
        if _has_surname(bare) or (len(runs) == 1 and len(bare) > 2):
            yield bare


def known_of(name: str, address: str, phone: str = "") -> Known:
    """Return what is known of a writer and must not be read by others: the name, the parts of a name with a dot in it, names
    with something else around them, the address if it says anything, and the telephone with and without its area code."""
    inner = list(_names_in(read(name).plain))
    name, address = "".join(read(name).plain.split()), address.strip()
    known = [(Kind.NAME, name, 2)]
    known += [(Kind.NAME, part, 3) for part in re.split(f"[{re.escape(DOTS)}]", name) if part != name]
    known += [(Kind.NAME, each, 2) for each in inner if each != name]
    known += [(Kind.ADDRESS, address, 4)]
    digits = re.sub(r"\D", "", read(phone).digits)
    known += [(Kind.PHONE, digits, 7)]
    if digits.startswith("0"):
        known += [(Kind.PHONE, digits[code:], 7) for code in (3, 4)]
    return [(kind, words) for kind, words, least in known if len(words) >= least]


def literals(reading: Reading, known: Known) -> Iterator[tuple[Kind, int, int]]:
    """Yield every place where something known of the writer stands, gaps between its characters or not."""
    for kind, words in known:
        of_number = kind == Kind.PHONE
        text = reading.digits if of_number else reading.plain
        characters = [character for character in read(words).plain if not character.isspace() and character not in DOTS]
        pattern = rf"[\s\-_{re.escape(DOTS)}]{{0,2}}".join(map(re.escape, characters))
        if of_number:
            pattern = rf"(?<!\d){pattern}(?!\d)"
        for match in re.finditer(pattern, text):
            yield kind, match.start(), match.end()


def introduced(reading: Reading) -> Iterator[tuple[Kind, int, int]]:
    """Yield names that people give themselves: 我叫王小明, 姓名：欧阳修. Forms of address (王女士) are no names."""
    for match in _CALLED.finditer(reading.plain):
        if not "".join(match.group(1).split()).endswith(_TITLES):
            yield Kind.PERSON, match.start(1), match.end(1)
