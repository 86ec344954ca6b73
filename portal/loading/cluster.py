"""Organizations, sites, columns, mailboxes and people of the demo province."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from interaction.actions import save_mailbox
from interaction.models import Mailbox, MailboxKind
from portal import demo
from portal.demo.places import office_of
from portal.demo.shapes import DemoProvince, PersonSpec, SiteSpec
from sites.actions import create_column, create_person, create_site, grant_role, save_organization, set_site_state
from sites.models import Column, ColumnType, Organization, Site, SiteState, User
from sites.policy import Role

COLUMN_TYPES = {kind.label: kind for kind in ColumnType}
LEVELS = {"省": "province", "市": "city", "县": "county"}
AUTOMATIC = {"lanjiang", "linlan", "chenghu", "luzhou", "fengdu"}
HOT_WORDS = "社保,公积金,新生儿落户,医保异地备案,不动产登记"
SITE_ROLES = {
    "contributor": Role.CONTRIBUTOR,
    "first_reviewer": Role.FIRST_REVIEWER,
    "second_reviewer": Role.SECOND_REVIEWER,
    "issuer": Role.ISSUER,
    "site_manager": Role.SITE_ADMIN,
    "intake": Role.INTAKE,
    "supervisor": Role.SUPERVISOR,
}
BODY_ROLES = {"handler": Role.HANDLER, "reply_approver": Role.REPLY_APPROVER}
COURTS = "已经进入诉讼、仲裁、行政复议程序的事项，依法应由信访、纪检监察机关处理的事项，以及政府信息公开申请。"
MAILBOXES = (
    ("leader", MailboxKind.LEADER, "领导信箱", "对本地经济社会发展和政府工作的意见建议，以及需要统筹协调解决的问题。", COURTS),
    ("consult", MailboxKind.CONSULT, "在线咨询", "咨询政策规定、办事条件和流程。办事进度请到办事大厅或政务服务平台查询。", COURTS),
    ("complaint", MailboxKind.COMPLAIN, "投诉", "反映公共服务、市场秩序和部门工作中的具体问题，请写明时间、地点和经过。", COURTS),
    ("suggestion", MailboxKind.SUGGEST, "建言献策", "对城市管理、民生服务和政策制定的建议。", COURTS),
    ("board", MailboxKind.BOARD, "留言板", "求助、感谢和其他想对政府说的话。", COURTS),
    ("report", MailboxKind.REPORT, "举报", "举报违法违规行为。内容仅供核查，一律不公开。", "对公职人员违纪违法行为的举报，请向纪检监察机关提出。"),
    ("correction", MailboxKind.SITE_ERROR, "我为政府网站找错", "指出网站上的错误信息、错别字、打不开的链接。", "与网站内容无关的事项请写到其他信箱。"),
)  # fmt: skip
OF_ITS_OFFICE = {  # what a department's site takes where that is something else
    MailboxKind.LEADER: "对本部门工作的意见建议，以及需要统筹协调解决的问题。",
    MailboxKind.COMPLAIN: "反映本部门及所属单位工作和服务中的具体问题，请写明时间、地点和经过。",
    MailboxKind.SUGGEST: "对本部门职责范围内政策制定和服务的建议。",
}


@dataclass
class Cluster:
    """What was loaded, by the keys of the demo's own data."""

    sites: dict[str, Site] = field(default_factory=dict)
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    mailboxes: dict[tuple[str, str], Mailbox] = field(default_factory=dict)
    people: dict[tuple[str, str], list[User]] = field(default_factory=dict)
    answers_for: dict[tuple[str, str], User] = field(default_factory=dict)
    headlines: dict[str, list] = field(default_factory=dict)
    pictured: dict[str, list] = field(default_factory=dict)

    def robot(self) -> User:
        """Return the account under which jobs act."""
        if ("", "robot") not in self.people:
            self.people["", "robot"] = [User.objects.robot()]
        return self.people["", "robot"][0]

    def body(self, name: str) -> Organization:
        """Return the organization of this full name."""
        return next(body for body in self.organizations.values() if body.name == name)

    def person(self, site: str, role: str) -> User:
        """Return the person who plays the part on the site."""
        return self.people[site, role][0]


def load_cluster(province: DemoProvince, *, at: datetime) -> Cluster:
    """Load everything that stands still: two years ago, so that it is older than all content."""
    long_ago = at - timedelta(days=730)
    cluster = Cluster()
    for spec in province.organizations:
        cluster.organizations[spec.key] = save_organization(
            Organization(
                name=spec.name,
                short_name=spec.short_name,
                code=spec.code,
                parent=Organization.objects.get(pk=cluster.organizations[spec.parent].pk) if spec.parent else None,
                phone=spec.phone,
                address=spec.address,
                duties=spec.duties,
            ),
            by=None,
            at=long_ago,
        )
    for site in province.sites:
        _load_site(cluster, site, at=long_ago)
        for column in province.columns[site.key]:
            _load_column(cluster, site, column, at=long_ago)
    _load_people(cluster, province.people, at=long_ago)
    for site in province.sites:
        _load_mailboxes(cluster, site, at=long_ago)
    return cluster


def _load_site(cluster: Cluster, spec: SiteSpec, *, at: datetime) -> None:
    parent = Site.objects.get(pk=cluster.sites[spec.parent].pk) if spec.parent else None
    is_office = bool(spec.path_prefix)
    site = create_site(
        by=None,
        at=at,
        parent=parent,
        code=parent.code if is_office else spec.code,
        slug=spec.key,
        name=spec.name,
        short_name=spec.short_name,
        motto=spec.motto,
        level=LEVELS[spec.level],
        kind="subsite" if is_office else "portal",
        shows_interpretation_rate=not is_office,
        sponsor=cluster.organizations[spec.sponsor],
        organiser=cluster.organizations.get(spec.organiser),
        contact=spec.phone,
        icp_number=spec.icp_number,
        police_number=spec.police_number,
        host=f"{spec.host}.localhost" if spec.host else "localhost",
        path_prefix=spec.path_prefix,
        theme=spec.theme,
        hot_words=HOT_WORDS,
        reprints_automatically=spec.key in AUTOMATIC,
    )
    cluster.sites[spec.key] = set_site_state(site, SiteState.ONLINE, by=None, at=at)


def _load_column(cluster: Cluster, site: SiteSpec, spec: object, *, at: datetime) -> None:
    cluster.columns[site.key, spec.path] = create_column(
        cluster.sites[site.key],
        by=None,
        at=at,
        parent=cluster.columns.get((site.key, spec.parent)) if spec.parent else None,
        name=spec.name,
        slug=spec.slug,
        type=COLUMN_TYPES.get(spec.column_type, ColumnType.OTHER),
        purpose=spec.purpose,
        keywords=f"{site.short_name},{spec.name}",
        update_days=spec.update_days,
        is_in_navigation=spec.in_navigation,
        position=spec.order,
        default_source=site.name[:60],
    )


def _load_people(cluster: Cluster, people: tuple[PersonSpec, ...], *, at: datetime) -> None:
    """Open the accounts. All share the demo's password; it is hashed once, since hashing is slow on purpose."""
    password = make_password(demo.PASSWORD)
    for spec in people:
        body = cluster.organizations[spec.organizations[0]]
        person = create_person(
            by=None, at=at, username=spec.username, name=spec.name, password=None, organization=body,
            email=spec.username + demo.DEMO_MAIL,
        )  # fmt: skip
        cluster.people.setdefault((spec.site, spec.role), []).append(person)
        if spec.role == "platform_admin":
            person.is_superuser = True
            person.save(update_fields=["is_superuser"])
        elif spec.role in SITE_ROLES:
            grant_role(person, SITE_ROLES[spec.role], cluster.sites[spec.site], by=None, at=at)
        if spec.role == "site_manager":  # on duty when nobody else is
            grant_role(person, Role.EMERGENCY_ISSUER, cluster.sites[spec.site], by=None, at=at)
        for key in spec.organizations if spec.role in BODY_ROLES else ():
            grant_role(person, BODY_ROLES[spec.role], cluster.organizations[key], by=None, at=at)
            cluster.answers_for.setdefault((key, spec.role), person)
    User.objects.filter(username__in=[spec.username for spec in people]).update(password=password)


def _load_mailboxes(cluster: Cluster, site: SiteSpec, *, at: datetime) -> None:
    own_office = office_of(site.key) is not None
    for position, (slug, kind, name, purpose, not_for) in enumerate(MAILBOXES):
        if own_office and kind == MailboxKind.REPORT:
            continue
        cluster.mailboxes[site.key, slug] = save_mailbox(
            Mailbox(
                site=cluster.sites[site.key],
                kind=kind,
                name="局长信箱" if own_office and kind == MailboxKind.LEADER else name,
                slug=slug,
                purpose=OF_ITS_OFFICE.get(kind, purpose) if own_office else purpose,
                not_for=not_for,
                is_public=kind != MailboxKind.REPORT,
                position=position,
            ),
            by=cluster.person(site.key, "site_manager"),
            at=at,
        )
