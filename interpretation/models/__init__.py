"""The nouns of interpretation."""

from interpretation.models.duty import DutyReminder, DutyState, InterpretationDuty
from interpretation.models.interpretation import AuthorRole, Form, Interpretation

__all__ = ["AuthorRole", "DutyReminder", "DutyState", "Form", "Interpretation", "InterpretationDuty"]
