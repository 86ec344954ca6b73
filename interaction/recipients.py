"""Who is told of a letter that runs out: handler, head of the organization, supervisor."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from guardian.models import UserObjectPermission

from sites.models import Organization, Site, User
from sites.policy import Role
from sites.reminders import LADDER, Rung, Step

if TYPE_CHECKING:
    from interaction.models import Letter


class Recipients:
    """The people on each rung: a letter's handler, or its organization's handlers and approvers, or the intake of the site while
    nobody has it or nobody works there; the organization's approvers; the nearest supervisors. Looked up once per organization and site."""

    def __init__(self) -> None:
        self._bodies: dict[int, frozenset[int]] = {}
        self._approvers: dict[int, frozenset[int]] = {}
        self._intake: dict[int, frozenset[int]] = {}
        self._supervisors: dict[int, frozenset[int]] = {}

    def of(self, letter: Letter, step: Step) -> frozenset[int]:
        """Return the ids of the people to tell of the step."""
        people = frozenset().union(*(self._on(rung, letter) for rung in LADDER[step]))
        return people & self.active

    def in_charge(self, letter: Letter) -> frozenset[int]:
        """Return the ids of who has the letter in hand and of who answers for them."""
        return (self._on(Rung.HANDLER, letter) | self._on(Rung.HEAD, letter)) & self.active

    def has_handler(self, organization: int) -> bool:
        """True when somebody may sign for a letter that the organization has: a grant there or above it reaches down."""
        return bool(self._nearest("organization", organization, Role.HANDLER))

    def _on(self, rung: Rung, letter: Letter) -> frozenset[int]:
        if rung == Rung.SUPERVISOR:
            return self._remember(self._supervisors, letter.site_id, self._supervisors_of)
        if letter.organization_id is None:
            return self._remember(self._intake, letter.site_id, self._intake_of)
        if rung == Rung.HEAD:
            return self._remember(self._approvers, letter.organization_id, self._approvers_of)
        if letter.handler_id in self.active:
            return frozenset({letter.handler_id})
        office = self._remember(self._bodies, letter.organization_id, self._office_of)
        return office or self._remember(self._intake, letter.site_id, self._intake_of)

    @staticmethod
    def _remember(kept: dict[int, frozenset[int]], key: int, find) -> frozenset[int]:  # noqa: ANN001
        if key not in kept:
            kept[key] = find(key)
        return kept[key]

    @cached_property
    def active(self) -> frozenset[int]:
        """People who can still sign in."""
        return frozenset(User.objects.filter(is_active=True).values_list("pk", flat=True))

    @cached_property
    def _held(self) -> dict[tuple[str, int, str], frozenset[int]]:
        """Who holds which of the roles at which place. One query."""
        roles = [Role.HANDLER, Role.REPLY_APPROVER, Role.INTAKE, Role.SUPERVISOR]
        rows = UserObjectPermission.objects.filter(
            permission__codename__in=[role.value for role in roles], content_type__app_label="sites"
        ).values_list("content_type__model", "object_pk", "permission__codename", "user_id")
        held: dict[tuple[str, int, str], set[int]] = defaultdict(set)
        for model, place, role, person in rows:
            held[model, int(place), role].add(person)
        return {key: frozenset(people) for key, people in held.items()}

    @cached_property
    def _above(self) -> dict[str, dict[int, int | None]]:
        return {
            "organization": dict(Organization.objects.values_list("pk", "parent_id")),
            "site": dict(Site.objects.values_list("pk", "parent_id")),
        }

    def _nearest(self, model: str, place: int | None, *roles: Role) -> frozenset[int]:
        """Return who holds one of the roles at the place or, when nobody does, at the nearest place above it."""
        while place is not None:
            people = frozenset().union(*(self._held.get((model, place, role.value), frozenset()) for role in roles))
            if people & self.active:
                return people
            place = self._above[model].get(place)
        return frozenset()

    def _office_of(self, organization: int) -> frozenset[int]:
        return self._nearest("organization", organization, Role.HANDLER, Role.REPLY_APPROVER)

    def _approvers_of(self, organization: int) -> frozenset[int]:
        return self._nearest("organization", organization, Role.REPLY_APPROVER)

    def _intake_of(self, site: int) -> frozenset[int]:
        return self._held.get(("site", site, Role.INTAKE.value), frozenset()) or self._supervisors_of(site)

    def _supervisors_of(self, site: int) -> frozenset[int]:
        return self._nearest("site", site, Role.SUPERVISOR)
