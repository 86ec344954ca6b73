"""What people do about a copy whose original changed or is gone, and the marking of articles that sites below must reprint."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.access import get_article_for, get_correction_for
from content.actions.cascade import ask_below
from content.actions.corrections import declare_followed, draft_correction, keep_copy
from content.forms.reprints import AskBelowForm, KeepForm
from content.models import Article, UpstreamItem
from sites.models import Site
from sites.office import do_and_tell, office_view
from sites.policy import Action, can


@require_POST
@office_view
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw up the changed text as a new version of the copy and send it to review."""
    correction = get_correction_for(request.user, pk, Action.REPRINT_LINK)
    do_and_tell(
        request,
        lambda: draft_correction(correction, by=request.user, at=timezone.now()),
        _("已按上级更改后的内容起草新版本并送初审，发布后自动登记为已跟进。"),
    )
    return redirect("reprint-office:duty", correction.reprint_id)


@require_POST
@office_view
def followed(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the copy follows in words of the site's own."""
    correction = get_correction_for(request.user, pk, Action.REPRINT_LINK)
    do_and_tell(
        request,
        lambda: declare_followed(correction, by=request.user, at=timezone.now()),
        _("已登记，并向本网站核验页面。"),
    )
    return redirect("reprint-office:duty", correction.reprint_id)


@require_POST
@office_view
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the copy as it is, with a reason."""
    from content.office.reprints import duty_page

    correction = get_correction_for(request.user, pk, Action.REPRINT_DECIDE)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return duty_page(request, correction.reprint_id, keep_form=form)
    reason = form.cleaned_data["reason"]
    do_and_tell(
        request,
        lambda: keep_copy(correction, reason, by=request.user, at=timezone.now()),
        _("已登记为不跟进。"),
    )
    return redirect("reprint-office:duty", correction.reprint_id)


# --- 需下级转载 ----------------------------------------------------------------------------------------------------------


def cascade_panel(request: HttpRequest, article: Article) -> str:
    """The panel of a public article by which it becomes a duty of the sites below, or which says how they fare."""
    item = UpstreamItem.objects.filter(article=article).first()
    if item is None and not _may_be_asked(request, article):
        return ""
    context = {"article": article, "item": item, "form": None if item else AskBelowForm()}
    return render_to_string("content/office/_cascade.html", context, request=request)


def _may_be_asked(request: HttpRequest, article: Article) -> bool:
    if article.state != "published" or not can(request.user, Action.REPRINT_ASK, article):
        return False
    site = article.site
    return Site.objects.online().filter(tree_id=site.tree_id, lft__gt=site.lft, rght__lt=site.rght).exists()


@require_POST
@office_view
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the article a duty of the sites below."""
    article = get_article_for(request.user, pk, Action.REPRINT_ASK)
    form = AskBelowForm(request.POST)
    reach = form.cleaned_data["reach"] if form.is_valid() else form.fields["reach"].initial
    do_and_tell(
        request,
        lambda: ask_below(article, reach=reach, by=request.user, at=timezone.now()),
        _("已派发转载任务，下级网站的一小时时限自现在起计。"),
    )
    return redirect("content-office:article", pk)
