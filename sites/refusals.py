"""Refusals: an action that must not happen says why, in a sentence for the person who asked; and so must the person who asks for
what needs a reason."""

from django.utils.translation import gettext as _

LONGEST_REASON = 200


class Refused(Exception):
    """Raised by actions; shown to people, logged by jobs. Nothing has been changed when it is raised."""

    def __init__(self, reason: str) -> None:
        super().__init__(str(reason))
        self.reason = str(reason)


class Conflict(Refused):
    """Refused because somebody else was faster: the object is no longer as the person saw it (HTTP 409)."""


def refuse_if(condition: object, reason: str) -> None:
    """Raise Refused with the sentence when the condition holds."""
    if condition:
        raise Refused(reason)


def refuse_unless(condition: object, reason: str) -> None:
    """Raise Refused with the sentence when the condition does not hold."""
    if not condition:
        raise Refused(reason)


def reason_in(text: str, *, missing: str) -> str:
    """Return the reason that somebody wrote, in one line. Raises Refused with the sentence where there is none, and for one that
    is longer than its column."""
    reason = " ".join(text.replace("\x00", "").split())
    refuse_unless(reason, missing)
    refuse_if(len(reason) > LONGEST_REASON, _("理由不得超过 %s 个字。") % LONGEST_REASON)
    return reason
