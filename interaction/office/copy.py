"""The public copy beside the original: masking with one click, confirming piece by piece, and a look at the page as everyone
will see it. Publishing itself is the move of that name."""

from __future__ import annotations

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from interaction import shown
from interaction.access import get_letter_for
from interaction.copies import FIELDS, as_published, checked, masked_copy, public_page
from interaction.models import Letter
from interaction.moves import offers
from interaction.office_forms import PublishForm
from interaction.page_meta import page_meta
from interaction.workflow import Move
from sites.office import office_page, office_view
from sites.policy import Action
from sites.scope import site_scope


@office_view
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """Open the copy; a POST gives it back with personal data masked (`mask`), or only looked through anew."""
    letter = _publishable(request, number)
    if request.method == "GET":
        return copy_page(request, letter, PublishForm(letter=letter))
    data, key = request.POST.copy(), request.POST.get("mask", "")
    if key:
        for name, text in masked_copy(data, letter, key, confirmed=data.getlist("confirmed")).items():
            data[name] = text
    form = PublishForm(data, letter=letter)
    if "check" in request.POST:
        return render(request, "interaction/office/copy/_checked.html", _looked_through(form, letter))
    return copy_page(request, letter, form)


def _publishable(request: HttpRequest, number: str) -> Letter:
    letter = get_letter_for(request.user, number, Action.LETTER_PUBLISH)
    if letter.replied_on is None:
        raise Http404
    return letter


def _looked_through(form: PublishForm, letter: Letter) -> dict[str, object]:
    texts = {name: form[name].value() for name in FIELDS}
    return {"letter": letter, "checked": checked(texts, letter), "ticked": form.ticked}


def copy_page(request: HttpRequest, letter: Letter, form: PublishForm, *, status: int = 200) -> HttpResponse:
    """Return the page of the copy; what was typed and ticked stays."""
    offered = offers(
        request.user,
        letter,
        (),
        None,
        on=timezone.localdate(),
        tried=Move.PUBLISH if form.is_bound else None,
        form=form,
        seen=(seen := letter.events.aggregate(last=Max("pk"))["last"] or 0),
    )
    context = {
        "form": form,
        "offers": offered,
        "seen_event": seen,
        "original": shown.marked(letter.body, known=letter.known_of_writer),
        "original_title": shown.marked(letter.title, known=letter.known_of_writer),
        "reply": shown.approved_reply(letter),
        **_looked_through(form, letter),
    }
    return office_page(request, "interaction/office/copy.html", context, title=_("公开稿"), status=status)


@xframe_options_sameorigin
@office_view
@require_POST
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the page exactly as everyone will see it with this copy, in its site's theme; nothing is kept."""
    letter = _publishable(request, number)
    form = PublishForm(request.POST, letter=letter)
    texts = {name: form[name].value() or "" for name in FIELDS}
    request.site = letter.site
    with site_scope(request.site):
        context = public_page(as_published(letter, texts, at=timezone.now()))
        context |= {"trail": [], "page_meta": page_meta(letter.site), "is_preview": True}
        return render(request, "interaction/letter_detail.html", context)
