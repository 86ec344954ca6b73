"""What can happen to articles, the home page, documents and what explains them."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from content.actions import (
    empty_slot,
    fill_slot,
    move_article,
    pin_article,
    publish_emergency,
    publish_standing,
    relate_documents,
    save_draft,
    set_document_status,
    submit_revision,
    unpin_article,
    unrelate_documents,
    withdraw_article,
)
from content.clauses import clauses_in
from content.models import (
    Article,
    ArticleKind,
    DocumentRelation,
    DocumentStatus,
    HomeSlot,
    RelationKind,
    Reprint,
    Revision,
    SlotPlace,
    UpstreamItem,
    UpstreamSource,
)
from interpretation.actions import link_interpretation, set_clauses, unlink_interpretation
from interpretation.models import Interpretation, InterpretationLink
from sites.audit import Event, record
from sites.models import User
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_draft, carry_through, the_office_of
from tests.content.page_store.world import World, change

BODY = "<p>正文。</p>"
CLAUSES = ("<p>第一条　为了什么。</p>", "<p>第二条　对谁。</p>", "<p>第三条　怎样做。</p>")
DOCUMENT = {"document_number": "测政发〔2026〕1号", "genre": "通知", "topic": "综合政务", "written_on": "2026-11-01"}
REPEALING = (RelationKind.REPEALS, RelationKind.REPLACES)


class ChangesOfContent(World):
    """Publishing and all that follows."""

    # --- articles ---

    def _publish(self, kind: str = ArticleKind.ARTICLE, **fields) -> Article:
        column = self.column()
        if kind == ArticleKind.DOCUMENT:
            fields["body"] = BODY + "".join(CLAUSES)
            fields["document"] = {**DOCUMENT, "issuer": column.site.sponsor_id, **fields.pop("document", {})}
        return publish_standing(
            column, by=User.objects.robot(), at=self.at, basis="测试", kind=kind,
            title=f"第{next(self.names)}篇稿件", source="测试报", **{"body": BODY, **fields},
        )  # fmt: skip

    @change
    def publish(self) -> None:
        self._publish()

    @change
    def publish_document(self) -> None:
        self._publish(ArticleKind.DOCUMENT, document={"expires_on": "2026-11-19"} if self.chance.random() < 0.4 else {})

    @change
    def publish_interpretation(self) -> None:
        self._publish(ArticleKind.INTERPRETATION)

    @change
    def publish_for_a_while(self) -> None:
        self._publish(expires_at=self.at + timedelta(hours=self.chance.randint(1, 30)))

    @change
    def publish_in_emergency(self) -> None:
        column = self.column()
        self._at_once(a_draft(column, at=self.at, title=f"紧急通知{next(self.names)}"))

    @change
    def correct_in_emergency(self) -> None:
        if article := self.published():
            by = the_office_of(article.column)["writer"]
            self._at_once(save_draft(article, by=by, at=self.at, title=f"{article.title}（急改{next(self.names)}）"))

    def _at_once(self, revision: Revision) -> None:
        site = revision.article.site
        by = self.somebody(f"emergency-{site.slug}", (Role.EMERGENCY_ISSUER, site))
        publish_emergency(revision, by=by, at=self.at, reason="汛情紧急，须立即告知公众。")

    @change
    def edit(self) -> None:
        if article := self.published():
            people = the_office_of(article.column)
            title = f"{article.title}（修订{next(self.names)}）"
            revision = save_draft(article, by=people["writer"], at=self.at, title=title)
            carry_through(submit_revision(revision, by=people["writer"], at=self.at), at=self.at)

    @change
    def withdraw(self) -> None:
        if article := self.published():
            withdraw_article(article, by=self.issuer(article.column), at=self.at, reason="wrong")

    @change
    def move(self) -> None:
        if (article := self.published()) and (other := self.beside(article.column)):
            move_article(article, other, by=self.issuer(article.column), at=self.at)

    @change
    def pin(self) -> None:
        if article := self.published(is_pinned=False):
            until = self.at + timedelta(hours=self.chance.randint(1, 40))
            pin_article(article, by=self.issuer(article.column), at=self.at, until=until)

    @change
    def unpin(self) -> None:
        if article := self.published(is_pinned=True):
            unpin_article(article, by=self.issuer(article.column), at=self.at)

    # --- the home page ---

    @change
    def place(self) -> None:
        article = self.published()
        if article is None:
            return
        begins = self.at + timedelta(hours=self.chance.randint(1, 10)) if self.chance.random() < 0.5 else None
        ends = self.at + timedelta(hours=self.chance.randint(11, 30)) if self.chance.random() < 0.5 else None
        fill_slot(
            article.site, self.chance.choice([SlotPlace.HEADLINE, SlotPlace.HEADLINE_LINK]), by=self.admin(article.site),
            at=self.at, article=article, starts_at=begins, ends_at=ends,
        )  # fmt: skip

    @change
    def unplace(self) -> None:
        if slot := self.pick(HomeSlot.objects.filter(site__in=self.sites)):
            empty_slot(slot, by=self.admin(slot.site), at=self.at)

    # --- documents and what explains them ---

    def _relate(self, *kinds: RelationKind) -> None:
        pair = self.documents()
        if len(pair) == 2:
            with suppress(Refused):  # the pair may stand the other way round already
                relate_documents(pair[0].article, self.chance.choice(kinds), pair[1], by=self.linker(), at=self.at)

    @change
    def relate(self) -> None:
        self._relate(*RelationKind)

    @change
    def repeal(self) -> None:
        self._relate(*REPEALING)

    @change
    def unrelate(self) -> None:
        if relation := self.pick(DocumentRelation.objects.select_related("article__site").order_by("pk")):
            unrelate_documents(relation, by=self.linker(), at=self.at)

    @change
    def withdraw_what_repeals(self) -> None:
        acting = DocumentRelation.objects.filter(kind__in=REPEALING)
        if article := self.published(pk__in=acting.values("article")):
            withdraw_article(article, by=self.issuer(article.column), at=self.at, reason="wrong")

    @change
    def mark(self) -> None:
        for document in self.documents()[:1]:
            status = self.chance.choice(list(DocumentStatus))
            with suppress(Refused):  # relations may say otherwise
                set_document_status(
                    document, status, by=self.issuer(document.article.column), at=self.at, why="依据文件"
                )

    @change
    def explain(self) -> None:
        if (article := self.published(kind=ArticleKind.INTERPRETATION)) and (documents := self.documents()):
            link_interpretation(article, documents, by=self.linker(), at=self.at)

    @change
    def no_longer_explain(self) -> None:
        if found := self.pick(Interpretation.objects.filter(documents__isnull=False).order_by("pk")):
            unlink_interpretation(found.article, found.documents.first(), by=self.linker(), at=self.at)

    @change
    def name_clauses(self) -> None:
        links = InterpretationLink.objects.filter(document__article__state="published").order_by("pk")
        if link := self.pick(links.select_related("interpretation__article", "document__article__live")):
            offered = [clause.key for clause in clauses_in(link.document.article.live.body)]
            asked = "、".join(self.chance.sample(offered, self.chance.randint(0, len(offered))))
            set_clauses(link.interpretation.article, link.document, asked, by=self.linker(), at=self.at)

    @change
    def reword_document(self) -> None:
        if article := self.published(kind=ArticleKind.DOCUMENT):
            people = the_office_of(article.column)
            body = BODY + "".join(self.chance.sample(CLAUSES, self.chance.randint(0, len(CLAUSES))))
            revision = save_draft(article, by=people["writer"], at=self.at, body=body)
            carry_through(submit_revision(revision, by=people["writer"], at=self.at), at=self.at)

    @change
    def reprint_document(self) -> None:
        """A copy on the other site; it is known as one at once, or only later."""
        original = self.published(kind=ArticleKind.DOCUMENT)
        columns = self.columns().exclude(site=original.site) if original else ()
        if not (column := self.pick(columns)):
            return
        copy = publish_standing(
            column, by=User.objects.robot(), at=self.at, basis="测试", title=f"转载：{next(self.names)}", body=BODY,
            source="上级网站", source_url=original.site.address(original.path),
        )  # fmt: skip
        source, _is_new = UpstreamSource.objects.get_or_create(name="上级栏目", defaults={"kind": "column"})
        item, _is_new = UpstreamItem.objects.get_or_create(
            source=source, guid=f"article:{original.pk}",
            defaults={
                "article": original, "title": original.title, "link": f"http://x.cn/{original.pk}", "body": BODY,
                "published_at": self.at, "received_at": self.at,
            },
        )  # fmt: skip
        self.copies.append((item, copy))

    @change
    def know_the_copy(self) -> None:
        if not self.copies:
            return
        item, copy = self.copies.pop()
        reprint, _is_new = Reprint.objects.update_or_create(
            item=item, site=copy.site,
            defaults={"article": copy, "state": "done", "done_at": self.at, "target_at": self.at, "due_on": self.at.date()},
        )  # fmt: skip
        record(Event.REPRINT_DONE, reprint, by=User.objects.robot(), at=self.at, site=copy.site)
