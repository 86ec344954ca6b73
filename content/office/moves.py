"""The page on which an article moves to another column."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content import actions
from content.access import get_article_for
from content.forms import MoveForm
from sites.office import office_page, office_view
from sites.policy import Action
from sites.refusals import Refused


@require_http_methods(["GET", "POST"])
@office_view
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the column, then move the article there."""
    article = get_article_for(request.user, pk, Action.ARTICLE_MOVE)
    form = MoveForm(request.POST if request.method == "POST" else None, user=request.user, site=article.site)
    if form.is_bound and form.is_valid():
        try:
            moved = actions.move_article(article, form.cleaned_data["column"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("已移动到“%s”栏目，原地址自动转到新地址。") % moved.column)
            return redirect("content-office:article", pk)
    status = 422 if form.is_bound else 200
    context = {"article": article, "form": form}
    return office_page(request, "content/office/move.html", context, title=_("移动稿件"), status=status)
