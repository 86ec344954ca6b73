"""Remarks on passages, from the reviewer's screen and the article's page."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_comment_for, get_revision_for
from content.forms.comments import CommentForm
from content.models import Revision
from sites.office import do_and_tell, office_view
from sites.policy import Action
from sites.query_fields import number_in
from sites.refusals import Refused

KEPT, MOST_KEPT = "refused-remark", 1_000


@require_POST
@office_view
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a remark to a revision."""
    revision = get_revision_for(request.user, pk, Action.COMMENT_ADD)
    form = CommentForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        _keep(request, revision)
        return _back(request, revision)
    said = {**form.cleaned_data, "occurrence": form.cleaned_data["occurrence"] or 1}
    try:
        actions.add_comment(revision, by=request.user, at=timezone.now(), **said)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        _keep(request, revision)
    else:
        messages.success(request, _("批注已添加，撰稿人会看到。"))
    return _back(request, revision)


def _keep(request: HttpRequest, revision: Revision) -> None:
    """Keep a refused remark until the page stands again on which it was typed."""
    typed = {name: request.POST.get(name, "")[:MOST_KEPT] for name in ("quote", "text")}
    request.session[KEPT] = {"revision": revision.pk, **typed}


def kept_remark(request: HttpRequest, revision: Revision) -> dict[str, str] | None:
    """Return what was refused of this revision, once."""
    kept = request.session.get(KEPT)
    if not kept or kept["revision"] != revision.pk:
        return None
    return request.session.pop(KEPT)


@require_POST
@office_view
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a remark as dealt with."""
    comment = get_comment_for(request.user, pk)
    resolve = partial(actions.resolve_comment, comment, by=request.user, at=timezone.now())
    do_and_tell(request, resolve, _("批注已标为处理完毕。"))
    return _back(request, comment.revision)


def _back(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Return to the page the form stands on: the reviewer's screen of the revision that was shown, or the article's page."""
    if request.POST.get("page") == "article":
        return redirect(reverse("content-office:article", args=[revision.article_id]) + "#comments")
    shown = number_in(request.POST.get("shown", ""))
    return redirect(reverse("content-office:review", args=[shown or revision.pk]) + "#comments")
