"""The tag that fills the head of public pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from content.page_head import head_data

register = template.Library()


@register.inclusion_tag("components/_head.html", takes_context=True)
def page_head(context: Context) -> dict[str, Any]:
    """Canonical address, feeds, Open Graph and JSON-LD of the page."""
    return head_data(context.flatten())
