"""The shapes that the demo composers hand to the loader: plain frozen values, no database, no clock."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Place:
    """An administrative area as texts speak of it."""

    name: str
    short: str
    level: str
    government: str
    scope: str
    ours: str
    parts: tuple[str, ...]
    head: str
    deputies: tuple[str, ...]
    roads: tuple[str, ...]
    zones: tuple[str, ...]
    schools: tuple[str, ...]
    hospital: str
    river: str
    hill: str
    villages: tuple[str, ...]
    phone_prefix: str


@dataclass(frozen=True)
class OrganizationSpec:
    """A government body: sponsor of a site, issuer of documents, handler of letters."""

    key: str
    name: str
    short_name: str
    parent: str | None
    code: str
    phone: str
    address: str
    duties: str


@dataclass(frozen=True)
class SiteSpec:
    """One tenant of the cluster."""

    key: str
    code: str
    name: str
    short_name: str
    level: str
    kind: str
    parent: str | None
    host: str
    path_prefix: str
    sponsor: str
    organiser: str
    icp_number: str
    police_number: str
    phone: str
    email: str
    address: str
    postcode: str
    theme: str
    motto: str
    place: Place


@dataclass(frozen=True)
class ColumnSpec:
    """A column of a site; `path` joins the slugs from the top with slashes."""

    path: str
    name: str
    column_type: str
    purpose: str
    update_days: int | None
    order: int
    in_navigation: bool
    responsible: str = ""

    @property
    def slug(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def parent(self) -> str | None:
        """The path of the column above, or None at the top."""
        return self.path.rsplit("/", 1)[0] if "/" in self.path else None


@dataclass(frozen=True)
class ReviewNote:
    """What a reviewer decided, `days_ago` before the day of loading, with the opinion."""

    stage: str
    passed: bool
    opinion: str
    days_ago: int
    minute: int


@dataclass(frozen=True)
class ArticleSpec:
    """One item of content in one column of one site."""

    site: str
    column: str
    title: str
    summary: str
    body: str
    source: str
    author: str
    days_ago: int
    minute: int
    keywords: tuple[str, ...] = ()
    picture: str | None = None
    pinned: bool = False
    headline: bool = False
    state: str = "published"
    notes: tuple[ReviewNote, ...] = ()


@dataclass(frozen=True)
class DocumentSpec:
    """A policy document: the article that carries its text and its official data."""

    key: str
    article: ArticleSpec
    index_number: str
    document_number: str
    issuer: str
    co_issuers: tuple[str, ...]
    written_on: date
    printed_on: date
    effective_on: date
    expires_on: date | None
    topic: tuple[str, str]
    genre: str
    validity: str
    validity_note: str
    changed_by: str | None
    needs_interpretation: bool
    normative: bool


@dataclass(frozen=True)
class InterpretationSpec:
    """An interpretation and the document it explains."""

    document: str
    article: ArticleSpec
    form: str
    author_role: str


@dataclass(frozen=True)
class LetterStep:
    """One step in the life of a letter; `by` is the part played (citizen, intake, handler, approver)."""

    verb: str
    days_ago: int
    minute: int
    by: str
    text: str = ""


@dataclass(frozen=True)
class LetterSpec:
    """A citizen's letter with the story of its handling."""

    site: str
    mailbox: str
    kind: str
    title: str
    content: str
    writer: str
    phone: str
    email: str
    days_ago: int
    minute: int
    organization: str
    target: str
    reply: str
    colour: str
    public_wanted: bool
    published: bool
    rating: int | None
    rating_text: str
    extension_reason: str
    steps: tuple[LetterStep, ...] = ()


@dataclass(frozen=True)
class PersonSpec:
    """An account of the demo: one person, one role, one place."""

    username: str
    name: str
    role: str
    site: str
    organizations: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    shown_in_readme: bool = False


@dataclass(frozen=True)
class DemoProvince:
    """Everything there is to load."""

    today: date
    organizations: tuple[OrganizationSpec, ...]
    sites: tuple[SiteSpec, ...]
    columns: dict[str, tuple[ColumnSpec, ...]]
    articles: tuple[ArticleSpec, ...]
    documents: tuple[DocumentSpec, ...]
    interpretations: tuple[InterpretationSpec, ...]
    letters: tuple[LetterSpec, ...]
    people: tuple[PersonSpec, ...]
    headlines: dict[str, tuple[str, ...]] = field(default_factory=dict)
