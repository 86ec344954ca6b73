"""What reviewers said of a revision, as its pages show it: their remarks on passages, and why it was returned."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.models import Article, Decision, PassageComment, ReviewStep, Revision
from content.quoting import stands_in, words_of


def comments_for(revision: Revision) -> list[PassageComment]:
    """Return the open comments on this and earlier revisions of the article, then those on this one that were resolved;
    each knows whether its words still stand (`is_outdated`). One query."""
    found = list(PassageComment.objects.concerning(revision).select_related("by", "resolved_by", "revision"))
    words = words_of(revision) if any(comment.quote for comment in found) else ""
    for comment in found:
        comment.is_outdated = not stands_in(comment.quote, comment.occurrence, words)
    return sorted(found, key=lambda comment: comment.resolved_at is not None)


def last_return(article: Article) -> ReviewStep | None:
    """Return the step that sent the article back, None when nobody did or it was submitted again since."""
    steps = ReviewStep.objects.filter(revision__article=article).select_related("by").order_by("-at", "-pk")
    last = steps.first()
    return last if last is not None and last.decision == Decision.RETURN else None


def open_comments_warning(revision: Revision) -> str:
    """Return the sentence that whoever submits should read, empty when nothing is open. It refuses nothing: an author may
    disagree with a remark, and the reviewers see what is still open."""
    count = PassageComment.objects.open().concerning(revision).count()
    return _("还有 %d 条批注没有处理，审核人会看到。") % count if count else ""
