"""What can happen to columns, sites and letters, and what time brings."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

from content.actions import close_column, merge_column
from content.actions.columns import Fate
from content.actions.publishing import publish_and_expire
from content.page_store.purging import sweep
from interaction.actions import publish_letter, save_mailbox, unpublish_letter
from interaction.models import Letter, Mailbox
from sites.actions import (
    change_column,
    change_site,
    create_column,
    move_column,
    rename_column,
    save_organization,
    set_site_state,
)
from sites.models import Column, Site, SiteState, User
from sites.policy import Role
from sites.refusals import Refused
from tests.content.page_store.world import World, change
from tests.interaction.letters import ANSWER, a_letter, a_letter_in


class ChangesOfPlaces(World):
    """Where things stand and who is written to."""

    # --- columns ---

    @change
    def add_column(self) -> None:
        parent = self.column()
        create_column(
            parent.site, by=None, at=self.at, parent=parent, slug=f"c{next(self.names)}", name="新栏目", type="news",
            purpose="新", is_in_navigation=True,
        )  # fmt: skip

    @change
    def name_column_anew(self) -> None:
        change_column(self.column(), by=None, at=self.at, name=f"栏目{next(self.names)}")

    @change
    def rename_column(self) -> None:
        rename_column(self.column(), slug=f"r{next(self.names)}", by=self.root(), at=self.at)

    @change
    def move_column(self) -> None:
        column = self.column()
        if parent := self.beside(column):
            with suppress(Refused):  # it may lie below the column, or hold it already
                move_column(column, parent=parent, by=self.root(), at=self.at)

    def _ending(self) -> Column | None:
        """A column that may end: its site keeps others."""
        column = self.column()
        return column if self.columns().filter(site=column.site).count() > 2 else None

    @change
    def merge_column(self) -> None:
        if (column := self._ending()) and (into := self.beside(column)):
            with suppress(Refused):  # the heir may lie below the column
                merge_column(column, into=into, by=self.root(), at=self.at)

    @change
    def close_column(self) -> None:
        if (column := self._ending()) and (into := self.beside(column)):
            fate, is_gone = self.chance.choice(list(Fate)), self.chance.random() < 0.3
            with suppress(Refused):
                close_column(column, by=self.root(), at=self.at, articles=fate, into=into, is_gone=is_gone)

    # --- sites ---

    @change
    def rename_site(self) -> None:
        change_site(self.chance.choice(self.sites), by=None, at=self.at, name=f"网站{next(self.names)}")

    @change
    def rename_sponsor(self) -> None:
        sponsor = self.chance.choice(self.sites).sponsor
        sponsor.refresh_from_db()
        sponsor.name = f"机构{next(self.names)}"
        save_organization(sponsor, by=None, at=self.at)

    @change
    def suspend_or_resume(self) -> None:
        site = Site.objects.get(pk=self.chance.choice(self.sites).pk)
        state = SiteState.SUSPENDED if site.state == SiteState.ONLINE else SiteState.ONLINE
        set_site_state(site, state, by=None, at=self.at, note="维护")

    # --- letters ---

    def _staff(self, site: Site) -> SimpleNamespace:
        roles = {"intake": Role.INTAKE, "handler": Role.HANDLER, "approver": Role.REPLY_APPROVER}
        people = {
            name: self.somebody(f"{name}-{site.slug}", (role, site if name == "intake" else site.sponsor))
            for name, role in roles.items()
        }
        return SimpleNamespace(**people, bureau=site.sponsor)

    def _mailbox(self) -> Mailbox:
        return self.pick(Mailbox.objects.filter(site__in=self.sites).select_related("site__sponsor").order_by("pk"))

    @change
    def write_letter(self) -> None:
        mailbox = self._mailbox()
        if mailbox.is_open:
            a_letter(mailbox, at=self.at)

    @change
    def answer_and_publish_letter(self) -> None:
        mailbox = self._mailbox()
        if mailbox.is_open:
            letter = a_letter_in("replied", mailbox, self._staff(mailbox.site), at=self.at)
            self._publish_letter(letter)

    @change
    def correct_published_letter(self) -> None:
        if letter := self._published_letter():
            self._publish_letter(letter)

    @change
    def unpublish_letter(self) -> None:
        if letter := self._published_letter():
            staff = self._staff(letter.mailbox.site)
            unpublish_letter(letter, reason="来信人要求撤回公开", by=staff.intake, at=self.at)

    @change
    def open_or_close_mailbox(self) -> None:
        mailbox = self._mailbox()
        mailbox.is_open = not mailbox.is_open
        save_mailbox(mailbox, by=None, at=self.at)

    def _published_letter(self) -> Letter | None:
        letters = Letter.objects.filter(published_at__isnull=False).select_related("mailbox__site__sponsor")
        return self.pick(letters.order_by("pk"))

    def _publish_letter(self, letter: Letter) -> None:
        by = self._staff(letter.mailbox.site).intake
        title = f"{letter.title}（{next(self.names)}）"
        publish_letter(letter, title=title, body=letter.body, reply=ANSWER, by=by, at=self.at)

    # --- time ---

    @change
    def wait(self) -> None:
        self.at += timedelta(hours=self.chance.randint(1, 20))
        self.traveller.move_to(self.at)
        publish_and_expire(by=User.objects.robot(), at=self.at)
        sweep(self.folder, at=self.at)
