"""The nouns of interpretation."""

from interpretation.models.answered_questions import AnsweredQuestions
from interpretation.models.duty import DutyReminder, DutyState, InterpretationDuty, Progress
from interpretation.models.interpretation import AuthorRole, Form, Interpretation, InterpretationLink
from interpretation.models.plan import InterpretationPlan, Way
from interpretation.models.required_kind import RequiredKind

__all__ = [
    "AnsweredQuestions",
    "AuthorRole",
    "DutyReminder",
    "DutyState",
    "Form",
    "Interpretation",
    "InterpretationDuty",
    "InterpretationLink",
    "InterpretationPlan",
    "Progress",
    "RequiredKind",
    "Way",
]
