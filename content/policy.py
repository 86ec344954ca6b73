"""Who may do what to articles, revisions, files and slots. Separation of duties is a rule here, and again in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.workflow import stage_at
from sites.policy import COLUMN_ROLES, Action, Platform, Role, rule

if TYPE_CHECKING:
    from content.models import (
        Article,
        Asset,
        HomeSlot,
        ImportBatch,
        ImportedFile,
        PassageComment,
        PolicyDocument,
        PreviewLink,
        Redirect,
        Reprint,
        Revision,
        Submission,
        Word,
        WordList,
    )
    from sites.models import Column, Site, User


def has_any(user: User, column: Column, *roles: Role) -> bool:
    """True when the person holds one of the roles at the column."""
    return any(user.grants.at_column(role, column) for role in roles)


def edits_site(user: User, site_pk: int, *roles: Role) -> bool:
    """True for whoever holds one of the roles, by default any editorial one, at the site or in one of its columns."""
    roles = roles or (*COLUMN_ROLES, Role.SITE_ADMIN)
    if site_pk in user.grants.sites_with(*roles):
        return True
    from sites.models import Column

    columns = user.grants.columns_with(*roles)
    return bool(columns) and Column.objects.filter(site=site_pk, pk__in=columns).exists()


# --- articles --------------------------------------------------------------------------------------------------------


@rule(Action.ARTICLE_VIEW, on="content.Article")
def may_see_article(user: User, article: Article) -> bool:
    """Everybody with an editorial role at the column, the site's administrators and supervisors."""
    return (
        user.is_platform_admin
        or has_any(user, article.column, *COLUMN_ROLES)
        or user.grants.at_site(Role.SITE_ADMIN, article.site_id)
        or user.grants.at_site(Role.SUPERVISOR, article.site_id)
    )


@rule(Action.ARTICLE_WRITE, on="content.Article")
def may_write_article(user: User, article: Article) -> bool:
    """Contributors of the column; writing needs no more, publishing does."""
    return has_any(user, article.column, *COLUMN_ROLES)


@rule(Action.ARTICLE_WRITE, on="sites.Column")
def may_write_in_column(user: User, column: Column) -> bool:
    """Contributors of the column may start an article there."""
    return not column.is_home and has_any(user, column, *COLUMN_ROLES)


@rule(Action.ARTICLE_MOVE, on="content.Article")
def may_move_from(user: User, article: Article) -> bool:
    """The issuers of its column; what was never public also whoever writes there."""
    roles = COLUMN_ROLES if article.published_at is None else (Role.ISSUER,)
    return has_any(user, article.column, *roles)


@rule(Action.ARTICLE_MOVE, on="sites.Column")
def may_move_into(user: User, column: Column) -> bool:
    """The issuers of the column may take in what was public; for drafts the right to write there is asked instead."""
    return not column.is_home and has_any(user, column, Role.ISSUER)


@rule(Action.ARTICLE_WITHDRAW, Action.ARTICLE_PIN, on="content.Article")
def may_withdraw(user: User, article: Article) -> bool:
    """The issuers of the column."""
    return has_any(user, article.column, Role.ISSUER)


@rule(Action.ARTICLE_WRITE, on="content.ImportBatch")
def may_see_import(user: User, batch: ImportBatch) -> bool:
    """Whoever may write in the column that the files came into."""
    return has_any(user, batch.column, *COLUMN_ROLES)


@rule(Action.ARTICLE_WRITE, on="content.ImportedFile")
def may_confirm_import(user: User, file: ImportedFile) -> bool:
    """As for the import it belongs to."""
    return may_see_import(user, file.batch)


# --- revisions and their reviews -------------------------------------------------------------------------------------


@rule(Action.ARTICLE_VIEW, on="content.Revision")
def may_see_revision(user: User, revision: Revision) -> bool:
    """Whoever may see the article."""
    return may_see_article(user, revision.article)


@rule(Action.ARTICLE_SUBMIT, on="content.Revision")
def may_submit(user: User, revision: Revision) -> bool:
    """The author submits."""
    return revision.author_id == user.pk and may_write_article(user, revision.article)


@rule(Action.ARTICLE_RECALL, on="content.Revision")
def may_recall(user: User, revision: Revision) -> bool:
    """The author recalls."""
    return revision.author_id == user.pk


@rule(Action.ARTICLE_REVIEW, Action.ARTICLE_ISSUE, on="content.Revision")
def may_judge(user: User, revision: Revision) -> bool:
    """Whoever holds the role of the stage that the revision has reached, and has not written or judged it before.

    Panzhihua 2015 (12): first review, second review and issue are three duties with a responsible person each.
    """
    stage = stage_at(revision.state)
    if stage is None or not user.grants.at_column(stage.role, revision.article.column):
        return False
    if user.pk in {revision.first_reviewer_id, revision.second_reviewer_id}:
        return False
    return user.pk not in revision.writers


@rule(Action.ARTICLE_EMERGENCY, on="content.Revision")
def may_publish_in_emergency(user: User, revision: Revision) -> bool:
    """A right of its own, given to few: no role of the three reviews implies it."""
    return has_any(user, revision.article.column, Role.EMERGENCY_ISSUER)


@rule(Action.ARTICLE_REVIEW_AFTER, on="content.Revision")
def may_review_after(user: User, revision: Revision) -> bool:
    """Whoever holds the role of the next missing review, and neither wrote, passed nor published it in emergency."""
    missing = revision.missing_reviews
    if not missing or not user.grants.at_column(missing[0].role, revision.article.column):
        return False
    if user.pk in {
        revision.first_reviewer_id,
        revision.second_reviewer_id,
        revision.issuer_id,
        revision.emergency_by_id,
    }:
        return False
    return user.pk not in revision.writers


@rule(Action.COMMENT_ADD, on="content.Revision")
def may_comment(user: User, revision: Revision) -> bool:
    """The reviewers of the column at any stage, and whoever wrote the text."""
    reviewers = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.ISSUER)
    is_author = revision.author_id == user.pk and may_write_article(user, revision.article)
    return is_author or has_any(user, revision.article.column, *reviewers)


@rule(Action.COMMENT_RESOLVE, on="content.PassageComment")
def may_resolve_comment(user: User, comment: PassageComment) -> bool:
    """Both sides: who wrote any version of the text, and the reviewers."""
    revision = comment.revision
    wrote = revision.article.revisions.filter(author=user).exists() and may_write_article(user, revision.article)
    return wrote or may_comment(user, revision)


@rule(Action.PREVIEW_SHARE, on="content.Revision")
def may_share_preview(user: User, revision: Revision) -> bool:
    """Whoever writes or judges in the column answers for whom they show a draft to."""
    return may_write_article(user, revision.article)


@rule(Action.PREVIEW_SHARE, on="content.PreviewLink")
def may_revoke_preview(user: User, link: PreviewLink) -> bool:
    """As for the revision."""
    return may_share_preview(user, link.revision)


# --- policy documents ------------------------------------------------------------------------------------------------


@rule(Action.DOCUMENT_RELATE, on="content.Article")
def may_relate(user: User, article: Article) -> bool:
    """Whoever may write the document may say what it does to others."""
    return may_write_article(user, article)


@rule(Action.DOCUMENT_RELATE, on="content.PolicyDocument")
def may_be_acted_on(user: User, document: PolicyDocument) -> bool:
    """A document's status is marked by the issuers of its own column."""
    return may_withdraw(user, document.article)


# --- media, home page, words, redirects ------------------------------------------------------------------------------


@rule(Action.ASSET_VIEW, on="sites.Site")
def may_see_media(user: User, site: Site) -> bool:
    """Whoever holds any grant that reaches the site."""
    return user.is_platform_admin or site.pk in user.grants.reach


@rule(Action.ASSET_UPLOAD, on="sites.Site")
def may_upload(user: User, site: Site) -> bool:
    """Whoever writes or judges anywhere on the site, and its administrators; supervisors only look."""
    return edits_site(user, site.pk)


@rule(Action.ASSET_VIEW, on="content.Asset")
def may_see_asset(user: User, asset: Asset) -> bool:
    """Whoever may use the site's media."""
    return user.is_platform_admin or asset.site_id in user.grants.reach


@rule(Action.ASSET_CHANGE, on="content.Asset")
def may_change_asset(user: User, asset: Asset) -> bool:
    """Whoever edits the site; what the public sees is changed by its issuers and administrators only, since the words and
    the subtitles of a file reach the page without a review."""
    if not edits_site(user, asset.site_id):
        return False
    return asset.standing != "public" or _answers_for_site(user, asset.site_id)


@rule(Action.ASSET_DELETE, on="content.Asset")
def may_delete_asset(user: User, asset: Asset) -> bool:
    """Whoever uploaded it and still edits the site, its issuers and its administrators."""
    if not edits_site(user, asset.site_id):
        return False
    return asset.uploaded_by_id == user.pk or _answers_for_site(user, asset.site_id)


def _answers_for_site(user: User, site_pk: int) -> bool:
    """True for the site's administrators, and for whoever issues anywhere on the site."""
    return edits_site(user, site_pk, Role.ISSUER, Role.SITE_ADMIN)


@rule(Action.SLOT_CHANGE, on="sites.Site")
def may_change_slots(user: User, site: Site) -> bool:
    """The site's administrators and its issuers."""
    return user.grants.at_site(Role.SITE_ADMIN, site) or user.grants.at_site(Role.ISSUER, site)


@rule(Action.SLOT_CHANGE, on="content.HomeSlot")
def may_change_slot(user: User, slot: HomeSlot) -> bool:
    """As for the site."""
    return may_change_slots(user, slot.site)


@rule(Action.WORDS_VIEW, on="content.WordList")
def may_see_words(user: User, word_list: WordList) -> bool:
    """Administrators of any site see the platform's lists, those of a site its own."""
    if word_list.site_id is None:
        return user.is_platform_admin or bool(user.grants.sites_with(Role.SITE_ADMIN))
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, word_list.site_id)


@rule(Action.WORDS_CHANGE, on="content.WordList")
def may_change_words(user: User, word_list: WordList) -> bool:
    """The platform's lists belong to its administrators; a site's administrators add lists of their own."""
    if word_list.site_id is None:
        return user.is_platform_admin
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, word_list.site_id)


@rule(Action.WORDS_VIEW, on="content.Word")
def may_see_word(user: User, word: Word) -> bool:
    """As for its list."""
    return may_see_words(user, word.word_list)


@rule(Action.WORDS_CHANGE, on="content.Word")
def may_change_word(user: User, word: Word) -> bool:
    """As for its list."""
    return may_change_words(user, word.word_list)


@rule(Action.REDIRECT_CHANGE, on="sites.Site")
def may_change_redirects(user: User, site: Site) -> bool:
    """The site's administrators, and those of the platform."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, site)


@rule(Action.REDIRECT_CHANGE, on="content.Redirect")
def may_change_redirect(user: User, redirect: Redirect) -> bool:
    """As for the site."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, redirect.site_id)


# --- reprints and submissions ----------------------------------------------------------------------------------------


@rule(Action.SOURCE_CHANGE, on="Platform")
def may_change_sources(user: User, platform: Platform) -> bool:
    """What is received once is a duty of many sites, so sources belong to the platform's administrators."""
    return user.is_platform_admin


@rule(Action.REPRINT_VIEW, on="content.Reprint")
def may_see_reprint(user: User, reprint: Reprint) -> bool:
    """The people of the site, and the supervisors above it."""
    return (
        user.is_platform_admin
        or user.grants.at_site(Role.SUPERVISOR, reprint.site_id)
        or edits_site(user, reprint.site_id)
    )


@rule(Action.REPRINT_LINK, on="content.Reprint")
def may_link_reprint(user: User, reprint: Reprint) -> bool:
    """Editors of the site, who publish the copy; supervisors see and urge, they edit nothing."""
    return edits_site(user, reprint.site_id)


@rule(Action.REPRINT_DECIDE, on="content.Reprint")
def may_waive_reprint(user: User, reprint: Reprint) -> bool:
    """Those who answer for the whole site: its administrators and issuers."""
    return user.grants.at_site(Role.SITE_ADMIN, reprint.site_id) or user.grants.at_site(Role.ISSUER, reprint.site_id)


@rule(Action.REPRINT_ASK, on="content.Article")
def may_ask_below(user: User, article: Article) -> bool:
    """The issuers of its column, and those who administer its site: what they mark is a duty of every site below."""
    return has_any(user, article.column, Role.ISSUER) or user.grants.at_site(Role.SITE_ADMIN, article.site_id)


@rule(Action.REPRINT_URGE, on="content.Reprint")
def may_urge_reprint(user: User, reprint: Reprint) -> bool:
    """The supervisors above the site."""
    return user.is_platform_admin or user.grants.at_site(Role.SUPERVISOR, reprint.site_id)


@rule(Action.SUBMISSION_OFFER, on="content.Article")
def may_offer_article(user: User, article: Article) -> bool:
    """Whoever writes in the article's column, and the site's administrators."""
    return may_write_article(user, article) or user.grants.at_site(Role.SITE_ADMIN, article.site_id)


@rule(Action.SUBMISSION_RECALL, on="content.Submission")
def may_recall_submission(user: User, submission: Submission) -> bool:
    """Whoever might have offered it."""
    return may_offer_article(user, submission.article)


@rule(Action.SUBMISSION_DECIDE, on="content.Submission")
def may_decide_submission(user: User, submission: Submission) -> bool:
    """The editors of the column that it was offered to; supervisors above see it, they edit nothing."""
    return has_any(user, submission.column, *COLUMN_ROLES)


@rule(Action.SUBMISSION_VIEW, on="content.Submission")
def may_see_submission(user: User, submission: Submission) -> bool:
    """Both ends: the editors of the two columns, the administrators and supervisors of the two sites."""
    if user.is_platform_admin or may_recall_submission(user, submission) or may_decide_submission(user, submission):
        return True
    ends = (submission.site_id, submission.origin_id)
    return any(user.grants.at_site(role, site) for role in (Role.SITE_ADMIN, Role.SUPERVISOR) for site in ends)
