"""信息报送: an article goes up to a higher site; its editors take it into a column, or decline it with a reason.

What was taken is a draft like any other: the higher site's own three reviews lie before the public. Only when it is
published is the adoption counted, for the organization and the person who offered it.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.articles import Files, attach, begin_article
from content.actions.assets import keep_file
from content.asset_uses import note_uses
from content.models import Article, ArticleKind, ArticleState, Revision, Submission, SubmissionState
from content.models.submission import LIVE
from content.submissions import columns_above
from sites.audit import Event, record
from sites.files import FileRefused, RecognisedFile, recognised
from sites.models import Column, User
from sites.policy import Action, can
from sites.prepared import BLANKS, Prepared, prepared
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless
from sites.scope import everything

CARRIED = ("title", "subtitle", "summary", "body", "author_name", "keywords", "picture_id")
Looked = list[tuple[str, str, RecognisedFile]]  # the address it has now, its title, what it is


@transaction.atomic
def offer_article(article: Article, column: Column, *, by: User, at: datetime, note: str = "") -> Submission:
    """Offer a public article to a column of a site above. Raises Refused for any other column, for an article that is not
    public, and while the same article waits or is in use at that site."""
    rows = Article.objects.select_for_update(of=("self",)).select_related("column", "site__sponsor", "live")
    article = rows.get(pk=article.pk)
    refuse_unless(can(by, Action.SUBMISSION_OFFER, article), _("您没有报送这篇稿件的权限。"))
    refuse_unless(article.state == ArticleState.PUBLISHED, _("只有已公开的稿件可以报送。"))
    refuse_if(article.expires_at and article.expires_at <= at, _("只有已公开的稿件可以报送。"))
    column = columns_above(article).filter(pk=column.pk).first()
    refuse_unless(column, _("只能报送到上级网站中接收报送的栏目。"))
    known = Submission.objects.filter(article=article, site=column.site, state__in=LIVE).first()
    refuse_if(known, _("这篇稿件已报送%s，不能重复报送。") % column.site.short_name)
    submission = Submission.objects.create(
        site=column.site,
        column=column,
        origin=article.site,
        article=article,
        organization=by.organization or article.site.sponsor,
        submitted_by=by,
        submitted_at=at,
        note=_one_line(note),
        seen_revision=article.live,
    )
    record(
        Event.SUBMISSION_OFFERED, submission, by=by, at=at, site=article.site,
        after={"to": column.site, "column": column, "revision": article.live.number, "note": submission.note},
    )  # fmt: skip
    return submission


@transaction.atomic
def recall_submission(submission: Submission, *, by: User, at: datetime) -> Submission:
    """Take back what nobody has decided about. Raises Refused."""
    submission = _locked(submission)
    refuse_unless(can(by, Action.SUBMISSION_RECALL, submission), _("您没有撤回这条报送的权限。"))
    _refuse_unless_offered(submission)
    submission.state, submission.handled_by, submission.handled_at = SubmissionState.RECALLED, by, at
    submission.save(update_fields=["state", "handled_by", "handled_at"])
    record(Event.SUBMISSION_RECALLED, submission, by=by, at=at, site=submission.origin)
    return submission


def take_submission(submission: Submission, *, by: User, at: datetime, seen: int | None = None) -> Submission:
    """Begin a draft in the column from the original as it is public now, with its source and its files; also of a
    document, which stays in the library of the site that issued it. `seen` is the version that the editor read. Raises Refused, Conflict when somebody was faster or the original changed meanwhile."""
    refuse_unless(can(by, Action.SUBMISSION_DECIDE, submission), _("您没有办理这条报送的权限。"))
    with everything("the files of a lower site's public article"):
        files = _looked_at(submission.article.live)
    return _take(submission, files, by=by, at=at, seen=seen)


@transaction.atomic
def _take(submission: Submission, looked: Looked, *, by: User, at: datetime, seen: int | None) -> Submission:
    submission = _locked(submission)
    refuse_unless(can(by, Action.SUBMISSION_DECIDE, submission), _("您没有办理这条报送的权限。"))
    _refuse_unless_offered(submission)
    original = submission.article
    refuse_unless(original.state == ArticleState.PUBLISHED, _("原稿已撤下，不能取用。"))
    live = original.live
    if seen is not None and seen != live.pk:
        raise Conflict(_("原稿刚有更新，请核对新的内容后再取用。"))
    body, files = _with_own_files(submission, live.body, looked, by=by, at=at)
    fields = {name: getattr(live, name) for name in CARRIED} | {
        "body": body,
        "source": live.source or original.site.name,
        "source_url": original.site.address(original.path),
        "change_note": _("取自%s报送") % submission.organization,
    }
    revision = begin_article(submission.column, by=by, at=at, kind=ArticleKind.ARTICLE, **fields)
    if files:
        attach(revision, files)
        note_uses(revision)
    submission.state, submission.taken_article = SubmissionState.TAKEN, revision.article
    submission.handled_by, submission.handled_at = by, at
    submission.seen_revision, submission.seen_public = live, True
    submission.save()
    record(
        Event.SUBMISSION_TAKEN, submission, by=by, at=at, site=submission.site,
        after={"from": original.site, "article": revision.article, "revision": live.number},
    )  # fmt: skip
    return submission


def _looked_at(revision: Revision) -> Looked:
    """The attachments as the higher site keeps them: files that go up are looked at like any upload. Takes its time, so
    it happens before the transaction."""
    found = []
    for attachment in revision.attachments.select_related("asset"):
        asset = attachment.asset
        with default_storage.open(asset.file.name) as stored:
            content = io.BytesIO(stored.read())
        content.name = f"{asset.name.rpartition('.')[0] or asset.name}.{asset.extension.lower()}"
        try:
            found.append((asset.file.url, attachment.title, recognised(content)))
        except FileRefused as refusal:
            raise Refused(_("原稿的附件不能取用：%s") % refusal) from None
    return found


def _with_own_files(submission: Submission, body: str, looked: Looked, *, by: User, at: datetime) -> tuple[str, Files]:
    """Keep the files for the higher site and let the text lead to its own copies."""
    files = []
    for address, title, seen in looked:
        asset = keep_file(submission.site, seen, by=by, at=at)
        body = body.replace(f'"{address}"', f'"{asset.file.url}"')
        files.append((asset, title))
    return body, files


@transaction.atomic
def decline_submission(submission: Submission, reason: str, *, by: User, at: datetime) -> Submission:
    """Say that the item is not used, and why; also of one that was taken, as long as it is not published. Raises Refused."""
    submission = _locked(submission)
    refuse_unless(can(by, Action.SUBMISSION_DECIDE, submission), _("您没有办理这条报送的权限。"))
    refuse_unless(
        submission.state in {SubmissionState.OFFERED, SubmissionState.TAKEN},
        _("这条报送目前为“%s”。") % submission.get_state_display(),
    )
    reason = _one_line(reason)
    refuse_unless(reason, _("请写明不采用的理由，报送单位会看到。"))
    submission.state, submission.reason = SubmissionState.DECLINED, reason
    submission.handled_by, submission.handled_at = by, at
    submission.save(update_fields=["state", "reason", "handled_by", "handled_at"])
    record(Event.SUBMISSION_DECLINED, submission, by=by, at=at, site=submission.site, after={"reason": reason})
    return submission


@transaction.atomic
def check_original(submission: Submission, *, by: User, at: datetime) -> Submission:
    """Say that the change of the original has been looked at; what the taken article says is for its editors to decide.
    Raises Refused when nothing changed."""
    submission = _locked(submission)
    refuse_unless(can(by, Action.SUBMISSION_DECIDE, submission), _("您没有办理这条报送的权限。"))
    change = submission.change_of_original
    refuse_unless(change, _("原稿没有新的变动。"))
    submission.seen_revision = submission.article.live
    submission.seen_public = submission.article.state == ArticleState.PUBLISHED
    submission.save(update_fields=["seen_revision", "seen_public"])
    record(
        Event.SUBMISSION_CHECKED, submission, by=by, at=at, site=submission.site,
        after={"change": change, "revision": submission.seen_revision.number},
    )  # fmt: skip
    return submission


def follow_adoption(article: Article, by: User, at: datetime) -> None:
    """The higher site published what it took: the adoption counts, once, from this moment."""
    if not _taken_as().about(article=article.pk).rows():
        return
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .filter(taken_article=article, state__in=[SubmissionState.TAKEN, SubmissionState.DECLINED])
        .first()
    )
    if submission is None or _is_offered_anew(submission):
        return
    submission.state, submission.adopted_at = SubmissionState.ADOPTED, at
    submission.save(update_fields=["state", "adopted_at"])
    record(
        Event.SUBMISSION_ADOPTED, submission, by=by, at=at, site=article.site,
        after={"article": article, "organization": submission.organization, "person": submission.submitted_by},
    )  # fmt: skip


@cache
def _taken_as() -> Prepared:
    with everything("a query to be filled in with the article"):
        return prepared(Submission.objects.filter(taken_article=BLANKS["article"]).values_list("pk"))


def _is_offered_anew(submission: Submission) -> bool:
    """True for a declined item whose original has been offered again since: that one counts, not both."""
    others = Submission.objects.filter(article=submission.article_id, site=submission.site_id, state__in=LIVE)
    return others.exclude(pk=submission.pk).exists()


def hand_over_submissions(column: Column, into: Column | None) -> None:
    """What waits for a column that is merged waits for its heir; of one that closes it stays, to be declined or recalled."""
    if into is not None:
        Submission.objects.offered().filter(column=column).update(column=into)


def _locked(submission: Submission) -> Submission:
    """The submission with its row locked, and the original as it is now: whoever decides must not be overtaken."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related(
        "article__site", "article__column", "article__live", "site", "origin", "column__site", "organization"
    )
    return rows.get(pk=submission.pk)


def _refuse_unless_offered(submission: Submission) -> None:
    if submission.state != SubmissionState.OFFERED:
        raise Conflict(
            _("这条报送目前为“%(state)s”，由%(who)s办理。")
            % {"state": submission.get_state_display(), "who": submission.handled_by or _("他人")}
        )


def _one_line(text: str) -> str:
    line = " ".join(text.replace("\x00", "").split())
    refuse_if(len(line) > 200, _("说明或理由不得超过 200 个字。"))
    return line
