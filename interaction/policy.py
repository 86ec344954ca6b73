"""Who may do what to letters and mailboxes. Letters cross sites: what counts is the site that received one and the
organizations that have it in hand, as lead or beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sites.policy import Action, Role, rule

if TYPE_CHECKING:
    from interaction.models import Letter, ReplyTemplate
    from sites.models import User


@rule(Action.LETTER_VIEW, on="interaction.Letter")
def may_see_letter(user: User, letter: Letter) -> bool:
    """The site's intake and supervisors, and those who handle or approve for the organizations that have it."""
    grants = user.grants
    return (
        user.is_platform_admin
        or grants.at_site(Role.INTAKE, letter.site_id)
        or grants.at_site(Role.SUPERVISOR, letter.site_id)
        or grants.at_organization(Role.HANDLER, letter.organization_id)
        or grants.at_organization(Role.REPLY_APPROVER, letter.organization_id)
        or _helps(letter, grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER))
    )


def _helps(letter: Letter, organizations: frozenset[int]) -> bool:
    return bool(organizations) and not letter.helpers.isdisjoint(organizations)


@rule(
    Action.LETTER_ACCEPT,
    Action.LETTER_DECLINE,
    Action.LETTER_ASSIGN,
    Action.LETTER_MERGE,
    Action.LETTER_SPLIT,
    Action.LETTER_PUBLISH,
    Action.LETTER_CLOSE,
    on="interaction.Letter",
)
def may_receive_letter(user: User, letter: Letter) -> bool:
    """The intake of the site that received it."""
    return user.grants.at_site(Role.INTAKE, letter.site_id)


@rule(Action.LETTER_DECIDE, on="interaction.Letter")
def may_decide_dispute(user: User, letter: Letter) -> bool:
    """The coordinators: the intake of the site that received it, and its supervisors."""
    return may_receive_letter(user, letter) or user.grants.at_site(Role.SUPERVISOR, letter.site_id)


@rule(Action.LETTER_REPLY, Action.LETTER_EXTEND, on="interaction.Letter")
def may_handle_letter(user: User, letter: Letter) -> bool:
    """The handlers of the organization that leads."""
    return user.grants.at_organization(Role.HANDLER, letter.organization_id)


@rule(Action.LETTER_INVITE, Action.LETTER_ASK_SUPPLEMENT, Action.LETTER_LINK, on="interaction.Letter")
def may_receive_or_handle_letter(user: User, letter: Letter) -> bool:
    """The intake of the site, and the handlers of the organization that leads."""
    return may_receive_letter(user, letter) or may_handle_letter(user, letter)


@rule(Action.LETTER_APPROVE, Action.LETTER_RETURN, Action.LETTER_APPROVE_EXTENSION, on="interaction.Letter")
def may_approve_letter(user: User, letter: Letter) -> bool:
    """The approvers of the organization that leads; that they are not the writer is for the action and the database."""
    return user.grants.at_organization(Role.REPLY_APPROVER, letter.organization_id)


@rule(Action.LETTER_NOTE, on="interaction.Letter")
def may_note_on_letter(user: User, letter: Letter) -> bool:
    """Whoever works on it: the intake of the site, handlers and approvers of the organization that has it."""
    grants = user.grants
    return grants.at_site(Role.INTAKE, letter.site_id) or any(
        grants.at_organization(role, letter.organization_id) for role in (Role.HANDLER, Role.REPLY_APPROVER)
    )


@rule(Action.LETTER_URGE, on="interaction.Letter")
def may_urge(user: User, letter: Letter) -> bool:
    """The supervisors of the site that received it, and of those above."""
    return user.is_platform_admin or user.grants.at_site(Role.SUPERVISOR, letter.site_id)


@rule(Action.CIRCULAR_VIEW, on="sites.Site")
def may_see_circular(user: User, site: Any) -> bool:
    """The site's supervisors and intake."""
    return may_issue_circular(user, site) or user.grants.at_site(Role.INTAKE, site.pk)


@rule(Action.CIRCULAR_ISSUE, on="sites.Site")
def may_issue_circular(user: User, site: Any) -> bool:
    """The supervisors of the site, and of those above."""
    return user.is_platform_admin or user.grants.at_site(Role.SUPERVISOR, site.pk)


@rule(Action.TEMPLATE_CHANGE, on="interaction.ReplyTemplate")
def may_change_template(user: User, template: ReplyTemplate) -> bool:
    """The people of the organization whose template it is, the intake for a site's."""
    if user.is_platform_admin:
        return True
    if template.site_id is not None:
        return user.grants.at_site(Role.INTAKE, template.site_id)
    roles = (Role.HANDLER, Role.REPLY_APPROVER)
    return any(user.grants.at_organization(role, template.organization_id) for role in roles)


@rule(Action.LETTER_TRANSFER, Action.LETTER_BOUNCE, on="interaction.Letter")
def may_pass_letter_on(user: User, letter: Letter) -> bool:
    """The handlers and approvers of the organization that leads."""
    return may_handle_letter(user, letter) or may_approve_letter(user, letter)


@rule(Action.LETTER_CONTRIBUTE, on="interaction.Letter")
def may_help_with_letter(user: User, letter: Letter) -> bool:
    """The handlers of an organization that helps the lead."""
    return _helps(letter, user.grants.organizations_with(Role.HANDLER))


@rule(Action.MAILBOX_CHANGE, on="interaction.Mailbox")
def may_change_mailbox(user: User, mailbox: Any) -> bool:
    """The site's administrators."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, mailbox.site_id)


@rule(Action.MAILBOX_CHANGE, on="sites.Site")
def may_add_mailbox(user: User, site: Any) -> bool:
    """The site's administrators."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, site.pk)


@rule(Action.KNOWLEDGE_CHANGE, on="interaction.KnowledgeEntry")
def may_change_entry(user: User, entry: Any) -> bool:
    """The intake of the site, which knows what people ask, and the site's administrators."""
    return _may_keep_knowledge(user, entry.site_id)


@rule(Action.KNOWLEDGE_CHANGE, on="sites.Site")
def may_add_entry(user: User, site: Any) -> bool:
    """The intake of the site and its administrators."""
    return _may_keep_knowledge(user, site.pk)


def _may_keep_knowledge(user: User, site: int) -> bool:
    grants = user.grants
    return user.is_platform_admin or grants.at_site(Role.INTAKE, site) or grants.at_site(Role.SITE_ADMIN, site)


@rule(Action.MAIL_ACCOUNT_CHANGE, on="interaction.MailAccount")
def may_change_mail_account(user: User, account: Any) -> bool:
    """The administrators of the mailbox's site."""
    return user.is_platform_admin or user.grants.at_site(Role.SITE_ADMIN, account.mailbox.site_id)


@rule(Action.MAIL_VIEW, on="interaction.IncomingMail")
def may_see_mail(user: User, mail: Any) -> bool:
    """The intake and the supervisors of the site that it came to."""
    site = mail.account.mailbox.site_id
    grants = user.grants
    return user.is_platform_admin or grants.at_site(Role.INTAKE, site) or grants.at_site(Role.SUPERVISOR, site)


@rule(Action.MAIL_JUDGE, on="interaction.IncomingMail")
def may_judge_mail(user: User, mail: Any) -> bool:
    """The intake of the site that it came to."""
    return user.grants.at_site(Role.INTAKE, mail.account.mailbox.site_id)


@rule(Action.MAILBOX_READ, on="interaction.Mailbox")
def may_read_mailbox(user: User, mailbox: Any) -> bool:
    """The intake of its site."""
    return user.grants.at_site(Role.INTAKE, mailbox.site_id)
