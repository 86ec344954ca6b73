"""Refusals: an action that must not happen says why, in a sentence for the person who asked."""


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
