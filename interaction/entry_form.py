"""The form of a knowledge entry in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldBooleanSwitchWidget

from interaction.models import EntryState, KnowledgeEntry


class EntryForm(forms.ModelForm):
    """An entry of the knowledge base, and whether the site shows it."""

    is_shown = forms.BooleanField(
        label=_("发布到网站"),
        required=False,
        help_text=_("发布后在“知识库”显示，并推荐给提问的群众；保存即表示回答已经核对。"),
        widget=UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = KnowledgeEntry
        fields = ["site", "question", "answer", "keywords", "organization", "current_until"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("is_shown", self.instance.state == EntryState.PUBLISHED)
