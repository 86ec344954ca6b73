"""Which documents must be explained: by their kind (JD4: 规章、规范性文件), or because their editor says so.

The kinds are a rule in the database (`RequiredKind`): the platform's defaults, and what each level adds for itself and
everything below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models.document import DocumentStatus, Genre

if TYPE_CHECKING:
    from sites.models import Site

NORMATIVE = "normative"
OWN = "own-government"
KINDS = [(NORMATIVE, _("行政规范性文件")), (OWN, _("本级政府及其办公厅（室）印发的文件")), *Genre.choices]
DEFAULTS = frozenset({NORMATIVE, Genre.ORDER.value})  # ministries' and governments' rules are issued by order
IN_FORCE = frozenset({DocumentStatus.IN_FORCE, DocumentStatus.AMENDED})


def required_kinds(site: Site) -> frozenset[str]:
    """Return the kinds that must be explained at the site: the platform's, and what it and the levels above it add."""
    from interpretation.models import RequiredKind

    rows = RequiredKind.objects.filter(Q(site=None) | Q(site__in=site.get_ancestors(include_self=True)))
    found = set(DEFAULTS)
    for kind, is_required in rows.order_by("is_required").values_list("kind", "is_required"):
        (found.add if is_required else found.discard)(kind)
    return frozenset(found)


def kinds_of(data: Mapping[str, Any], site: Site) -> frozenset[str]:
    """Return every kind that a document is of, given its data as a revision keeps it."""
    found = {data.get("genre", "")}
    if data.get("is_normative"):
        found.add(NORMATIVE)
    if data.get("issuer") in {site.sponsor_id, site.sponsor.parent_id}:
        found.add(OWN)
    return frozenset(found - {""})


def why_wanted(data: Mapping[str, Any], site: Site, *, was_public: bool, on: date) -> str:
    """Return why the document must be explained, in words; '' when it need not be. The rule on kinds does not reach back to
    what was public before, here or on a former website, and nothing asks for what is no longer in force."""
    expires_on = data.get("expires_on") or ""
    if data.get("status", DocumentStatus.IN_FORCE) not in IN_FORCE or "" < str(expires_on) < f"{on:%Y-%m-%d}":
        return ""
    found = () if was_public else sorted(kinds_of(data, site) & required_kinds(site))
    if found:
        return str(_("属于“%s”，按规定须解读") % dict(KINDS)[found[0]])
    return str(_("已标明需要解读")) if data.get("needs_interpretation") else ""
