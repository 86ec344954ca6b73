"""Policy documents: the library's row written at publication, its numbers, and the day by which it has to be online."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from content.document_data import topic_code
from content.document_numbers import read_number
from content.models import Article, Genre, Openness, PolicyDocument
from sites.clocks import Clock, working_days_allowed
from sites.index_numbers import PartMissing, read_pattern, values_of_body
from sites.models import CalendarNotice, Organization, Site
from sites.refusals import Refused, refuse_if
from sites.scope import everything

DATES = ("written_on", "printed_on", "effective_on", "expires_on")
DECLARED = ("status", "declared_on", "declared_why")


def document_as_written(article: Article, data: dict[str, Any], known: PolicyDocument | None = None) -> PolicyDocument:
    """Return the document that a revision's data describes, unsaved; `known` is the library's row for the article."""
    document = known or PolicyDocument(article=article)
    fields = {name: value for name, value in data.items() if name not in DECLARED}
    for name in DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields.get(name) else None
    fields["issuer_id"] = fields.pop("issuer", None)
    given = fields.pop("index_number", "")
    for name in ("document_number", "unified_number", "issuer_text", "topic", "exemption"):
        fields.setdefault(name, "")
    for name, value in fields.items():
        setattr(document, name, value)
    document.index_number = document.index_number or given
    if not document.pk and data.get("status"):
        document.status = document.declared_status = data["status"]
    number = read_number(document.document_number)
    document.document_number, document.number_key = number.shown, number.key
    document.number_organ, document.number_year, document.number_serial = number.organ, number.year, number.serial
    return document


def write_document(article: Article, data: dict[str, Any]) -> PolicyDocument:
    """Write the live revision's document data into the library; called by publishing, inside its transaction.
    Raises Refused when the index number that was typed is another document's, or the document is not for the public."""
    known = PolicyDocument.objects.select_for_update(of=("self",)).filter(article=article).first()
    document = document_as_written(article, data, known)
    refuse_if(
        document.openness != Openness.ACTIVE,
        _("公开属性为“%s”的文件不能在网站发布。") % Openness(document.openness).label,
    )
    with everything("index numbers are unique across the cluster, not within one person's reach"):
        document.index_number = document.index_number or next_index_number(document)
        others = PolicyDocument.objects.filter(index_number=document.index_number).exclude(article=article)
        refuse_if(others.exists(), _("索引号“%s”已用于另一份文件。") % document.index_number)
    document.online_due_on = online_due(document.is_normative, document.printed_on, article.site)
    document.save()
    article.policy_document = document
    return document


def online_due(is_normative: bool, printed_on: date | None, site: Site) -> date | None:
    """Return the last day on which a normative document goes online: within three working days of its printing
    (攀枝花 2015（二）; a site's own limit may be tighter). None for what the rule does not cover."""
    if not is_normative or printed_on is None:
        return None
    allowed = working_days_allowed(Clock.NORMATIVE_ONLINE, site)
    return CalendarNotice.objects.calendar().add_working_days(printed_on, allowed).day


def next_index_number(document: PolicyDocument) -> str:
    """Return the next free 索引号 by the site's pattern (rules 5.2). The organization's row is locked, so that two documents
    published at the same moment are numbered one after the other; the root site's where the pattern names no body.
    Raises Refused when the document lacks what the pattern asks for."""
    pattern = read_pattern(document.article.site.index_number_pattern)
    if not pattern.is_per_body:
        Site.objects.select_for_update().filter(parent__isnull=True).order_by("pk").first()
    issuer = Organization.objects.select_for_update(of=("self",)).get(pk=document.issuer_id)
    genres = list(Genre.values)
    values = values_of_body(issuer.code) | {
        "year": f"{document.written_on:%Y}",
        "date": f"{document.written_on:%Y%m%d}",
        "genre": f"{genres.index(document.genre) + 1:02d}" if document.genre in genres else "",
        "topic": topic_code(document.topic),
    }
    try:
        before, after = pattern.around(values)
    except PartMissing as missing:
        raise Refused(str(missing)) from None
    taken = PolicyDocument.objects.filter(index_number__startswith=before, index_number__endswith=after)
    numbers = taken.values_list("index_number", flat=True)
    serials = [number[len(before) : len(number) - len(after)] for number in numbers]
    used = [int(serial) for serial in serials if serial.isascii() and serial.isdecimal() and len(serial) < 10]
    return f"{before}{pattern.serial(max(used, default=0) + 1)}{after}"
