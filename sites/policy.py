"""Who may do what: the roles, the actions, and `can`, which raises for an action or a kind of object nobody ruled on.

Each app has a policy.py that registers its rules with `@rule`; the grammar of an action is app:noun:verb.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sites.models import User


class Role(models.TextChoices):
    """What a person is granted at a place; the value is the codename of a guardian object permission."""

    CONTRIBUTOR = "contributor", _("信息员")
    FIRST_REVIEWER = "first_reviewer", _("初审员")
    SECOND_REVIEWER = "second_reviewer", _("审核员")
    ISSUER = "issuer", _("审发员")
    EMERGENCY_ISSUER = "emergency_issuer", _("应急发布员")
    SITE_ADMIN = "site_admin", _("站点管理员")
    INTAKE = "intake", _("受理员")
    HANDLER = "handler", _("办件员")
    REPLY_APPROVER = "reply_approver", _("答复审核员")
    SUPERVISOR = "supervisor", _("监管员")


COLUMN_ROLES = frozenset(
    {Role.CONTRIBUTOR, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.ISSUER, Role.EMERGENCY_ISSUER}
)  # the editorial office: all of them see and write, what else each may is a rule of content
SITE_ROLES = COLUMN_ROLES | {Role.SITE_ADMIN, Role.INTAKE, Role.SUPERVISOR}
ORGANIZATION_ROLES = frozenset({Role.HANDLER, Role.REPLY_APPROVER})


class Action(StrEnum):
    """Everything that is permitted or not, app:noun:verb."""

    SITE_VIEW = "sites:site:view"
    SITE_CHANGE = "sites:site:change"
    SITE_CREATE = "sites:site:create"
    SITE_STATE = "sites:site:state"
    COLUMN_VIEW = "sites:column:view"
    COLUMN_CHANGE = "sites:column:change"
    GRANT_CHANGE = "sites:grant:change"
    CALENDAR_CHANGE = "sites:calendar:change"
    AUDIT_VIEW = "sites:audit:view"

    ARTICLE_VIEW = "content:article:view"
    ARTICLE_WRITE = "content:article:write"
    ARTICLE_SUBMIT = "content:article:submit"
    ARTICLE_RECALL = "content:article:recall"
    ARTICLE_REVIEW = "content:article:review"
    ARTICLE_ISSUE = "content:article:issue"
    COMMENT_ADD = "content:comment:add"
    COMMENT_RESOLVE = "content:comment:resolve"
    PREVIEW_SHARE = "content:preview:share"
    ARTICLE_WITHDRAW = "content:article:withdraw"
    ARTICLE_PIN = "content:article:pin"
    ARTICLE_MOVE = "content:article:move"
    ARTICLE_EMERGENCY = "content:article:emergency"
    ARTICLE_REVIEW_AFTER = "content:article:review-after"
    DOCUMENT_RELATE = "content:document:relate"
    ASSET_VIEW = "content:asset:view"
    ASSET_UPLOAD = "content:asset:upload"
    ASSET_CHANGE = "content:asset:change"
    ASSET_DELETE = "content:asset:delete"
    REDIRECT_CHANGE = "content:redirect:change"
    SLOT_CHANGE = "content:slot:change"
    WORDS_VIEW = "content:words:view"
    WORDS_CHANGE = "content:words:change"
    SOURCE_CHANGE = "content:source:change"
    REPRINT_VIEW = "content:reprint:view"
    REPRINT_LINK = "content:reprint:link"
    REPRINT_ASK = "content:reprint:ask"
    REPRINT_URGE = "content:reprint:urge"
    REPRINT_DECIDE = "content:reprint:decide"
    SUBMISSION_OFFER = "content:submission:offer"
    SUBMISSION_VIEW = "content:submission:view"
    SUBMISSION_RECALL = "content:submission:recall"
    SUBMISSION_DECIDE = "content:submission:decide"

    INTERPRETATION_LINK = "interpretation:interpretation:link"
    PLAN_MAKE = "interpretation:plan:make"
    KIND_VIEW = "interpretation:kind:view"
    KIND_CHANGE = "interpretation:kind:change"
    DUTY_VIEW = "interpretation:duty:view"
    DUTY_EXEMPT = "interpretation:duty:exempt"

    TOPIC_OPEN = "responses:topic:open"
    TOPIC_VIEW = "responses:topic:view"
    TOPIC_CHANGE = "responses:topic:change"
    REBUTTAL_BEGIN = "responses:rebuttal:begin"
    RESPONSE_VIEW = "responses:text:view"
    RESPONSE_WRITE = "responses:text:write"
    RESPONSE_RECALL = "responses:text:recall"
    RESPONSE_JUDGE = "responses:text:judge"
    RESPONSE_WITHDRAW = "responses:text:withdraw"
    OUTLET_CHANGE = "responses:outlet:change"

    MAILBOX_CHANGE = "interaction:mailbox:change"
    KNOWLEDGE_CHANGE = "interaction:knowledge:change"
    MAILBOX_READ = "interaction:mailbox:read"
    MAIL_ACCOUNT_CHANGE = "interaction:mail-account:change"
    MAIL_VIEW = "interaction:mail:view"
    MAIL_JUDGE = "interaction:mail:judge"
    LETTER_VIEW = "interaction:letter:view"
    LETTER_ACCEPT = "interaction:letter:accept"
    LETTER_DECLINE = "interaction:letter:decline"
    LETTER_ASSIGN = "interaction:letter:assign"
    LETTER_TRANSFER = "interaction:letter:transfer"
    LETTER_BOUNCE = "interaction:letter:bounce"
    LETTER_DECIDE = "interaction:letter:decide"
    LETTER_INVITE = "interaction:letter:invite"
    LETTER_CONTRIBUTE = "interaction:letter:contribute"
    LETTER_ASK_SUPPLEMENT = "interaction:letter:ask-supplement"
    LETTER_MERGE = "interaction:letter:merge"
    LETTER_SPLIT = "interaction:letter:split"
    LETTER_LINK = "interaction:letter:link"
    LETTER_REPLY = "interaction:letter:reply"
    LETTER_APPROVE = "interaction:letter:approve"
    LETTER_RETURN = "interaction:letter:return"
    LETTER_EXTEND = "interaction:letter:extend"
    LETTER_APPROVE_EXTENSION = "interaction:letter:approve-extension"
    LETTER_PUBLISH = "interaction:letter:publish"
    LETTER_CLOSE = "interaction:letter:close"
    LETTER_NOTE = "interaction:letter:note"
    LETTER_URGE = "interaction:letter:urge"
    CIRCULAR_VIEW = "interaction:circular:view"
    CIRCULAR_ISSUE = "interaction:circular:issue"
    TEMPLATE_CHANGE = "interaction:template:change"


class UnknownRule(LookupError):
    """Nobody ruled on this action for this kind of object: a forgotten rule is an error, never a yes."""


class Platform:
    """The whole installation, as the object of actions that concern no single site."""


PLATFORM = Platform()

Rule = Callable[["User", Any], bool]
_rules: dict[tuple[Action, str], Rule] = {}


def rule(*actions: Action, on: str) -> Callable[[Rule], Rule]:
    """Register the function as the rule for the actions on objects of the model with this label."""

    def register(function: Rule) -> Rule:
        for action in actions:
            if (action, on) in _rules:
                raise ValueError(f"{action} on {on} is ruled on twice.")
            _rules[action, on] = function
        return function

    return register


def can(user: Any, action: Action, obj: Any) -> bool:
    """Tell whether the person may do the action to the object; raise UnknownRule when nobody ruled on it."""
    label = obj._meta.label if isinstance(obj, models.Model) else type(obj).__name__
    try:
        judge = _rules[Action(action), label]
    except (KeyError, ValueError):
        raise UnknownRule(f"{action} on {label}") from None
    return bool(user is not None and user.is_authenticated and user.is_active and judge(user, obj))


def may(user: User, action: Action, obj: Any) -> bool:
    """As `can`, but jobs may act too: what the robot does was decided by a rule, not by a person at a desk."""
    return user.is_robot or can(user, action, obj)


def rules() -> dict[tuple[Action, str], Rule]:
    """Return all registered rules, for the tests that walk them."""
    return dict(_rules)


@rule(Action.SITE_CREATE, Action.CALENDAR_CHANGE, Action.GRANT_CHANGE, on="Platform")
def is_platform_admin(user: User, platform: Platform) -> bool:
    """Sites, calendar and rules belong to the platform's administrators."""
    return user.is_platform_admin


@rule(Action.GRANT_CHANGE, on="sites.User")
def may_grant_to(user: User, person: User) -> bool:
    """The platform's administrators give and take roles; the robot has none."""
    return user.is_platform_admin and not person.is_robot


@rule(Action.SITE_VIEW, on="sites.Site")
def may_see_site(user: User, site: Any) -> bool:
    """Whoever holds any grant there, and supervisors above it."""
    return user.is_platform_admin or site.pk in user.grants.reach


@rule(Action.SITE_CHANGE, Action.GRANT_CHANGE, on="sites.Site")
def may_administer_site(user: User, site: Any) -> bool:
    """The site's administrators, and those of the platform."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, site)


@rule(Action.SITE_STATE, on="sites.Site")
def may_open_and_close_site(user: User, site: Any) -> bool:
    """Opening, suspending and closing a site is approved above it (G47-C1, C2): the platform's administrators."""
    return user.is_platform_admin


@rule(Action.AUDIT_VIEW, on="sites.Site")
def may_see_audit(user: User, site: Any) -> bool:
    """The site's administrators and supervisors."""
    return may_administer_site(user, site) or user.grants.at_site(Role.SUPERVISOR, site)


@rule(Action.COLUMN_VIEW, on="sites.Column")
def may_see_column(user: User, column: Any) -> bool:
    """Whoever may see the site."""
    return user.is_platform_admin or column.site_id in user.grants.reach


@rule(Action.COLUMN_CHANGE, on="sites.Column")
def may_change_column(user: User, column: Any) -> bool:
    """The site's administrators, and those of the platform."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, column.site_id)
