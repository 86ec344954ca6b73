"""What editors and reviewers may send us."""

from content.forms.articles import ArticleForm
from content.forms.publishing import DocumentStatusForm, EmergencyForm, MoveForm, RetrospectForm, WithdrawForm
from content.forms.reviews import JudgementForm
from content.forms.uploads import UploadForm

__all__ = [
    "ArticleForm",
    "DocumentStatusForm",
    "EmergencyForm",
    "JudgementForm",
    "MoveForm",
    "RetrospectForm",
    "UploadForm",
    "WithdrawForm",
]
