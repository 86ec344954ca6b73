"""What was changed or left behind while a file was read, in sentences for the editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

COUNTED = {
    "inserted": gettext_noop("修订：已接受 %d 处插入的文字。"),
    "deleted": gettext_noop("修订：已去掉 %d 处删除的文字。"),
    "comment": gettext_noop("批注：%d 条批注没有导入。"),
    "text box": gettext_noop("文本框：%d 个文本框的文字已改为普通段落，请核对位置。"),
    "equation": gettext_noop("公式：%d 个公式只保留了文字，请核对，必要时改用图片。"),
    "ole": gettext_noop("嵌入对象：%d 个嵌入对象（如嵌入的 Excel 表）没有导入。"),
    "chart": gettext_noop("图表：%d 个图表没有导入，请另存为图片后插入。"),
    "diagram": gettext_noop("SmartArt：%d 个图形没有导入，请另存为图片后插入。"),
    "shape": gettext_noop("图形：%d 个自选图形没有导入。"),
    "media": gettext_noop("音视频：%d 个音视频没有导入。"),
    "hidden": gettext_noop("隐藏文字：%d 处隐藏文字没有导入。"),
    "contents": gettext_noop("目录：自动生成的目录没有导入（%d 处）。"),
    "link": gettext_noop("链接：%d 个链接的地址不能在网页上使用，只保留了文字。"),
    "symbol": gettext_noop("符号：%d 个特殊字体符号无法识别，已用“□”代替，请核对。"),
    "part": gettext_noop("嵌入文档：%d 处嵌入的其他文档没有导入。"),
    "ruby": gettext_noop("拼音：%d 处拼音标注没有导入。"),
    "one cell": gettext_noop("表格：%d 个只有一格的表格已改为普通段落。"),
    "cropped": gettext_noop("图片：%d 幅图片按 Word 中的裁剪范围导入。"),
    "linked picture": gettext_noop("图片：%d 幅图片只是链接，文件中没有图片本身，没有导入。"),
    "lost picture": gettext_noop("图片：%d 幅图片在文件中已损坏或丢失，没有导入。"),
    "deep heading": gettext_noop("标题：%d 个四级及以下标题按三级小标题显示。"),
}


@dataclass
class Report:
    """Collects what happened; the same thing happening often is one line with a number."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        """One more of a kind named in COUNTED."""
        self.counts[what] += 1

    def say(self, line: str) -> None:
        """A sentence of its own, once."""
        if line not in self.lines:
            self.lines.append(line)

    def sentences(self) -> list[str]:
        """Return everything, counted things first, in a fixed order."""
        return [_(COUNTED[what]) % self.counts[what] for what in COUNTED if self.counts[what]] + self.lines
