"""The tags that fill the head of public pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from content.page_head import head_data
from content.page_meta import Pairs

register = template.Library()


@register.inclusion_tag("components/_head.html", takes_context=True)
def page_head(context: Context) -> dict[str, Any]:
    """Canonical address, feeds, Open Graph and JSON-LD of the page."""
    return head_data(context.flatten())


@register.simple_tag
def meta_tags(pairs: Pairs) -> SafeString:
    """The meta tags that the national page rules want, in their order."""
    return format_html_join("", '<meta name="{}" content="{}">\n', pairs)
