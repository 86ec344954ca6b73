"""Whether the review record still says what was judged: steps against the audit trail, texts against their fingerprints.

Every entry of the trail about a revision carries a seal over all steps that the revision had by then. Whoever changes, adds or
removes a step in the database would have to forge that entry too, and with it the whole chain after it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from functools import cache
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from content.models import Article, ReviewStep, Revision
from content.workflow import State
from sites.evidence import Evidence
from sites.models import AuditEntry
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything
from sites.titles import in_marks

BATCH = 200
PUBLISHING = frozenset({"publish", "schedule", "release", "standing", "emergency"})
Sealed = dict[tuple[int, int], list[tuple[int, str]]]


def seal_of(steps: Iterable[ReviewStep]) -> str:
    """Return the SHA-256 of all that the steps say, in the order in which they were written."""
    said = [
        [
            step.stage,
            step.decision,
            step.opinion,
            step.by_id,
            step.at.astimezone(UTC).isoformat(timespec="microseconds"),
            step.text_hash,
        ]
        for step in steps
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def sealed_steps(article: Article, after: dict[str, Any]) -> dict[str, Any]:
    """What an entry about a revision of the article says of its steps: how many there are, and their seal."""
    if "revision" not in after:
        return {}
    found = list(_steps().about(article=article.pk, number=after["revision"]))
    return {"steps": {"count": len(found), "seal": seal_of(found)}} if found else {}


@cache
def _steps() -> PreparedObjects[ReviewStep]:
    with everything("a query to be filled in with article and number of the version"):
        rows = ReviewStep.objects.filter(revision__article=BLANKS["article"], revision__number=BLANKS["number"])
    return PreparedObjects(rows.order_by("pk"))


def faults_of(revision: Revision) -> list[str]:
    """Return what does not agree in the record of one revision, in sentences; nothing when all is well."""
    return list(_faults(revision, _sealed([revision.article_id])[revision.article_id, revision.number]))


def all_faults(site: int | None = None) -> Iterator[str]:
    """Go through every revision that was ever submitted, of one site or of all, and say what does not agree."""
    with everything("the record is checked across all sites"):
        articles = Article.objects.order_by("pk")
        if site is not None:
            articles = articles.for_site(site)
        numbers = list(articles.values_list("pk", flat=True))
        for start in range(0, len(numbers), BATCH):
            yield from _faults_of_batch(numbers[start : start + BATCH])


def _faults_of_batch(articles: Sequence[int]) -> Iterator[str]:
    sealed = _sealed(articles)
    steps = Prefetch("steps", ReviewStep.objects.select_related("by").order_by("pk"))
    revisions = Revision.objects.filter(article__in=articles).prefetch_related(steps, "attachments__asset")
    for revision in revisions.order_by("article", "number"):
        where = _("稿件 %(article)d%(title)s第 %(number)d 版") % {
            "article": revision.article_id, "title": in_marks(revision.title), "number": revision.number,
        }  # fmt: skip
        for fault in _faults(revision, sealed[revision.article_id, revision.number]):
            yield f"{where}：{fault}"


def _sealed(articles: Sequence[int]) -> Sealed:
    """Return the seals that the trail keeps, by article and number of the revision, in the order of the entries."""
    label, found = Article._meta.label, defaultdict(list)
    entries = AuditEntry.objects.filter(object_type=label, object_id__in=[str(pk) for pk in articles])
    for object_id, after in entries.order_by("chain", "number").values_list("object_id", "after"):
        if isinstance(after.get("steps"), dict):
            found[int(object_id), after.get("revision")].append((after["steps"]["count"], after["steps"]["seal"]))
    return found


def _faults(revision: Revision, sealed: list[tuple[int, str]]) -> Iterator[str]:
    steps = sorted(revision.steps.all(), key=lambda step: step.pk)
    is_public = revision.state in {State.PUBLISHED, State.SCHEDULED}
    if is_public and not any(step.decision in PUBLISHING for step in steps):
        yield _("状态为“%s”，却没有签发记录") % revision.get_state_display()
    unlike = [step for step in steps if step.text_hash != revision.text_hash]
    if unlike:
        yield _("现存文本与审核时的文本指纹不一致：%s") % "、".join(_named(step) for step in unlike)
    yield from _unsealed(steps, sealed)


def _unsealed(steps: list[ReviewStep], sealed: list[tuple[int, str]]) -> Iterator[str]:
    """Find the first step that does not agree with the trail: what comes after it is sealed together with it, so nothing can be
    said about that."""
    held = 0
    gone = max((count for count, _seal in sealed), default=0) - len(steps)
    for count, seal in sorted(sealed):
        if count <= len(steps) and seal_of(steps[:count]) == seal:
            held = count
            continue
        if gone > 0:
            place = _("在“%s”之后") % _named(steps[held - 1]) if held else _("在最前面")
            yield _("审核记录比操作日志所记少 %(gone)d 步，%(place)s已被删除") % {"gone": gone, "place": place}
        else:
            yield _("审核记录被改动：%s") % "、".join(_named(step) for step in steps[held:count])
        return
    if held < len(steps):
        yield _("审核记录多出操作日志没有记载的：%s") % "、".join(_named(step) for step in steps[held:])


def _named(step: ReviewStep) -> str:
    return f"{step.stage_name}·{step.get_decision_display()}（{step.by}）"


REVIEW_RECORD = Evidence(name="审核记录", sealed=sealed_steps, faults=all_faults)
