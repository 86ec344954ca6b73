"""What the public may send us, by the pages that it is sent from: letters, look-ups, opinions, filters."""

from interaction.forms.following import LookupForm, RatingForm
from interaction.forms.knowledge import EntrySearchForm
from interaction.forms.own_letter import SupplementForm, WithdrawalForm
from interaction.forms.reading import LetterFilterForm
from interaction.forms.statistics import MonthForm, YearForm
from interaction.forms.writing import CaptchaForm, HintsForm, LetterFilesForm, LetterForm, StepForm

__all__ = [
    "CaptchaForm",
    "EntrySearchForm",
    "HintsForm",
    "LetterFilesForm",
    "LetterFilterForm",
    "LetterForm",
    "LookupForm",
    "MonthForm",
    "RatingForm",
    "StepForm",
    "SupplementForm",
    "WithdrawalForm",
    "YearForm",
]
