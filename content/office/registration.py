"""The registration form of a revision, to be printed or filed as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from content.access import get_revision_for
from content.models import Revision
from content.registration import RegistrationForm, registration_form
from sites.downloads import download
from sites.office import office_view
from sites.pdf import pdf_of


@office_view
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form as a sheet that prints on one side of paper."""
    form = _form(get_revision_for(request.user, pk))
    return render(request, "content/office/registration.html", {"form": form, "printed_at": timezone.now()})


@office_view
def registration_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the same sheet as PDF."""
    form = _form(get_revision_for(request.user, pk))
    sheet = render_to_string("content/office/_registration.html", {"form": form})
    site, title = form.revision.article.site, _("信息发布审核登记表")
    footer = _("%(printed)s 由平台生成") % {"printed": f"{timezone.localtime(timezone.now()):%Y-%m-%d %H:%M}"}
    name = f"{title}-{form.revision.article_id}-{form.revision.number}.pdf"
    return download(pdf_of(sheet, title=title, header=site.name, footer=footer), name, is_shown=True)


def _form(revision: Revision) -> RegistrationForm:
    article = revision.article
    was_public = revision.published_at is not None and article.path
    address = article.site.address(article.path) if was_public else ""
    return registration_form(revision, address=address)
