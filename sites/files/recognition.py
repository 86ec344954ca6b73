"""The one way in: a file is read, its name is only a claim, and its bytes decide."""

from __future__ import annotations

import os
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.files.documents import DOCUMENT_ENDINGS, recognised_document
from sites.files.kept import FileRefused, RecognisedFile
from sites.files.pictures import PICTURE_ENDINGS, recognised_picture
from sites.files.recordings import RECORDING_ENDINGS, recognised_recording

MEGABYTE = 1024 * 1024
ADVICE = {
    "svg": gettext_lazy("“%s”是 SVG 图片，可能带有脚本，不能上传；请另存为 PNG 后再上传。"),
    "heic": gettext_lazy("“%s”是 HEIC 照片，多数浏览器不能显示；请另存为 JPG 后再上传。"),
    "heif": gettext_lazy("“%s”是 HEIF 照片，多数浏览器不能显示；请另存为 JPG 后再上传。"),
    "docm": gettext_lazy("“%s”含有宏，请另存为不含宏的文件。"),
    "xlsm": gettext_lazy("“%s”含有宏，请另存为不含宏的文件。"),
    "pptm": gettext_lazy("“%s”含有宏，请另存为不含宏的文件。"),
    "rar": gettext_lazy("“%s”是 RAR 压缩包，请改为 ZIP 格式。"),
    "7z": gettext_lazy("“%s”是 7z 压缩包，请改为 ZIP 格式。"),
    "mov": gettext_lazy("“%s”是 MOV 视频，请导出为 MP4（H.264）后再上传。"),
    "avi": gettext_lazy("“%s”是 AVI 视频，请导出为 MP4（H.264）后再上传。"),
    "wmv": gettext_lazy("“%s”是 WMV 视频，请导出为 MP4（H.264）后再上传。"),
    "wav": gettext_lazy("“%s”是未压缩的 WAV 音频，请导出为 MP3 后再上传。"),
}


def recognised(file: BinaryIO) -> RecognisedFile:
    """Return what the file is by its content. Raises FileRefused for unknown, lying, oversized or broken files."""
    name = (getattr(file, "name", "") or "file").replace("\\", "/").rpartition("/")[2][-120:].replace("\x00", "")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    is_recording = ending in RECORDING_ENDINGS
    limit = settings.RECORDING_LIMIT_MB if is_recording else settings.UPLOAD_LIMIT_MB
    if not size:
        raise FileRefused(_("“%s”是空文件。") % name)
    if size > limit * MEGABYTE:
        raise FileRefused(_("“%(name)s”超过 %(limit)s MB 的上限。") % {"name": name, "limit": limit})
    if is_recording:
        return recognised_recording(name, ending, file, size)
    content = file.read(limit * MEGABYTE)
    if ending in PICTURE_ENDINGS:
        return recognised_picture(name, content)
    if ending in DOCUMENT_ENDINGS:
        return recognised_document(name, ending, content)
    if ending in ADVICE:
        raise FileRefused(str(ADVICE[ending]) % name)
    raise FileRefused(
        _(
            "“%s”不是允许上传的类型（图片、PDF、OFD、Word、WPS、Excel、PPT、ZIP、TXT、CSV，以及 MP4、WebM、MP3、M4A、OGG 音视频）。"
        )
        % name
    )
