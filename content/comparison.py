"""Two revisions of an article compared as a reviewer reads them: the text, and everything else field by field in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from content.differences import Comparison, Fold, Part, compare_html, compare_lines, folded
from content.models import Attachment, PolicyDocument, Revision
from sites.models import Organization

LINES = ("title", "subtitle", "summary", "source", "source_url", "author_name", "editor_name", "keywords")


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its name in words, and the value with what came and went marked."""

    label: str
    parts: list[Part]


@dataclass(frozen=True)
class RevisionComparison:
    """What differs between an older and a newer revision of the same article."""

    old: Revision
    new: Revision
    text: Comparison
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """True when the public would see no difference."""
        return self.text.is_same and not self.fields

    @cached_property
    def folds(self) -> list[Fold]:
        """The passages of the text, long unchanged stretches folded away."""
        return folded(self.text.passages)

    @property
    def count(self) -> int:
        """How many fields and passages differ."""
        return len(self.fields) + sum(passage.change != "same" for passage in self.text.passages)


def compare_revisions(old: Revision, new: Revision) -> RevisionComparison:
    """Compare two revisions of an article; at most four queries, for pictures, attachments and issuers."""
    changes = [*_lines(old, new), *_moments(old, new), *_pictures(old, new), *_files(old, new), *_document(old, new)]
    return RevisionComparison(old, new, compare_html(old.body, new.body), changes)


def _label(name: str) -> str:
    return str(Revision._meta.get_field(name).verbose_name)


def _lines(old: Revision, new: Revision) -> Iterator[FieldChange]:
    for name in LINES:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldChange(_label(name), compare_lines(before, after))


def _exchanged(label: str, before: str, after: str) -> FieldChange:
    """A value that was exchanged as a whole."""
    parts = [("removed", before), ("added", after)]
    return FieldChange(label, [Part(change, text) for change, text in parts if text])


def _moments(old: Revision, new: Revision) -> Iterator[FieldChange]:
    if old.expires_at != new.expires_at:
        yield _exchanged(_label("expires_at"), _moment(old.expires_at), _moment(new.expires_at))


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else _("不设")


def _pictures(old: Revision, new: Revision) -> Iterator[FieldChange]:
    if old.picture_id != new.picture_id:
        before, after = (f"{each.picture.alt or each.picture.name}" if each.picture_id else "" for each in (old, new))
        yield _exchanged(_label("picture"), before, after)


def _files(old: Revision, new: Revision) -> Iterator[FieldChange]:
    """Attachments that came, went, were renamed or are other files under the same name."""
    found = Attachment.objects.filter(revision__in=[old, new]).select_related("asset")
    before = {each.asset.sha256: each.title for each in found if each.revision_id == old.pk}
    after = {each.asset.sha256: each.title for each in found if each.revision_id == new.pk}
    label = str(Attachment._meta.verbose_name)
    for content in {**before, **after}:
        if before.get(content) != after.get(content):
            yield _exchanged(label, before.get(content, ""), after.get(content, ""))
    kept = [[content for content in one if content in other] for one, other in ((before, after), (after, before))]
    if kept[0] != kept[1]:
        yield _exchanged(_("附件顺序"), "、".join(before.values()), "、".join(after.values()))


def _document(old: Revision, new: Revision) -> Iterator[FieldChange]:
    before, after = old.document or {}, new.document or {}
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    issuers = {data.get("issuer") for data in (before, after)} if "issuer" in differing else set()
    names = dict(Organization.objects.filter(pk__in=issuers - {None}).values_list("pk", "name")) if issuers else {}
    for name in differing:
        label, old_text = document_fact(name, before.get(name), names)
        yield _exchanged(label, old_text, document_fact(name, after.get(name), names)[1])


def document_fact(name: str, value: Any, organizations: dict[int, str]) -> tuple[str, str]:
    """Return label and value of one entry of a document's data as people read them."""
    try:
        known = PolicyDocument._meta.get_field(name)
    except FieldDoesNotExist:
        return name, "" if value is None else str(value)
    if value in (None, ""):
        text = ""
    elif name == "issuer":
        text = organizations.get(value, str(value))
    elif isinstance(value, bool):
        text = _("是") if value else _("否")
    else:
        text = str(dict(known.flatchoices).get(value, value))
    return str(known.verbose_name), text
