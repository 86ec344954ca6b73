"""索引号 patterns: there is no national code, so every site writes down its own (rules 5.2), such as
`{org_code}/{year}-{seq:05d}` (the default) or `{region}-{org_code9}-{genre}-{topic}-{date}-{seq}`.

A pattern is literal text with placeholders in braces; what differs from document to document is the serial, which counts
within everything else that the number says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEFAULT = "{org_code}/{year}-{seq:05d}"
LONGEST = 60  # characters of a finished number
PLACES = {
    "org_code": (gettext_lazy("统一社会信用代码或组织机构代码"), 18),
    "org_code9": (gettext_lazy("九位组织机构代码"), 9),
    "org_code_hyphen": (gettext_lazy("组织机构代码，校验位前加短横"), 10),
    "region": (gettext_lazy("六位行政区划代码"), 6),
    "year": (gettext_lazy("成文年份"), 4),
    "date": (gettext_lazy("成文日期，八位"), 8),
    "genre": (gettext_lazy("公文种类，两位序号"), 2),
    "topic": (gettext_lazy("主题分类，每级两位"), 4),
    "seq": (gettext_lazy("顺序号，“:05d”表示不足五位补零"), 6),
}
OF_THE_BODY = frozenset({"org_code", "org_code9", "org_code_hyphen"})
PLACE = re.compile(r"\{([^{}]*)\}")
FIELD = re.compile(r"([a-z0-9_]+)(?::0?([1-9])d)?")
LITERAL = re.compile(r"[0-9A-Za-z\u4e00-\u9fff/\\._:#·〔〕\[\]（）()—–-]*")


class PartMissing(ValueError):
    """A pattern asks for something that the document or its body does not have; the message is for the editor."""


@dataclass(frozen=True)
class IndexPattern:
    """A pattern that was read: what stands before and after the serial, and how wide the serial is at least."""

    before: str
    after: str
    width: int

    @property
    def places(self) -> frozenset[str]:
        """The names of its placeholders, the serial aside."""
        return frozenset(found[1] for found in PLACE.finditer(self.before + self.after))

    @property
    def is_per_body(self) -> bool:
        """True when the number says whose document it is, so that each body counts for itself."""
        return bool(self.places & OF_THE_BODY)

    def around(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Return what stands before and after the serial. Raises PartMissing."""
        return self._filled(self.before, values), self._filled(self.after, values)

    def serial(self, number: int) -> str:
        """Return the serial with its leading zeros."""
        return f"{number:0{self.width}d}"

    @staticmethod
    def _filled(text: str, values: Mapping[str, str]) -> str:
        def fill(found: re.Match[str]) -> str:
            value = values.get(found[1], "")
            if not value:
                raise PartMissing(_("索引号规则要用到“%s”，这份文件缺少此项。") % PLACES[found[1]][0])
            return value

        return PLACE.sub(fill, text)


@lru_cache(maxsize=1000)
def read_pattern(text: str) -> IndexPattern:
    """Read a pattern. Raises ValueError with a sentence for whoever typed it."""
    fields = []
    for found in PLACE.finditer(text):
        field = FIELD.fullmatch(found[1])
        if field is None or field[1] not in PLACES or (field[2] and field[1] != "seq"):
            raise ValueError(_("不认识“%(what)s”，可用的有：%(known)s。") % {"what": found[0], "known": _known()})
        fields.append((found, field))
    serials = [(found, field) for found, field in fields if field[1] == "seq"]
    if len(serials) != 1:
        raise ValueError(_("索引号规则须有且只有一个顺序号 {seq}。"))
    literal = PLACE.sub("", text)
    if not LITERAL.fullmatch(literal):
        raise ValueError(_("索引号规则中只能有字母、数字、汉字和常用连接符，不能有空格或多余的花括号。"))
    if len(literal) + sum(PLACES[field[1]][1] for _found, field in fields) > LONGEST:
        raise ValueError(_("按此规则生成的索引号会超过 %s 个字符。") % LONGEST)
    found, field = serials[0]
    return IndexPattern(text[: found.start()], text[found.end() :], int(field[2] or 1))


def valid_pattern(text: str) -> None:
    """Validate a site's pattern. Raises ValidationError."""
    try:
        read_pattern(text)
    except ValueError as fault:
        raise ValidationError(str(fault)) from None


def values_of_body(code: str) -> dict[str, str]:
    """Return what a body's code gives: eighteen characters hold region and nine-character code, nine are the latter."""
    values = {"org_code": code}
    nine = code[8:17] if len(code) == 18 else code.replace("-", "") if len(code.replace("-", "")) == 9 else ""
    if nine:
        values |= {"org_code9": nine, "org_code_hyphen": f"{nine[:8]}-{nine[8]}"}
    if len(code) == 18:
        values["region"] = code[2:8]
    return values


def sample_of(text: str) -> str:
    """Return what a number by the pattern looks like, for the form."""
    values = values_of_body("11441700007280420Y") | {
        "year": "2026", "date": "20261122", "genre": "08", "topic": "0201",
    }  # fmt: skip
    pattern = read_pattern(text)
    before, after = pattern.around(values)
    return f"{before}{pattern.serial(50)}{after}"


def _known() -> str:
    return "，".join("{" + name + "}" for name in PLACES)
