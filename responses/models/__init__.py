"""The nouns of responses."""

from responses.models.media import MediaOutlet, Push, PushOccasion
from responses.models.rebuttal import Finding, Rebuttal
from responses.models.reviewed import ReviewedText
from responses.models.statement import Statement, StatementKind
from responses.models.topic import DutyKind, HotTopic, ResponseDuty, ResponseReminder, TopicKind, TopicState

__all__ = [
    "DutyKind",
    "Finding",
    "HotTopic",
    "MediaOutlet",
    "Push",
    "PushOccasion",
    "Rebuttal",
    "ResponseDuty",
    "ResponseReminder",
    "ReviewedText",
    "Statement",
    "StatementKind",
    "TopicKind",
    "TopicState",
]
