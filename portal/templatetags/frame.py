"""`{% frame_part template %}`: a part of the frame that all pages of a site share, drawn once."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal import frame

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_part(context: RequestContext, name: str) -> SafeString:
    """Return the part; a masthead that repeats what was searched is drawn anew."""
    request = context["request"]
    if context.get("query"):
        said = {"site": request.site, "chrome": context["chrome"], "query": context["query"]}
        return mark_safe(render_to_string(name, said))
    return mark_safe(frame.frame_part(request, name))
