"""The nouns of responses."""

from responses.models.media import MediaOutlet, Push, PushOccasion
from responses.models.rebuttal import Finding, Rebuttal
from responses.models.reviewed import ReviewedText
from responses.models.statement import Statement, StatementKind
from responses.models.topic import DutyKind, DutyReminder, HotTopic, ResponseDuty, TopicKind, TopicState

__all__ = [
    "DutyKind",
    "DutyReminder",
    "Finding",
    "HotTopic",
    "MediaOutlet",
    "Push",
    "PushOccasion",
    "Rebuttal",
    "ResponseDuty",
    "ReviewedText",
    "Statement",
    "StatementKind",
    "TopicKind",
    "TopicState",
]
