"""The page on which an article is taken down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from content import actions
from content.access import get_article_for
from content.forms import WithdrawForm
from content.models import HomeSlot
from content.office.article_picker import public_articles_of
from sites.office import office_page, office_view
from sites.policy import Action
from sites.refusals import Refused


@require_http_methods(["GET", "POST"])
@office_view
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason and the way on, then take the article down."""
    article, at = get_article_for(request.user, pk, Action.ARTICLE_WITHDRAW), timezone.now()
    form = WithdrawForm(request.POST if request.method == "POST" else None, at=at, article=article)
    if form.is_bound and form.is_valid():
        try:
            gone = actions.withdraw_article(article, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            leads_on = gone.replaced_by_id or gone.replaced_by_url
            messages.success(
                request, _("已撤下，原地址转到新的页面。") if leads_on else _("已撤下。原地址显示撤下说明。")
            )
            return redirect("content-office:article", pk)
    status = 422 if form.is_bound else 200
    context = {"article": article, "form": form, "slots": HomeSlot.objects.filter(article=article).count()}
    return office_page(request, "content/office/withdraw.html", context, title=_("撤下稿件"), status=status)


@require_GET
@office_view
def successors(request: HttpRequest, pk: int) -> HttpResponse:
    """Other public articles of the same site, by title, for the picker."""
    article = get_article_for(request.user, pk, Action.ARTICLE_WITHDRAW)
    return public_articles_of(request, article.site_id, but=pk)
