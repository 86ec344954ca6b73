"""Files put into a text, tables made of spreadsheets, and what is pasted."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from content.sanitising import is_tangled


def refuse_tangled(html: str) -> None:
    """Raise ValidationError for rich text that no parser reads in whole."""
    if is_tangled(html):
        raise forms.ValidationError(_("正文的格式层层嵌套，无法完整保存；请把文字复制出来，粘贴为纯文本后再排版。"))


class UploadForm(forms.Form):
    """One picture or file for the media of a site."""

    column = forms.IntegerField(min_value=1)
    file = forms.FileField()
    alt = forms.CharField(max_length=200, required=False)


class TableForm(forms.Form):
    """A spreadsheet, and which part of it becomes a table."""

    column = forms.IntegerField(min_value=1)
    file = forms.FileField(allow_empty_file=True)
    sheet = forms.CharField(max_length=200, required=False)
    cells = forms.CharField(max_length=40, required=False)
    caption = forms.CharField(max_length=200, required=False)
    header_rows = forms.IntegerField(min_value=0, max_value=20, required=False)

    def sentence(self) -> str:
        """Return what is wrong, as one sentence for a dialogue."""
        if "column" in self.errors:
            return _("请先选择栏目，再导入表格。")
        if "file" in self.errors:
            return _("请选择 Excel 文件（.xlsx）或 CSV 文件。")
        return _("表头行数请填 0 到 20 之间的整数，表题不超过 200 个字，区域写成 A1:F20。")

    def content(self) -> bytes:
        """Return the file's bytes, one more than allowed at most."""
        return self.cleaned_data["file"].read(settings.IMPORT_LIMIT_MB * 1024 * 1024 + 1)


class PasteForm(forms.Form):
    """What the browser found on the clipboard."""

    column = forms.IntegerField(min_value=1)
    html = forms.CharField(max_length=8_000_000, strip=False)
