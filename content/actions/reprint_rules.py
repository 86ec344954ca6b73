"""Rules of reprinting are entered and changed by those who keep the platform."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.models import ReprintMode, ReprintRule
from sites.audit import Event, record
from sites.models import User
from sites.policy import PLATFORM, Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

FITS = ("position", "source", "words", "place", "level", "kind")
SAVED = ("name", *FITS, "mode", "basis", "column_slug", "topic_slug", "home_days", "is_active")


@transaction.atomic
def save_rule(rule: ReprintRule, *, by: User, at: datetime) -> ReprintRule:
    """Enter or change a rule; duties that are open keep the rule that they were opened under. Raises Refused."""
    refuse_unless(can(by, Action.SOURCE_CHANGE, PLATFORM), _("您没有维护转载规则的权限。"))
    rule.basis, rule.words = rule.basis.strip(), rule.words.strip()
    for name in ("column_slug", "topic_slug"):
        setattr(rule, name, getattr(rule, name).strip().strip("/"))
    refuse_if(rule.mode == ReprintMode.AUTOMATIC and not rule.basis, _("自动转载须写明长期授权的依据。"))
    try:
        rule.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from None
    before = ReprintRule.objects.filter(pk=rule.pk).values(*SAVED).first()
    rule.save()
    record(
        Event.REPRINT_RULE_SAVED, rule, by=by, at=at, before=before,
        after={name: getattr(rule, name) for name in SAVED},
    )  # fmt: skip
    return rule
