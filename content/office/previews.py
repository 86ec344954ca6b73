"""A revision as its page will look: at three widths for the office, by secret link for people without an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_preview_link_for, get_revision_for
from content.forms.versions import PreviewLinkForm
from content.models import PreviewLink
from content.previewing import preview_of
from sites.office import do_and_tell, office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused
from sites.scope import site_scope


@xframe_options_sameorigin
@office_view
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a revision exactly as its page will look, in its site's theme."""
    revision = get_revision_for(request.user, pk)
    request.site = revision.article.site
    with site_scope(request.site):
        template, context = preview_of(revision, at=timezone.now())
        return render(request, template, context)


@office_view
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page at three widths, with the links under which others may read it."""
    revision, now = get_revision_for(request.user, pk), timezone.now()
    links = list(
        PreviewLink.objects.filter(revision__article=revision.article_id).select_related("revision", "created_by")
    )
    for link in links:
        link.leads_somewhere = link.is_open(at=now)
    context = {
        "revision": revision,
        "article": revision.article,
        "links": links,
        "can_share": can(request.user, Action.PREVIEW_SHARE, revision),
        "form": PreviewLinkForm(),
    }
    return office_page(request, "content/office/preview.html", context, title=_("预览"))


@require_POST
@office_view
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link and tell its address, this once."""
    revision = get_revision_for(request.user, pk, Action.PREVIEW_SHARE)
    form = PreviewLinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择有效期；“给谁看”不超过 60 个字。"))
        return redirect("content-office:preview-frame", pk)
    try:
        _link, token = actions.create_preview_link(revision, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        address = revision.article.site.address(f"/preview/{token}/")
        messages.success(request, _("预览链接已建立，只显示这一次，请复制后发给对方：%s") % address)
    return redirect("content-office:preview-frame", pk)


@require_POST
@office_view
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a link lead nowhere from now on."""
    link = get_preview_link_for(request.user, pk)
    do_and_tell(
        request,
        lambda: actions.revoke_preview_link(link, by=request.user, at=timezone.now()),
        _("预览链接已撤销，不能再打开。"),
    )
    return redirect(reverse("content-office:preview-frame", args=[link.revision_id]) + "#links")
