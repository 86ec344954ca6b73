"""Supervisors urge the sites that have not reprinted yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions.reprint_receipts import locked
from content.models import Reprint, ReprintState, ReprintUrge
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless


@transaction.atomic
def urge_reprint(reprint: Reprint, text: str, *, by: User, at: datetime) -> ReprintUrge:
    """Urge the site to meet the duty; once a day, by whomever. Raises Refused."""
    reprint = locked(reprint)
    refuse_unless(can(by, Action.REPRINT_URGE, reprint), _("您没有督办这项转载任务的权限。"))
    refuse_unless(reprint.state == ReprintState.PENDING, _("这项转载任务目前为“%s”。") % reprint.get_state_display())
    text, on = " ".join(text.split()), timezone.localdate(at)
    refuse_unless(text, _("请写明督办意见。"))
    refuse_if(len(text) > 200, _("督办意见不得超过 200 个字。"))
    refuse_if(reprint.urges.filter(on=on).exists(), _("今天已经督办过。"))
    urge = ReprintUrge.objects.create(reprint=reprint, text=text, by=by, at=at, on=on)
    record(Event.REPRINT_URGED, reprint, by=by, at=at, site=reprint.site, after={"item": reprint.item, "text": text})
    return urge
