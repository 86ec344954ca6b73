"""The audit trail's verbs and `record`, which adds one sealed entry in the caller's transaction."""

from sites.audit.chains import broken_entries, seal
from sites.audit.events import Event
from sites.audit.recording import forgotten_if_refused, on_recorded, record, recording_together

__all__ = [
    "Event",
    "broken_entries",
    "forgotten_if_refused",
    "on_recorded",
    "record",
    "recording_together",
    "seal",
]
