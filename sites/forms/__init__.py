"""What the office's own forms accept about sites, people and their grants, and holiday notices."""

from sites.forms.calendar import CalendarNoticeForm, NoticeSourceForm
from sites.forms.grants import GrantForm, SiteGrantForm, places_like
from sites.forms.people import PersonForm
from sites.forms.sites import SiteStateForm

__all__ = [
    "CalendarNoticeForm",
    "GrantForm",
    "NoticeSourceForm",
    "PersonForm",
    "SiteGrantForm",
    "SiteStateForm",
    "places_like",
]
