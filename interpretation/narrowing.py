"""By what the ledger of duties is narrowed besides site and words: how far a duty has come, and who drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from interpretation.models import Progress
from sites.models import Organization
from sites.query_fields import number_in

if TYPE_CHECKING:
    from interpretation.models.duty import DutyQuerySet


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The progress and the drafting organization asked for, '' and None for any; and the organizations to choose from."""

    progress: str
    organization: int | None
    organizations: list[tuple[str, str]]

    def of(self, duties: DutyQuerySet) -> DutyQuerySet:
        """Return the duties that fit."""
        if self.progress:
            duties = duties.with_progress().filter(progress=self.progress)
        return duties.filter(organization=self.organization) if self.organization else duties

    def context(self) -> dict[str, Any]:
        """What the ledger's filter shows."""
        choices = [{"name": "progress", "label": _("进展"), "options": Progress.choices, "chosen": self.progress}]
        if len(self.organizations) > 1:
            chosen = str(self.organization or "")
            choices.append(
                {"name": "organization", "label": _("起草单位"), "options": self.organizations, "chosen": chosen}
            )
        return {"choices": choices, "is_narrowed": bool(self.progress or self.organization)}


def narrowing_of(said: Mapping[str, str], seen: DutyQuerySet) -> Narrowing:
    """Read the query string; what makes no sense is left out of account."""
    bodies = Organization.objects.filter(pk__in=seen.values("organization")).in_tree_order()
    offered = [(str(pk), name) for pk, name in bodies.values_list("pk", "name")]
    asked = number_in(said.get("organization", ""))
    progress = said.get("progress", "")
    return Narrowing(
        progress if progress in Progress.values else "",
        asked if str(asked) in dict(offered) else None,
        offered,
    )
