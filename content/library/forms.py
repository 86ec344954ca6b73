"""What may be asked of the library. Anything unknown falls back to the default; nothing raises. A subject may be any, since
provinces add their own to the State Council's; one that no document has finds nothing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import DocumentStatus, Genre
from sites.query_fields import Number, OneOf, Words

SORTS = {"date": _("按成文日期"), "number": _("按发文字号")}


class LibraryForm(forms.Form):
    """The query string of the library's page and of its interface for programs."""

    q = Words(required=False)
    topic = Words(required=False)
    issuer = Number(1, 2**63 - 1)
    year = Number(1949, 2199)
    genre = OneOf(["", *Genre.values])
    status = OneOf(["", *DocumentStatus.values])
    sort = OneOf(SORTS, "date")
    page = Number(1, 1_000_000, 1)
