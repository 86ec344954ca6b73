"""The heartbeat of an open form: who else is at it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_article_for
from sites.office import office_view
from sites.policy import Action


@require_POST
@office_view
def editing(request: HttpRequest, pk: int) -> JsonResponse:
    """Note that the person still has the form open and name the others who have."""
    article = get_article_for(request.user, pk, Action.ARTICLE_WRITE)
    others = actions.note_presence(article, by=request.user, at=timezone.now())
    return JsonResponse({"others": [str(person) for person in others]})
