"""Interpretation: the links between documents and what explains them, and the ten-working-day clock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationConfig(AppConfig):
    """Documents explained."""

    name = "interpretation"
    verbose_name = _("解读回应")

    def ready(self) -> None:
        """Register the rules on who may do what, the links that article pages show, what issue asks for, what publishing
        sets off."""
        from content.events import on_published, on_withdrawn
        from content.extensions import register_article_panel
        from content.issue_conditions import add_condition, issue_together
        from content.links import add_source
        from content.models import ArticleKind
        from content.page_parts import add_part
        from interpretation import affected, policy  # noqa: F401
        from interpretation.actions import follow_publication, follow_withdrawal
        from interpretation.conditions import companions_to_issue, plan_condition, source_condition
        from interpretation.links import interpretation_links
        from interpretation.panels import explains_panel
        from interpretation.passages import passages_of
        from interpretation.recounting import preview_duties, recount_open_duties
        from sites.recounting import register_recounter

        add_source(interpretation_links)
        add_part(ArticleKind.INTERPRETATION, "passages", passages_of)
        add_condition(plan_condition)
        add_condition(source_condition)
        issue_together(companions_to_issue)
        on_published(follow_publication)
        on_withdrawn(follow_withdrawal)
        register_article_panel(explains_panel)
        register_recounter(
            "duties", str(_("待解读文件")), str(_("件")), preview=preview_duties, apply=recount_open_duties
        )
