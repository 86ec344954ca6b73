"""Signs of a perfunctory answer (敷衍): hints for the handler and the approver, which decide nothing and stop nobody.

Guideline 互动交流: answers that brush off or miss the point are sent back. Four signs can be read off the texts: the answer was copied
unchanged, is very short, speaks of nothing that the question speaks of, or says nothing besides courtesies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.privacy import cut_out
from sites.words import key_words, normalised


class Sign(TextChoices):
    """What gives a perfunctory answer away."""

    COPIED = "copied", gettext_lazy("照搬")
    SHORT = "short", gettext_lazy("过短")
    BESIDE_THE_POINT = "off-point", gettext_lazy("与来信无关")
    COURTESIES = "courtesies", gettext_lazy("只有客套话")


@dataclass(frozen=True)
class Hint:
    """One sign with a sentence for the person who reads it."""

    sign: Sign
    sentence: str


@dataclass(frozen=True)
class Source:
    """A text that an answer may have been copied from, and what it is called."""

    name: str
    text: str


SHORT = 40  # characters that say something
SHARED_OF = 12  # key words of the question
NEARLY_ALL = 0.9
SHORTEST_COPIED = 20
CLAUSE = re.compile(r"[^。！!？?；;，,\n]+")
SILENT = re.compile(r"[\W_]+")
COURTESIES = re.compile(
    r"^(尊敬的|亲爱的)?.{0,12}(你好|您好)$"
    r"|^尊敬的.{1,20}$"
    r"|(感谢|谢谢).{0,12}(来信|留言|关心|关注|支持|理解|建议|监督|反映|配合|参与)"
    r"|^(您|你)?的?.{0,6}(来信|留言|问题|意见|建议)(已|我们已|我局已|我单位已)?(收到|收悉|阅|知悉)"
    r"|(敬请|请您?|希望您?|恳请).{0,6}(谅解|理解|放心|监督|支持)"
    r"|^祝(您|你)|欢迎.{0,8}(监督|来信|来电|关注|联系)"
    r"|(高度重视|认真研究|积极研究|认真对待|认真考虑|积极考虑|及时处理|尽快处理|尽快解决|妥善处理|适时考虑|进一步加强|不断改进)"
    r"|(已|将|会).{0,6}(转|转交|转达|反馈|反映)(给|至|到)?(有关|相关|具体|承办)(部门|单位|科室|人员)"
    r"|(现|经研究|现将有关情况)?(答复|回复)如下$|^此复$"
)


def signs(title: str, body: str, answer: str, sources: Iterable[Source] = ()) -> list[Hint]:
    """Return what makes the answer look perfunctory, the strongest sign first; nothing for an empty answer."""
    said = bare(answer)
    if not said:
        return []
    found = [_copied(said, sources), _courtesies(answer), _short(answer), _beside_the_point(f"{title}\n{body}", answer)]
    hints = [hint for hint in found if hint is not None]
    if any(hint.sign == Sign.COURTESIES for hint in hints):
        return [hint for hint in hints if hint.sign != Sign.SHORT]
    return hints


def bare(text: str) -> str:
    """Return the text without spaces and punctuation, so that these hide no copy."""
    return SILENT.sub("", normalised(text))


def telling(text: str) -> list[str]:
    """Return the clauses that are more than courtesies."""
    clauses = (part.strip(" 　：:") for part in CLAUSE.findall(text))
    return [clause for clause in clauses if clause and not COURTESIES.search(clause)]


def _copied(said: str, sources: Iterable[Source]) -> Hint | None:
    for source in sources:
        text = bare(source.text)
        if len(text) < SHORTEST_COPIED:
            continue
        if said == text or (text in said and len(text) >= NEARLY_ALL * len(said)):
            return Hint(Sign.COPIED, _("答复与“%s”的内容一字未改，请结合来信的具体情况修改。") % source.name)
    return None


def _courtesies(answer: str) -> Hint | None:
    if telling(answer):
        return None
    return Hint(Sign.COURTESIES, _("答复除客套话外没有实质内容，请写明核实情况、处理结果或政策依据。"))


def _short(answer: str) -> Hint | None:
    length = len(bare("".join(telling(answer))))
    if length >= SHORT:
        return None
    return Hint(Sign.SHORT, _("答复只有 %s 个字谈到具体内容，请核对是否回应了来信的全部问题。") % length)


def _beside_the_point(question: str, answer: str) -> Hint | None:
    asked = key_words(cut_out(question), most=SHARED_OF)
    spoken = normalised(answer)
    if not asked or any(word in spoken for word in asked):
        return None
    listed = "、".join(asked[:4])
    return Hint(Sign.BESIDE_THE_POINT, _("答复没有提到来信中的“%s”等内容，请核对是否答非所问。") % listed)
