"""Which letters: the vocabulary that workbench, sweeps, public lists and statistics share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from interaction.workflow import ANSWERED, OPEN, State
from sites.policy import Role
from sites.scope import Scope, TenantManager, TenantQuerySet, everything

if TYPE_CHECKING:
    from interaction.models import Letter
    from sites.calendar import WorkCalendar
    from sites.models import User


def in_hands_of(organizations: Collection[int], *, letter: str = "") -> Q:
    """Return the condition for letters that the organizations lead or help with; `letter` is the path to the letter."""
    if not organizations:
        return Q(pk__in=())
    with everything("the bodies are named; the letters they help with cross sites"):
        rows = apps.get_model("interaction", "Assignment").objects
        helped = rows.filter(role="co", ended_at=None, organization__in=organizations)
    return Q(**{f"{letter}organization__in": organizations}) | Q(**{f"{letter}pk__in": helped.values("letter")})


class LetterQuerySet(TenantQuerySet):
    """Which letters."""

    def within(self, scope: Scope) -> Self:
        """Letters of the scope's sites, and those its organizations lead or help with, which cross sites."""
        if scope.sites is None:
            return self
        return self.filter(Q(site__in=scope.sites) | in_hands_of(scope.organizations))

    def open(self) -> Self:
        """Not yet answered or declined: their clock runs."""
        return self.filter(state__in=OPEN)

    def running(self) -> Self:
        """Open ones whose clock does not stand still."""
        from interaction.models import Pause

        waiting = Pause.objects.filter(letter=OuterRef("pk"), resumed_on=None, paused_on__gte=OuterRef("counted_from"))
        return self.open().filter(~Exists(waiting))

    def with_card(self, colour: str) -> Self:
        """Those that a card of the colour stands against."""
        from interaction.models import Card

        return self.filter(Exists(Card.objects.standing().filter(letter=OuterRef("pk"), colour=colour)))

    def answered(self) -> Self:
        """Answered, in time or not."""
        return self.filter(state__in=ANSWERED)

    def due_on(self, day: date) -> Self:
        """Open ones whose last day this is."""
        return self.open().filter(due_on=day)

    def overdue(self, *, on: date) -> Self:
        """Open ones whose last day is over."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, working_days: int, *, on: date, calendar: WorkCalendar) -> Self:
        """Open ones due after the day, at most so many working days later."""
        last = calendar.add_working_days(on, working_days).day
        return self.open().filter(due_on__gt=on, due_on__lte=last)

    def answered_late(self) -> Self:
        """Answered after the last day."""
        return self.answered().filter(replied_on__gt=F("due_on"))

    def returned(self) -> Self:
        """Sent back for a better answer."""
        return self.filter(state=State.RETURNED)

    def awaiting_approval(self) -> Self:
        """With a drafted reply."""
        return self.filter(state=State.DRAFTED)

    def to_accept(self) -> Self:
        """Nobody has looked at them yet; what looks like a flood is a queue of its own."""
        return self.filter(state=State.SUBMITTED, is_suspect=False)

    def suspect(self) -> Self:
        """Waiting for a person to say whether they are letters at all. Their clock runs like any other."""
        return self.filter(state=State.SUBMITTED, is_suspect=True)

    def to_take(self) -> Self:
        """Handed to an organization that has not signed for them yet."""
        return self.filter(state=State.ASSIGNED)

    def with_extension_asked(self) -> Self:
        """Open ones whose handler asked for more time."""
        return self.open().filter(extensions__state="asked")

    def to_publish(self) -> Self:
        """Answered, not closed, not on the site or there with an earlier answer, although writer and mailbox agree."""
        return self.filter(
            Q(published_at=None) | Q(round__gt=F("public_round")),
            state__in=[State.REPLIED, State.RATED],
            wants_public=True,
            mailbox__is_public=True,
        )

    def public(self) -> Self:
        """Those whose public copy is on the site: the one definition for list, page, index and figures."""
        return self.filter(published_at__isnull=False)

    def reached_by(self, user: User) -> Self:
        """What the person may see: all of a site as its intake or supervisor, else those of their organizations."""
        if user.is_platform_admin:
            return self
        return self.filter(
            Q(site__in=user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR))
            | in_hands_of(user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER))
        )


class LetterPartQuerySet(TenantQuerySet):
    """Rows that belong to a letter and are seen by whoever may see it, across sites too."""

    def within(self, scope: Scope) -> Self:
        """Parts of the letters that the scope lets through."""
        if scope.sites is None:
            return self
        return self.filter(Q(letter__site__in=scope.sites) | in_hands_of(scope.organizations, letter="letter__"))


class TemplateQuerySet(TenantQuerySet):
    """Which templates of answers."""

    def within(self, scope: Scope) -> Self:
        """Templates of the scope's sites and of its organizations."""
        if scope.sites is None:
            return self
        return self.filter(Q(site__in=scope.sites) | Q(organization__in=scope.organizations))

    def for_letter(self, letter: Letter) -> Self:
        """Those of the organization that has the letter, and of the site that received it."""
        of_body = Q(organization=letter.organization_id) if letter.organization_id else Q(pk__in=())
        return self.filter(Q(site=letter.site_id) | of_body)

    def kept_by(self, user: User) -> Self:
        """Those that the person may change."""
        if user.is_platform_admin:
            return self
        bodies = user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER)
        return self.filter(Q(site__in=user.grants.sites_with(Role.INTAKE)) | Q(organization__in=bodies))


class LetterPartManager(TenantManager.from_queryset(LetterPartQuerySet)):
    """Parts of letters behind the tenant net."""


class IncomingMailQuerySet(TenantQuerySet):
    """Which mails."""

    def to_judge(self) -> Self:
        """Not taken as letters by themselves: a person of the intake looks at each once."""
        return self.exclude(verdict__in=["letter", "dismissed"])

    def reached_by(self, user: User) -> Self:
        """Mails of the sites whose intake or supervisor the person is."""
        if user.is_platform_admin:
            return self
        return self.filter(account__mailbox__site__in=user.grants.sites_with(Role.INTAKE, Role.SUPERVISOR))


class IncomingMailManager(TenantManager.from_queryset(IncomingMailQuerySet)):
    """Mails behind the tenant net."""


class MailboxReadingManager(TenantManager):
    """Readings behind the tenant net."""


class LetterManager(TenantManager.from_queryset(LetterQuerySet)):
    """Letters behind the tenant net."""


class AttachmentQuerySet(TenantQuerySet):
    """Which files of citizens."""

    def within(self, scope: Scope) -> Self:
        """Files of the letters that the scope lets through, and those of forms that are being filled in on its sites."""
        if scope.sites is None:
            return self
        return self.filter(Q(site__in=scope.sites) | in_hands_of(scope.organizations, letter="letter__"))

    def of_draft(self, digest: str) -> Self:
        """Those sent with a form that is not a letter yet."""
        return self.filter(draft=digest, letter=None)

    def abandoned(self, *, before: datetime) -> Self:
        """Those of forms that nobody will send any more."""
        return self.filter(letter=None, at__lt=before)


class AttachmentManager(TenantManager.from_queryset(AttachmentQuerySet)):
    """Files of citizens behind the tenant net."""


class EntryQuerySet(TenantQuerySet):
    """Which entries of the knowledge base."""

    def public(self, *, on: date) -> Self:
        """Those that anybody may read: published, and their answer still holds."""
        return self.filter(state="published", current_until__gte=on)

    def about(self, text: str) -> Self:
        """Those that hold every part of what was typed, wherever it stands; all of them when nothing was."""
        rows = self
        for part in text.split()[:6]:
            rows = rows.filter(Q(question__icontains=part) | Q(keywords__icontains=part) | Q(answer__icontains=part))
        return rows

    def expiring(self, *, on: date, days: int) -> Self:
        """Published ones whose answer needs to be looked at soon, and those whose day has passed already."""
        return self.filter(state__in=["published", "expired"], current_until__lte=on + timedelta(days=days))

    def run_out(self, *, on: date) -> Self:
        """Published ones whose day has passed."""
        return self.filter(state="published", current_until__lt=on)


class EntryManager(TenantManager.from_queryset(EntryQuerySet)):
    """Entries behind the tenant net."""


class TemplateManager(TenantManager.from_queryset(TemplateQuerySet)):
    """Templates behind the tenant net."""
