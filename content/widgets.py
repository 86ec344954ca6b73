"""Form widgets for editors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextareaWidget

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DATE_TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RichText(UnfoldAdminTextareaWidget):
    """The rich text editor over a plain textarea, which still works without JavaScript."""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Tell the script where its parts are, and where it uploads, pastes and makes tables."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]["attrs"]
        widget["class"] = f"{widget.get('class', '')} rich-text"
        widget["rows"] = 20
        widget["data-base"] = static("vendor/hugerte")
        widget["data-content"] = static("css/rich-text.css")
        widget["data-upload"] = reverse("content-office:upload")
        widget["data-picker"] = reverse("content-office:media-picker")
        widget["data-table"] = reverse("content-office:table")
        widget["data-paste"] = reverse("content-office:paste")
        widget["data-paste-limit"] = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        widget["data-media-upload"] = reverse("content-office:media-upload")
        return context

    @property
    def media(self) -> forms.Media:
        """The editor and our start of it."""
        scripts = [
            "media-picker",
            "rich-text-tools",
            "rich-text-saved",
            "rich-text-keeping",
            "rich-text-size",
            "rich-text-signs",
            "rich-text",
        ]
        return forms.Media(
            css={"all": ["css/media.css", "css/rich-text-office.css"]},
            js=["vendor/hugerte/hugerte.min.js", *(f"js/{name}.js" for name in scripts)],
        )


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Several uploaded files; empty when none was chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list:
        """Check each file; their content is looked at by the upload action."""
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files if file]
