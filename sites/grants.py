"""A person's grants, loaded once and expanded along the trees, so that judging costs no query.

Editorial rights never flow from site to site; a column's grant holds for the columns below it; a supervisor's grant holds
for the subtree of sites; a handler's grant holds for the organizations below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sites.policy import Role

if TYPE_CHECKING:
    from sites.models import Column, Organization, Site, User

Places = Mapping[str, frozenset[int]]
NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grants:
    """Per role the sites, columns and organizations it was granted at; `reach` is every site touched by any of them."""

    sites: Places = field(default_factory=dict)
    columns: Places = field(default_factory=dict)
    organizations: Places = field(default_factory=dict)
    reach: frozenset[int] = NOWHERE

    @classmethod
    def of(cls, user: User) -> Grants:
        """Load and expand the person's guardian permissions: at most four queries."""
        from guardian.models import UserObjectPermission

        rows = UserObjectPermission.objects.filter(user=user, content_type__app_label="sites").values_list(
            "content_type__model", "permission__codename", "object_pk"
        )
        held: dict[str, dict[str, set[int]]] = {"site": {}, "column": {}, "organization": {}}
        for model, codename, pk in rows:
            held[model].setdefault(codename, set()).add(int(pk))
        supervised = _with_descendants("Site", {Role.SUPERVISOR: held["site"].get(Role.SUPERVISOR, set())})
        columns, column_sites = _column_subtrees(held["column"])
        sites = {role: frozenset(pks) for role, pks in held["site"].items()} | supervised
        return cls(
            sites=sites,
            columns=columns,
            organizations=_with_descendants("Organization", held["organization"]),
            reach=frozenset(column_sites).union(*sites.values()) if sites else frozenset(column_sites),
        )

    def __bool__(self) -> bool:
        return bool(self.sites or self.columns or self.organizations)

    def at_site(self, role: Role, site: Site | int) -> bool:
        """True when the role was granted for the whole site."""
        return (site if isinstance(site, int) else site.pk) in self.sites.get(role, NOWHERE)

    def at_column(self, role: Role, column: Column) -> bool:
        """True when the role was granted for the column, one of its ancestors, or its site."""
        return column.pk in self.columns.get(role, NOWHERE) or self.at_site(role, column.site_id)

    def at_organization(self, role: Role, organization: Organization | int | None) -> bool:
        """True when the role was granted for the organization or one above it."""
        pk = organization if isinstance(organization, int) or organization is None else organization.pk
        return pk in self.organizations.get(role, NOWHERE)

    def sites_with(self, *roles: Role) -> frozenset[int]:
        """Return the sites for the whole of which one of the roles is held."""
        return NOWHERE.union(*(self.sites.get(role, NOWHERE) for role in roles))

    def columns_with(self, *roles: Role) -> frozenset[int]:
        """Return the columns for which one of the roles is held other than through the site."""
        return NOWHERE.union(*(self.columns.get(role, NOWHERE) for role in roles))

    def organizations_with(self, *roles: Role) -> frozenset[int]:
        """Return the organizations for which one of the roles is held."""
        return NOWHERE.union(*(self.organizations.get(role, NOWHERE) for role in roles))

    def column_q(self, *roles: Role, column: str = "column", site: str = "site") -> Q:
        """Return the condition for rows whose column or site the person holds one of the roles at."""
        return Q(**{f"{site}__in": self.sites_with(*roles)}) | Q(**{f"{column}__in": self.columns_with(*roles)})

    def roles(self) -> frozenset[str]:
        """Return every role held anywhere."""
        return frozenset({*self.sites, *self.columns, *self.organizations})


def people_at(sites: QuerySet[Site], *roles: Role) -> QuerySet[User]:
    """Return the people who hold a grant, or one of the roles if any are named, at one of the sites or their columns."""
    from guardian.models import UserObjectPermission

    from sites.models import Column, User
    from sites.scope import everything

    at_sites = [str(pk) for pk in sites.values_list("pk", flat=True)]
    with everything("whoever holds a grant at the sites asked for"):
        at_columns = [str(pk) for pk in Column.objects.filter(site__in=sites).values_list("pk", flat=True)]
    rows = UserObjectPermission.objects.filter(
        Q(content_type__model="site", object_pk__in=at_sites)
        | Q(content_type__model="column", object_pk__in=at_columns),
        content_type__app_label="sites",
    )
    if roles:
        rows = rows.filter(permission__codename__in=[role.value for role in roles])
    return User.objects.filter(is_active=True, pk__in=rows.values("user")).order_by("username")


def holders(column: Column, *roles: Role) -> QuerySet[User]:
    """Return the active people who hold one of the roles at the column: there, at a column above it, or at its site."""
    from guardian.models import UserObjectPermission

    from sites.models import User

    above = [str(pk) for pk in column.get_ancestors(include_self=True).values_list("pk", flat=True)]
    rows = UserObjectPermission.objects.filter(
        Q(content_type__model="site", object_pk=str(column.site_id))
        | Q(content_type__model="column", object_pk__in=above),
        content_type__app_label="sites",
        permission__codename__in=[role.value for role in roles],
    )
    return User.objects.filter(is_active=True, pk__in=rows.values("user")).order_by("pk")


def holding(*roles: Role, at: Iterable[Site | Column | Organization]) -> set[int]:
    """Return the keys of the active people who hold one of the roles at one of the very places, which are all of one kind."""
    from guardian.models import UserObjectPermission

    places = list(at)
    rows = UserObjectPermission.objects.filter(
        content_type__app_label="sites",
        content_type__model__in={place._meta.model_name for place in places},
        object_pk__in=[str(place.pk) for place in places],
        permission__codename__in=[role.value for role in roles],
        user__is_active=True,
    )
    return set(rows.values_list("user_id", flat=True))


def nearest_supervisors(site: Site) -> set[int]:
    """Return the keys of those who supervise the site or, where nobody does, the nearest site above it."""
    upwards = site.get_ancestors(include_self=True, ascending=True)
    return next(filter(None, (holding(Role.SUPERVISOR, at=[each]) for each in upwards)), set())


def _with_descendants(model: str, held: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    """Expand granted nodes of a cluster-wide tree to their subtrees, in one query."""
    from django.apps import apps

    wanted = {pk for pks in held.values() for pk in pks}
    if not wanted:
        return {}
    tree = apps.get_model("sites", model).objects
    nodes = tree.get_queryset_descendants(tree.filter(pk__in=wanted), include_self=True).only(
        "pk", "tree_id", "lft", "rght"
    )
    return _expand(held, list(nodes))


def _column_subtrees(held: Mapping[str, set[int]]) -> tuple[dict[str, frozenset[int]], set[int]]:
    """Expand granted columns to their subtrees and name the sites they lie in."""
    from sites.models import Column
    from sites.scope import everything

    wanted = {pk for pks in held.values() for pk in pks}
    if not wanted:
        return {}, set()
    with everything("a person's grants are read before the scope is known"):
        nodes = list(
            Column.objects.get_queryset_descendants(Column.objects.filter(pk__in=wanted), include_self=True).only(
                "pk", "site_id", "tree_id", "lft", "rght"
            )
        )
    return _expand(held, nodes), {node.site_id for node in nodes}


def _expand(held: Mapping[str, set[int]], nodes: list) -> dict[str, frozenset[int]]:
    by_pk = {node.pk: node for node in nodes}
    below: dict[str, set[int]] = defaultdict(set)
    for role, pks in held.items():
        for top in (by_pk[pk] for pk in pks if pk in by_pk):
            below[role].update(
                node.pk
                for node in nodes
                if node.tree_id == top.tree_id and top.lft <= node.lft and node.rght <= top.rght
            )
    return {role: frozenset(pks) for role, pks in below.items()}
