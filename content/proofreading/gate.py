"""What may not pass: findings that block keep a text from review and from the public."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from content.models import Revision
from content.proofreading.findings import Finding
from content.proofreading.reading import findings_of
from sites.refusals import Refused

NAMED = 5


def refuse_blocking(revision: Revision, *, at: datetime) -> int:
    """Return how many warnings stand. Raises Refused with a sentence that names what must be mended first."""
    found = findings_of(revision, at=at)
    blocking = [finding for finding in found if finding.is_blocking]
    if blocking:
        named = "；".join(_named(finding) for finding in blocking[:NAMED])
        more = _("等") if len(blocking) > NAMED else ""
        raise Refused(
            _("校对发现 %(count)s 处必须修改：%(named)s%(more)s。请修改后再办理。")
            % {"count": len(blocking), "named": named, "more": more}
        )
    return len(found)


def _named(finding: Finding) -> str:
    if finding.replacement:
        return _("“%(quote)s”应为“%(right)s”") % {"quote": finding.quote, "right": finding.replacement}
    return _("“%(quote)s”（%(why)s）") % {"quote": finding.quote, "why": finding.message.rstrip("。")}
