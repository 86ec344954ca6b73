"""The nouns of interpretation."""

from interpretation.models.duty import DutyReminder, DutyState, InterpretationDuty
from interpretation.models.interpretation import AuthorRole, Form, Interpretation
from interpretation.models.plan import InterpretationPlan, Way
from interpretation.models.required_kind import RequiredKind

__all__ = [
    "AuthorRole",
    "DutyReminder",
    "DutyState",
    "Form",
    "Interpretation",
    "InterpretationDuty",
    "InterpretationPlan",
    "RequiredKind",
    "Way",
]
