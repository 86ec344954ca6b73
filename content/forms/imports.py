"""Word files and tables that are imported, and what was recognised in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from content.forms.articles import ColumnChoice, writable_columns
from content.models import ArticleKind, Revision
from content.models.document import Genre
from content.models.word_import import ImportedFile
from content.widgets import DATE, ManyFilesField
from sites.bounds import bound
from sites.choices import OrganizationByName
from sites.models import Organization, User


class ImportForm(forms.Form):
    """Several Word files for one column. A file that is empty or no Word file is a matter of that file alone."""

    column = ColumnChoice(
        label=_("栏目"), queryset=None,
        error_messages={"required": _("请选择栏目。"), "invalid_choice": _("请选择您可以撰稿的栏目。")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("类别"), choices=ArticleKind.choices, initial=ArticleKind.ARTICLE, widget=UnfoldAdminSelectWidget,
        error_messages={"required": _("请选择类别。"), "invalid_choice": _("请选择类别。")},
    )  # fmt: skip
    files = ManyFilesField(label=_("Word 文件"), required=False, allow_empty_file=True)
    keeps_source = forms.BooleanField(label=_("把 Word 原件作为附件"), required=False, widget=UnfoldBooleanWidget)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["column"].queryset = writable_columns(user)
        self.fields["column"].empty_label = now_("请选择栏目")
        self.fields["files"].widget.attrs |= {"accept": ".docx", "multiple": True}

    def clean_files(self) -> list:
        """At least one file, and no more at once than can be read while somebody waits."""
        files = self.cleaned_data["files"]
        if not files:
            raise forms.ValidationError(now_("请选择要导入的 Word 文件（.docx）。"))
        if len(files) > settings.IMPORT_FILES:
            raise forms.ValidationError(now_("一次最多导入 %d 个文件，请分批导入。") % settings.IMPORT_FILES)
        return files


class ConfirmImportForm(forms.Form):
    """What was recognised in a file, for the editor to put right; only documents have more than a title."""

    title = forms.CharField(
        label=_("标题"), max_length=200, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": _("请填写标题。"), "max_length": _("标题不得超过 200 个字。")},
    )  # fmt: skip
    document_number = forms.CharField(
        label=_("发文字号"), max_length=60, required=False, widget=UnfoldAdminTextInputWidget
    )
    issuer = OrganizationByName(label=_("发文机关"), required=False)
    genre = forms.ChoiceField(
        label=_("公文种类"), required=False, choices=[("", "—"), *Genre.choices], widget=UnfoldAdminSelectWidget
    )
    written_on = forms.DateField(label=_("成文日期"), required=False, widget=DATE)
    printed_on = forms.DateField(label=_("印发日期"), required=False, widget=DATE)

    def __init__(self, file: ImportedFile, *args: Any, issuers: Any = None, **kwargs: Any) -> None:
        known = {name: value for name, value in file.recognised.items() if value}
        super().__init__(*args, **{"initial": known, "auto_id": f"id_{file.pk}_%s", "label_suffix": "", **kwargs})
        if file.batch.kind != ArticleKind.DOCUMENT:
            for name in set(self.fields) - {"title"}:
                del self.fields[name]
            return
        if issuers is not None:
            self.fields["issuer"].choices = issuers
        for field in self.fields.values():
            bound(field)

    def unsaved(self, revision: Revision) -> list[tuple[str, str]]:
        """Return what was filled in and the revision does not say, label by label: once somebody else has confirmed the file, the
        form itself is no longer there to show it."""
        saved = {"title": revision.title, **(revision.document or {})}
        left = []
        for field in self:
            value = self.cleaned_data.get(field.name) or field.data
            key = value.pk if isinstance(value, Organization) else str(value or "")
            if key and str(key) != str(saved.get(field.name)):
                left.append((str(field.label), value.name if isinstance(value, Organization) else key))
        return left

    def fields_to_save(self) -> dict[str, Any]:
        """Return the revision's fields."""
        data = dict(self.cleaned_data)
        fields: dict[str, Any] = {"title": data.pop("title")}
        if data:
            issuer = data.pop("issuer")
            written = {name: day.isoformat() for name in ("written_on", "printed_on") if (day := data.pop(name))}
            known = {"document_number": data["document_number"], "genre": data["genre"], **written}
            fields["document"] = {**known, **({"issuer": issuer.pk} if issuer else {})}
        return fields
