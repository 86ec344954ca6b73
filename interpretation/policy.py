"""Who may link interpretations, see the duties and free a document from its duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.policy import edits_site, has_any
from sites.policy import COLUMN_ROLES, ORGANIZATION_ROLES, Action, Role, rule

if TYPE_CHECKING:
    from content.models import Article, PolicyDocument
    from interpretation.models import Interpretation, InterpretationDuty, RequiredKind
    from sites.models import User


@rule(Action.INTERPRETATION_LINK, on="content.Article")
def may_link_article(user: User, article: Article) -> bool:
    """Editors of its column, and the site's administrators. A link shows on two pages, so it takes the right at both
    ends: editorial rights never flow from site to site."""
    return has_any(user, article.column, *COLUMN_ROLES) or user.grants.at_site(Role.SITE_ADMIN, article.site_id)


@rule(Action.INTERPRETATION_LINK, on="content.PolicyDocument")
def may_link_document(user: User, document: PolicyDocument) -> bool:
    """As for the document's article."""
    return may_link_article(user, document.article)


@rule(Action.INTERPRETATION_LINK, on="interpretation.Interpretation")
def may_change_interpretation(user: User, interpretation: Interpretation) -> bool:
    """As for the interpretation's article."""
    return may_link_article(user, interpretation.article)


@rule(Action.DUTY_VIEW, on="interpretation.InterpretationDuty")
def may_see_duty(user: User, duty: InterpretationDuty) -> bool:
    """The people of the site, the supervisors above it, and the staff of the organization that drafts."""
    return (
        user.is_platform_admin
        or user.grants.at_site(Role.SUPERVISOR, duty.site_id)
        or any(user.grants.at_organization(role, duty.organization_id) for role in ORGANIZATION_ROLES)
        or edits_site(user, duty.site_id)
    )


@rule(Action.PLAN_MAKE, on="content.Article")
def may_plan(user: User, article: Article) -> bool:
    """Whoever may link it: editors of its column, and the site's administrators."""
    return may_link_article(user, article)


@rule(Action.DUTY_EXEMPT, on="content.Article")
def may_exempt_article(user: User, article: Article) -> bool:
    """Before it is public: the issuers of its column, who answer for issuing it, and the site's administrators."""
    return has_any(user, article.column, Role.ISSUER) or user.grants.at_site(Role.SITE_ADMIN, article.site_id)


@rule(Action.KIND_VIEW, on="interpretation.RequiredKind")
def may_see_kind(user: User, row: RequiredKind) -> bool:
    """The platform's rows: administrators of any site; a site's rows: its own and the platform's."""
    if row.site_id is None:
        return user.is_platform_admin or bool(user.grants.sites_with(Role.SITE_ADMIN))
    return may_change_kind(user, row)


@rule(Action.KIND_CHANGE, on="interpretation.RequiredKind")
def may_change_kind(user: User, row: RequiredKind) -> bool:
    """The platform's administrators; a site's administrators add kinds for their own site."""
    return user.is_platform_admin or (row.site_id is not None and user.grants.at_site(Role.SITE_ADMIN, row.site_id))


@rule(Action.DUTY_EXEMPT, on="interpretation.InterpretationDuty")
def may_exempt_duty(user: User, duty: InterpretationDuty) -> bool:
    """The site's administrators, under the eyes of those who supervise it."""
    return user.grants.at_site(Role.SITE_ADMIN, duty.site_id)
