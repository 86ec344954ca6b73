"""Personal data that is not only digits: e-mail, number plates, passports, accounts at chat services, household numbers, doors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sites.privacy.kinds import Kind
from sites.privacy.reading import GAP, Reading

Found = Iterator[tuple[Kind, int, int]]
PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百\d]{1,5}|[A-Za-z])"
_TO = r"(?:[:：是为]|\s){0,3}"

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\s?(?:@|[\[({<【]\s?(?:at|AT|@)\s?[\])}>】]|\s艾特\s|艾特)\s?"
    r"([A-Za-z0-9-]{1,63}(?:\s?(?:\.|。|点|\[dot\]|\(dot\))\s?[A-Za-z][A-Za-z0-9-]{1,62}){1,4})"
)
_PLATE = re.compile(
    rf"[{PLATE_PROVINCES}]\s?[A-HJ-NP-Za-hj-np-z]{GAP}{{0,2}}(?=(?:[A-Za-z0-9]{GAP}{{0,2}}){{0,5}}\d)"
    rf"[A-HJ-NP-Za-hj-np-z0-9](?:{GAP}?[A-HJ-NP-Za-hj-np-z0-9]){{3,4}}{GAP}?[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领使](?![A-Za-z0-9])"
)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:E\s?[A-HJ-NP-Z]\s?\d{7}|[EG]\s?\d{8})(?![A-Za-z0-9])", re.IGNORECASE)
_PASSPORT_NAMED = re.compile(
    rf"(?:护照|通行证|回乡证|居留证|台胞证)(?:件?号码?|编号)?{_TO}([A-Za-z]{{0,2}}\s?\d{{7,10}})(?![A-Za-z0-9])"
)
_WECHAT = re.compile(
    rf"(?:微信|薇信|威信号|微号|[Vv]信|wechat|weixin|\b[wv]x)(?:号码?|ID|账号)?(?:同号)?{_TO}"
    r"((?=[A-Za-z0-9_\-]*[\d_\-])[A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_WECHAT_NAMED = re.compile(
    rf"(?:微信|薇信|[Vv]信)(?:号码?|ID){_TO}([A-Za-z][A-Za-z0-9_\-]{{5,19}})(?![A-Za-z0-9])", re.IGNORECASE
)
_QQ = re.compile(rf"(?:QQ|扣扣|企鹅)(?:号码?|账号)?{_TO}([1-9](?:{GAP}?\d){{4,10}})(?!\d)", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:(?:用电|用水|用气|燃气|电费|水费|缴费|电力|自来水|客户)?(?:户号|用户编号|用户号|缴费号)|(?:电|水|气)表号"
    r"|(?:社保|医保|社会保障|低保|残疾人|驾驶|军官|士兵|退役军人|结婚|学生|工作|户口|老年|优待|居住)(?:卡|证|本|簿)(?:件?号码?|编号)|(?:社保|个人)编号"
    rf"|学籍号|学号|准考证号|考号|住院号|门诊号|病历号|病案号|驾照号){_TO}((?=[A-Za-z\-]{{0,8}}\d)[A-Za-z0-9](?:[A-Za-z0-9\-]|\s(?=\d)){{3,24}}\d)(?![A-Za-z0-9])"
)
_BUILDING = rf"{_NUMERAL}\s?(?:号楼|栋|幢|座|号院|#楼|#)"
_HOUSE = re.compile(
    rf"(?:{_NUMERAL}\s?号院?\s?)?{_BUILDING}[\s,，]?(?:{_NUMERAL}\s?单元)?\s?(?:{_NUMERAL}\s?[楼层])?\s?(?:附)?\d{{2,4}}\s?(?:室|号房?|房)?(?![\d.万元年月日天个户家人次盏辆米平套户])"
    rf"|(?:{_NUMERAL}\s?号\s?)?{_NUMERAL}\s?单元\s?(?:{_NUMERAL}\s?[楼层])?\s?\d{{2,4}}\s?(?:室|号|户|房)?(?![\d.万元年月日天个家人次盏辆米平套])"
    rf"|{_NUMERAL}\s?号\s?(?:附\s?\d{{1,3}}\s?号)?\s?\d{{3,4}}\s?(?:室|房)"
    rf"|(?<=[路街道巷弄])\s?\d{{1,4}}\s?号\s?附\s?\d{{1,3}}\s?号"
    r"|(?<=[园苑区庭府城湾居都邸庄])\s?[A-Za-z]?\d{1,3}\s?[-—–]\s?\d{1,2}\s?[-—–]\s?\d{1,4}(?:室|号)?(?![\d年月日])"
    rf"|[\u4e00-\u9fff]{{1,6}}[村寨](?:民委员会)?\s?{_NUMERAL}\s?(?:组|社|队|屯)\s?{_NUMERAL}\s?号"
)
_OFFICE_NEAR = re.compile(
    r"(?:政务|政府|行政|机关|服务中心|大厅|局|委员会|办公|法院|检察院|派出所|医院|学校|中学|小学|大学|学院|窗口|党群|综合楼|会议)[^，。；\n]{0,14}$"
)


def words(reading: Reading) -> Found:
    """Yield what the patterns find, outside of what offices say about themselves."""
    plain, digits = reading.plain, reading.digits
    for match in _EMAIL.finditer(plain):
        if not re.sub(r"\s", "", match.group(1)).lower().endswith("gov.cn"):
            yield Kind.EMAIL, match.start(), match.end()
    yield from ((Kind.PLATE, match.start(), match.end()) for match in _PLATE.finditer(digits))
    yield from ((Kind.PASSPORT, match.start(), match.end()) for match in _PASSPORT.finditer(digits))
    for kind, pattern, text in (
        (Kind.PASSPORT, _PASSPORT_NAMED, digits),
        (Kind.CHAT, _WECHAT, plain),
        (Kind.CHAT, _WECHAT_NAMED, plain),
        (Kind.CHAT, _QQ, digits),
        (Kind.ACCOUNT, _ACCOUNT, digits),
    ):
        yield from ((kind, match.start(1), match.end(1)) for match in pattern.finditer(text))
    for match in _HOUSE.finditer(digits):
        if not _OFFICE_NEAR.search(digits[max(0, match.start() - 24) : match.start()]):
            yield Kind.HOUSE, match.start(), match.end()
