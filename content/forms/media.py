"""The media library: what to look for, what to upload, what is said about a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import Asset, AssetKind, Standing
from content.widgets import ManyFilesField
from sites.bounds import bound

NOTHING_CHOSEN = _("请选择要上传的文件。")


class LibraryForm(forms.Form):
    """Which files to list; a value that makes no sense is left out of account."""

    USES = (("used", _("正在使用")), ("unused", _("没有使用")))

    q = forms.CharField(required=False, max_length=100)
    site = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    kind = forms.ChoiceField(required=False, choices=AssetKind.choices)
    standing = forms.ChoiceField(required=False, choices=Standing.choices)
    uses = forms.ChoiceField(required=False, choices=USES)
    since = bound(forms.DateField(required=False))
    until = bound(forms.DateField(required=False))
    view = forms.ChoiceField(required=False, choices=(("grid", _("缩略图")), ("list", _("列表"))))

    def chosen(self) -> dict[str, Any]:
        """Return what was asked for, without what is empty or makes no sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class PickForm(forms.Form):
    """Which files to offer to somebody who writes in a column, or works on a site."""

    column = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    site = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    kind = forms.ChoiceField(required=False, choices=AssetKind.choices)
    q = forms.CharField(required=False, max_length=100)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class FilesForm(forms.Form):
    """Several files for a site, named by one of its columns or by itself."""

    column = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    site = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    alt = forms.CharField(required=False, max_length=200)
    files = ManyFilesField(required=False, allow_empty_file=True)  # each file is refused for itself

    def clean_files(self) -> list:
        """Without a file there is nothing to do."""
        if not self.cleaned_data["files"]:
            raise forms.ValidationError(NOTHING_CHOSEN)
        return self.cleaned_data["files"]


class AssetForm(forms.ModelForm):
    """What is said about a file, and what goes with a recording."""

    captions_file = forms.FileField(
        label=_("上传字幕"), required=False, help_text=_("WebVTT（.vtt）或 SubRip（.srt），后者自动转换。")
    )
    drop_captions = forms.BooleanField(label=_("去掉现有字幕"), required=False)
    poster_file = forms.FileField(label=_("上传封面"), required=False, help_text=_("播放前显示的图片。"))
    drop_poster = forms.BooleanField(label=_("去掉现有封面"), required=False)

    class Meta:
        model = Asset
        fields = ["name", "alt", "caption", "credit", "focal_x", "focal_y", "transcript"]
        widgets = {"transcript": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "alt": _("向看不到图片的读者说明图片内容；正文中的图片以正文里写的为准。"),
            "caption": _("插入正文时的默认图注。"),
            "credit": _("如：本站记者 某某 摄。"),
            "transcript": _("听不到声音的读者据此了解内容，显示在音视频下方。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._not_for(self.instance):
            del self.fields[name]
        for name in ("focal_x", "focal_y"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"min": 0, "max": 100}

    @staticmethod
    def _not_for(asset: Asset) -> set[str]:
        picture, recording = {"focal_x", "focal_y", "alt"}, {"transcript", "captions_file", "drop_captions"}
        film = {"poster_file", "drop_poster"}
        lacking = {
            name for name, file in (("drop_captions", asset.captions), ("drop_poster", asset.poster)) if not file
        }
        return (
            lacking
            | {
                AssetKind.IMAGE: recording | film,
                AssetKind.DOCUMENT: picture | recording | film,
                AssetKind.VIDEO: picture,
                AssetKind.AUDIO: picture | film,
            }[AssetKind(asset.kind)]
        )

    def words(self) -> dict[str, Any]:
        """Return what is said about the file."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class ReplaceForm(forms.Form):
    """The file that takes another one's place."""

    file = forms.FileField(
        label=_("新文件"), error_messages={"required": _("请选择新文件。"), "empty": _("所选文件是空文件。")}
    )
