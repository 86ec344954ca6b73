"""Who may open topics, draft, review, issue and withdraw what is officially said. Two different people read every text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responses.querysets import ISSUERS, REVIEWERS
from responses.workflow import EDITABLE, IN_REVIEW, State
from sites.policy import COLUMN_ROLES, Action, Role, rule

if TYPE_CHECKING:
    from responses.models import HotTopic, MediaOutlet, Rebuttal, ResponseDuty, Statement
    from responses.models.reviewed import ReviewedText
    from sites.models import Site, User


def _holds(user: User, site_pk: int, *roles: Role) -> bool:
    return any(user.grants.at_site(role, site_pk) for role in roles)


@rule(Action.TOPIC_OPEN, Action.REBUTTAL_BEGIN, on="sites.Site")
def may_open_topic(user: User, site: Site) -> bool:
    """Whoever edits the whole site, and its administrators."""
    return _holds(user, site.pk, *COLUMN_ROLES, Role.SITE_ADMIN)


@rule(Action.TOPIC_VIEW, on="responses.HotTopic")
def may_see_topic(user: User, topic: HotTopic) -> bool:
    """The site's editors, administrators and supervisors, and the people of the organization that must respond."""
    return (
        user.is_platform_admin
        or _holds(user, topic.site_id, *COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)
        or _responds(user, topic)
    )


def _responds(user: User, topic: HotTopic) -> bool:
    return any(user.grants.at_organization(role, topic.organization_id) for role in (Role.HANDLER, Role.REPLY_APPROVER))


@rule(Action.TOPIC_CHANGE, on="responses.HotTopic")
def may_change_topic(user: User, topic: HotTopic) -> bool:
    """Those who answer for the site: its administrators and issuers correct facts, waive clocks, close and open again."""
    return _holds(user, topic.site_id, Role.SITE_ADMIN, *ISSUERS)


@rule(Action.TOPIC_CHANGE, on="responses.ResponseDuty")
def may_change_duty(user: User, duty: ResponseDuty) -> bool:
    """As for the topic."""
    return may_change_topic(user, duty.topic)


@rule(Action.RESPONSE_WRITE, on="responses.HotTopic")
def may_draft_statement(user: User, topic: HotTopic) -> bool:
    """The site's editors, and the people of the organization that must respond."""
    return _holds(user, topic.site_id, *COLUMN_ROLES) or _responds(user, topic)


@rule(Action.RESPONSE_VIEW, on="responses.Statement")
def may_see_statement(user: User, statement: Statement) -> bool:
    """As for the topic."""
    return may_see_topic(user, statement.topic)


@rule(Action.RESPONSE_WRITE, on="responses.Statement")
def may_write_statement(user: User, statement: Statement) -> bool:
    """Its author, while nobody judges it."""
    return _is_own_draft(user, statement) and may_draft_statement(user, statement.topic)


@rule(Action.RESPONSE_RECALL, on="responses.Statement")
@rule(Action.RESPONSE_RECALL, on="responses.Rebuttal")
def may_recall_text(user: User, text: ReviewedText) -> bool:
    """Its author, while it waits."""
    return text.author_id == user.pk and text.state in IN_REVIEW


@rule(Action.RESPONSE_JUDGE, on="responses.Statement")
def may_judge_statement(user: User, statement: Statement) -> bool:
    """The site's reviewers, or the approver of the organization that must respond; then the site's issuers; never the author,
    never the same person twice."""
    topic = statement.topic
    if statement.state == State.REVIEW and user.grants.at_organization(Role.REPLY_APPROVER, topic.organization_id):
        return statement.author_id != user.pk
    return _may_judge(user, statement, topic.site_id)


@rule(Action.RESPONSE_WITHDRAW, on="responses.Statement")
def may_withdraw_statement(user: User, statement: Statement) -> bool:
    """The site's issuers."""
    return statement.is_public and _holds(user, statement.topic.site_id, *ISSUERS)


@rule(Action.RESPONSE_VIEW, on="responses.Rebuttal")
def may_see_rebuttal(user: User, rebuttal: Rebuttal) -> bool:
    """The site's editors, administrators and supervisors."""
    return user.is_platform_admin or _holds(user, rebuttal.site_id, *COLUMN_ROLES, Role.SITE_ADMIN, Role.SUPERVISOR)


@rule(Action.RESPONSE_WRITE, on="responses.Rebuttal")
def may_write_rebuttal(user: User, rebuttal: Rebuttal) -> bool:
    """Its author, while nobody judges it."""
    return _is_own_draft(user, rebuttal) and _holds(user, rebuttal.site_id, *COLUMN_ROLES, Role.SITE_ADMIN)


@rule(Action.RESPONSE_JUDGE, on="responses.Rebuttal")
def may_judge_rebuttal(user: User, rebuttal: Rebuttal) -> bool:
    """The site's reviewers, then its issuers; never the author, never the same person twice."""
    return _may_judge(user, rebuttal, rebuttal.site_id)


@rule(Action.RESPONSE_WITHDRAW, on="responses.Rebuttal")
def may_withdraw_rebuttal(user: User, rebuttal: Rebuttal) -> bool:
    """The site's issuers."""
    return rebuttal.is_public and _holds(user, rebuttal.site_id, *ISSUERS)


@rule(Action.OUTLET_CHANGE, on="sites.Site")
def may_change_outlets(user: User, site: Site) -> bool:
    """The site's administrators, and those of the platform."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, site)


@rule(Action.OUTLET_CHANGE, on="responses.MediaOutlet")
def may_change_outlet(user: User, outlet: MediaOutlet) -> bool:
    """As for the site."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, outlet.site_id)


def _is_own_draft(user: User, text: ReviewedText) -> bool:
    return text.author_id == user.pk and text.state in EDITABLE


def _may_judge(user: User, text: ReviewedText, site_pk: int) -> bool:
    if user.pk in {text.author_id, text.reviewer_id}:
        return False
    if text.state == State.REVIEW:
        return _holds(user, site_pk, *REVIEWERS)
    return text.state == State.ISSUE and _holds(user, site_pk, *ISSUERS)
