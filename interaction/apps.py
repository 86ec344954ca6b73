"""Interaction: mailboxes, letters and the reply clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InteractionConfig(AppConfig):
    """The unified interaction platform."""

    name = "interaction"
    verbose_name = _("互动交流")

    def ready(self) -> None:
        """Register the rules on who may do what, what limits may be set for, what follows the calendar, and whose indexes
        are counted; let key words follow what becomes public."""
        from interaction import policy, similar  # noqa: F401
        from interaction.actions.recounting import preview_letters, recount_open_letters
        from interaction.models import EarlierRound, Letter, MailboxKind, Rating, Reply
        from sites.clocks import Clock, register_kinds
        from sites.recounting import register_recounter
        from sites.upkeep import keep_vacuumed

        keep_vacuumed(Letter, Reply, EarlierRound, Rating)
        register_kinds(Clock.REPLY, MailboxKind.choices)
        register_kinds(Clock.REPLY_EXTENDED, MailboxKind.choices)
        register_recounter(
            "letters", str(_("在办来信")), str(_("件")), preview=preview_letters,
            apply=lambda *, by, at: len(recount_open_letters(by=by, at=at)),
        )  # fmt: skip
