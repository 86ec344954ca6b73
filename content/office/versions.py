"""The versions of an article: any two compared, an older one taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_article_for, get_revision_for
from content.comparison import compare_revisions
from content.forms.versions import CompareForm
from content.models import Asset, Revision
from content.workflow import EDITABLE, OPEN
from sites.office import office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused
from sites.scope import everything


@office_view
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what differs between two versions; without a choice, between the newest one and the one before it. Of an article
    with one version there is nothing to compare, and the page says so."""
    article = get_article_for(request.user, pk)
    revisions = list(article.revisions.select_related("author", "picture"))
    if not revisions:
        raise Http404
    by_number = {revision.number: revision for revision in revisions}
    chosen = {"old": revisions[min(1, len(revisions) - 1)].number, "new": revisions[0].number}
    form = CompareForm(revisions, {**chosen, **{name: request.GET[name] for name in chosen if name in request.GET}})
    if form.is_valid():
        chosen = form.cleaned_data
    first, second = sorted(by_number[number].number for number in chosen.values())
    is_free = revisions[0].state not in OPEN - EDITABLE
    can_restore = is_free and can(request.user, Action.ARTICLE_WRITE, article)
    context = {
        "article": article,
        "form": form,
        "comparison": compare_revisions(by_number[first], by_number[second]) if first != second else None,
        "is_only": len(revisions) == 1,
        "can_restore": can_restore,
        "outdated": outdated_sentence(by_number[first]) if can_restore and first != revisions[0].number else "",
        "newest": revisions[0],
    }
    return office_page(request, "content/office/compare.html", context, title=_("版本比较"))


@require_POST
@office_view
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new draft with what an older version said."""
    revision = get_revision_for(request.user, pk)
    try:
        draft = actions.restore_revision(revision, by=request.user, at=timezone.now())
        done = _("已按第 %(old)d 版内容建立第 %(new)d 版草稿。")
        if revision.article.state == "published":
            done = _("已按第 %(old)d 版内容建立第 %(new)d 版草稿，公开页面没有改变。")
        messages.success(request, done % {"old": revision.number, "new": draft.number})
        if outdated := outdated_sentence(draft):
            messages.warning(request, outdated)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("content-office:article", revision.article_id)


def outdated_sentence(revision: Revision) -> str:
    """Say which files of a version others have taken the place of since; empty when there are none. What was replaced for being
    wrong must not come back unnoticed."""
    with everything("a version may show files of another site"):
        files = list(Asset.objects.outdated_in(revision).select_related("replaced_by"))
    if not files:
        return ""
    pairs = ({"old": file.name, "new": file.replaced_by.name} for file in files)
    named = _("、").join(_("“%(old)s”（已替换为“%(new)s”）") % pair for pair in pairs)
    sentence = _("第 %(number)d 版用的是替换前的文件：%(files)s。需要用新文件的，请在草稿中换上后再送审。")
    return sentence % {"number": revision.number, "files": named}
