"""The media list of a site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from responses.models import MediaOutlet
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import refuse_unless


@transaction.atomic
def save_outlet(outlet: MediaOutlet, *, by: User, at: datetime) -> MediaOutlet:
    """Save an outlet of the media list. Raises Refused."""
    refuse_unless(can(by, Action.OUTLET_CHANGE, outlet.site), _("您没有管理推送媒体的权限。"))
    outlet.full_clean()
    outlet.save()
    record(
        Event.OUTLET_SAVED, outlet, by=by, at=at, site=outlet.site,
        after={"name": outlet.name, "email": outlet.email, "is_active": outlet.is_active},
    )  # fmt: skip
    return outlet
