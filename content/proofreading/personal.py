"""Personal data in a text that is about to be public: identity cards, bank cards, mobile numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.proofreading.findings import Finding, Kind, Severity
from content.proofreading.passages import Passage
from content.proofreading.registry import Setting, check
from sites import privacy

WATCHED = {
    privacy.Kind.ID_CARD: Severity.BLOCK,
    privacy.Kind.BANK_CARD: Severity.WARN,
    privacy.Kind.MOBILE: Severity.WARN,
}
_ENOUGH_DIGITS = re.compile(r"(?:[\d０-９〇零一二三四五六七八九幺][^\w\n]{0,2}){11}")


@check
def personal_data(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """An identity card with the right check digit must not be published (it is masked first); cards and mobile numbers
    may be meant for the public, such as the account of a collection, and are pointed out."""
    for start, block in passage.blocks():
        if not _ENOUGH_DIGITS.search(block):
            continue
        for found in privacy.findings(block):
            if found.kind in WATCHED:
                yield _fault(passage, start, found)


def _fault(passage: Passage, start: int, found: privacy.Finding) -> Finding:
    severity = WATCHED[found.kind]
    message = (
        _("公民身份号码不得公开，请隐去后再发布。") if severity == Severity.BLOCK
        else _("疑似%s，请确认可以公开。") % found.kind.label
    )  # fmt: skip
    return passage.finding(Kind.PRIVACY, severity, start + found.start, start + found.end, message)
