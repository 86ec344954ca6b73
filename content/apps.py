"""Publishing: articles and their reviews, policy documents, media, home-page slots, reprints."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """The editorial app."""

    name = "content"
    verbose_name = _("信息发布")

    def ready(self) -> None:
        """Register the rules on who may do what, what publishing and taking down set off, what makes stored pages
        stale, what follows the calendar, and that the trail vouches for the review record."""
        from content import policy  # noqa: F401
        from content.actions.cascade import follow_article, follow_withdrawal
        from content.actions.corrections import look_after_copy
        from content.actions.document_relations import follow_targets
        from content.actions.reprint_receipts import reopen_reprints
        from content.actions.standing import settle_article
        from content.actions.submissions import follow_adoption, hand_over_submissions
        from content.column_holdings import Holding, count_slots, hand_over_slots, register_holding
        from content.events import on_published, on_withdrawn
        from content.extensions import register_article_panel
        from content.integrity import REVIEW_RECORD
        from content.office.corrections import cascade_panel
        from content.office.documents import document_panel
        from content.office.proofreading import findings_panel
        from content.office.submission_panels import submission_panel
        from content.page_store.purging import note, note_recorded
        from content.recounting import (
            preview_corrections,
            preview_reprints,
            preview_reviews,
            recount_pending_corrections,
            recount_reprints,
            recount_reviews,
        )
        from content.submissions import count_waiting
        from sites.audit import on_recorded
        from sites.evidence import vouch_for
        from sites.outbox import on_announced
        from sites.recounting import register_recounter

        on_published(settle_article)
        on_withdrawn(settle_article)
        register_article_panel(document_panel)
        on_withdrawn(reopen_reprints)
        on_published(look_after_copy)
        on_withdrawn(look_after_copy)
        on_published(follow_article)
        on_withdrawn(follow_withdrawal)
        register_holding(Holding(_("首页栏位"), count_slots, hand_over_slots))
        register_article_panel(findings_panel)
        register_article_panel(cascade_panel)
        on_announced(note)
        vouch_for("content.Article", REVIEW_RECORD)
        on_recorded(note_recorded)
        on_published(follow_adoption)
        register_article_panel(submission_panel)
        register_holding(Holding(_("待处理的报送"), count_waiting, hand_over_submissions))
        register_recounter(
            "reprints", str(_("转载任务")), str(_("项")), preview=preview_reprints, apply=recount_reprints
        )
        register_recounter(
            "corrections", str(_("更正任务")), str(_("项")),
            preview=preview_corrections, apply=recount_pending_corrections,
        )  # fmt: skip
        register_recounter(
            "reviews", str(_("应急发布追审")), str(_("件")), preview=preview_reviews, apply=recount_reviews
        )
        on_published(follow_targets)
        on_withdrawn(follow_targets)
