"""Handing a letter over: to an organization and its helpers, down and up the tree, back again, and by the coordinator.

Every hand-over keeps the number, ends the assignment before it, and is told to the writer. None touches the clock.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from interaction.actions.merging import follow
from interaction.actions.moving import a_reason, locked_for, set_state, tell
from interaction.actions.receiving import accept_letter
from interaction.models import Assignment, AssignmentRole, EventKind, Extension, ExtensionState, Letter
from interaction.workflow import Move, State
from sites.audit import Event, record
from sites.models import Organization
from sites.policy import Role
from sites.refusals import Conflict, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

BOUNCES_TO_COORDINATOR = 2
LONGEST_NOTE = 300


@transaction.atomic
def assign_letter(
    letter: Letter,
    *,
    organization: Organization,
    by: User,
    at: datetime,
    note: str = "",
    helpers: Collection[Organization] = (),
) -> Letter:
    """Hand the letter to an organization of whatever site, with others to help it; number and clock stay. Raises Refused."""
    letter = locked_for(letter, Move.ASSIGN, by=by)
    refuse_if(letter.organization_id == organization.pk, _("这封信已由“%s”承办，不必再次转办。") % organization.name)
    before, note = letter.organization, note.strip()[:LONGEST_NOTE]
    hand_over(letter, organization, Move.ASSIGN, by=by, at=at, note=note)
    said = _("已转交“%s”办理，办理期限不变。") % organization.name
    tell(letter, EventKind.ASSIGNED, by=by, at=at, text=said, organization=organization)
    for helper in helpers:
        add_helper(letter, helper, by=by, at=at, note=note)
    record(
        Event.LETTER_ASSIGNED,
        letter,
        by=by,
        at=at,
        before={"organization": before},
        after={"organization": organization, "helpers": list(helpers), "note": note},
    )
    return letter


@transaction.atomic
def accept_and_assign(letter: Letter, *, organization: Organization, by: User, at: datetime, **more: object) -> Letter:
    """Accept a letter and hand it over at once; both happen or neither. Raises Refused."""
    return assign_letter(accept_letter(letter, by=by, at=at), organization=organization, by=by, at=at, **more)


@transaction.atomic
def transfer_letter(letter: Letter, *, organization: Organization, reason: str, by: User, at: datetime) -> Letter:
    """Pass the letter down to a body below the lead, or up to the one above it. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.TRANSFER, by=by)
    reason = a_reason(reason, _("请写明转交的理由（不少于 4 个字）。"), shortest=4, longest=LONGEST_NOTE)
    before = letter.organization
    within_reach = organizations_near(before).filter(pk=organization.pk).exists()
    refuse_unless(within_reach, _("只能转交本单位的下级单位或上级单位；其他单位请退回后由受理员转办。"))
    hand_over(letter, organization, Move.TRANSFER, by=by, at=at, note=reason, handed_by=before)
    said = _("“%(before)s”将来信转交“%(after)s”办理，办理期限不变。") % {
        "before": before.name,
        "after": organization.name,
    }
    tell(letter, EventKind.TRANSFERRED, by=by, at=at, text=said, organization=organization)
    after = {"organization": organization, "reason": reason}
    record(Event.LETTER_TRANSFERRED, letter, by=by, at=at, before={"organization": before}, after=after)
    return letter


@transaction.atomic
def bounce_letter(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Give the letter back to who handed it over, as not one's own; the second time it goes to the coordinator.

    Raises Refused when the coordinator decided that the organization handles it, Conflict when somebody was faster.
    """
    letter = locked_for(letter, Move.BOUNCE, by=by)
    reason = a_reason(reason, _("请写明不属于本单位职责的理由和依据（不少于 10 个字）。"))
    lead = letter.assignments.live().filter(role=AssignmentRole.LEAD).select_related("organization").first()
    if lead is None:
        raise Conflict(_("这封信的承办单位已经变更，请核对后再操作。"))
    refuse_if(lead.is_binding, _("承办单位已经协调裁定，不能再退回，请按期办理。"))
    lead.bounced_by, lead.bounced_at, lead.bounce_reason = by, at, reason
    lead.save(update_fields=["bounced_by", "bounced_at", "bounce_reason"])
    letter.bounces += 1
    name = lead.organization.name
    disputed = letter.bounces >= BOUNCES_TO_COORDINATOR
    if disputed:
        said = _("“%s”提出不属于本单位职责。因已两次退回，现提请协调，确定承办单位，办理期限不变。") % name
        take_back(letter, by=by, at=at, target=State.DISPUTED)
    elif lead.handed_by_id is not None:
        back = lead.handed_by
        said = _("“%(name)s”提出不属于本单位职责，退回“%(back)s”，办理期限不变。") % {"name": name, "back": back.name}
        hand_over(letter, back, Move.BOUNCE, by=by, at=at, handed_by=_who_handed(letter, back), more=["bounces"])
    else:
        said = _("“%s”提出不属于本单位职责，退回重新确定承办单位，办理期限不变。") % name
        take_back(letter, by=by, at=at, target=State.ACCEPTED)
    kind = EventKind.DISPUTED if disputed else EventKind.BOUNCED
    tell(letter, kind, by=by, at=at, text=said, organization=lead.organization)
    after = {"organization": letter.organization, "reason": reason, "bounces": letter.bounces}
    record(Event.LETTER_BOUNCED, letter, by=by, at=at, before={"organization": lead.organization}, after=after)
    return letter


@transaction.atomic
def decide_letter(letter: Letter, *, organization: Organization, reason: str, by: User, at: datetime) -> Letter:
    """Decide after two refusals who handles the letter; the decision binds. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.DECIDE, by=by)
    reason = a_reason(reason, _("请写明裁定的理由（不少于 4 个字）。"), shortest=4, longest=LONGEST_NOTE)
    hand_over(letter, organization, Move.DECIDE, by=by, at=at, note=reason, is_binding=True)
    said = _("经协调，确定由“%s”办理，办理期限不变。") % organization.name
    tell(letter, EventKind.DECIDED, by=by, at=at, text=said, organization=organization)
    record(Event.LETTER_DECIDED, letter, by=by, at=at, after={"organization": organization, "reason": reason})
    return letter


def organizations_near(organization: Organization):  # noqa: ANN201 (a queryset)
    """Return the bodies in use below the organization, and the one above it."""
    below = Q(tree_id=organization.tree_id, lft__gt=organization.lft, rght__lt=organization.rght)
    return Organization.objects.active().filter(below | Q(pk=organization.parent_id))


def hand_over(
    letter: Letter,
    organization: Organization,
    move: Move,
    *,
    by: User,
    at: datetime,
    note: str = "",
    handed_by: Organization | None = None,
    is_binding: bool = False,
    more: Collection[str] = (),
) -> Assignment:
    """Make the organization the lead, in place of whoever was; refuse one that is no longer in use."""
    refuse_unless(organization.is_active, _("“%s”已停用，不能转办。") % organization.name)
    letter.assignments.live().filter(Q(role=AssignmentRole.LEAD) | Q(organization=organization)).update(ended_at=at)
    _let_extensions_lapse(letter)
    letter.organization, letter.handler = organization, None
    assignment = Assignment.objects.create(
        letter=letter, organization=organization, round=letter.round, handed_by=handed_by, note=note[:LONGEST_NOTE],
        is_binding=is_binding, by=by, at=at,
    )  # fmt: skip
    set_state(letter, move, "organization", "handler", *more, target=State.ASSIGNED)
    follow(letter)
    return assignment


def take_back(letter: Letter, *, by: User, at: datetime, target: State) -> None:
    """Leave the letter without a lead after it was given back; those who help wait for the next lead."""
    letter.assignments.live().filter(role=AssignmentRole.LEAD).update(ended_at=at)
    _let_extensions_lapse(letter)
    letter.organization = letter.handler = None
    set_state(letter, Move.BOUNCE, "organization", "handler", "bounces", target=target)
    follow(letter)


def add_helper(letter: Letter, organization: Organization, *, by: User, at: datetime, note: str = "") -> Assignment:
    """Let an organization help the lead (协办). Raises Refused when it leads or helps already."""
    refuse_unless(organization.is_active, _("“%s”已停用，不能转办。") % organization.name)
    holds = letter.assignments.live().filter(organization=organization).exists()
    refuse_if(holds or organization.pk == letter.organization_id, _("“%s”已在承办这封信。") % organization.name)
    is_lead = by.grants.at_organization(Role.HANDLER, letter.organization_id)
    assignment = Assignment.objects.create(
        letter=letter, organization=organization, role=AssignmentRole.CO, round=letter.round,
        handed_by=letter.organization if is_lead else None, note=note[:LONGEST_NOTE], by=by, at=at,
    )  # fmt: skip
    said = _("增加“%s”协助办理，由主办单位统一答复。") % organization.name
    tell(letter, EventKind.INVITED, by=by, at=at, text=said, organization=organization)
    return assignment


def _who_handed(letter: Letter, organization: Organization) -> Organization | None:
    """Return who had handed the letter to the organization before it passed it on."""
    earlier = letter.assignments.filter(organization=organization, role=AssignmentRole.LEAD).order_by("-at", "-pk")
    last = earlier.select_related("handed_by").first()
    return last.handed_by if last is not None else None


def _let_extensions_lapse(letter: Letter) -> None:
    Extension.objects.filter(letter=letter, state=ExtensionState.ASKED).update(state=ExtensionState.LAPSED)
