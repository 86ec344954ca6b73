"""The access matrix: every route is in it, and every persona gets from every route what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from content.actions import (
    add_comment,
    begin_import,
    create_preview_link,
    fill_slot,
    import_word_file,
    offer_article,
    open_duties,
    relate_documents,
    save_rule,
    save_word,
    save_word_list,
    upload_asset,
)
from content.actions.redirects import save_redirect
from content.models import Correction, Reprint, ReprintRule, SlotPlace, UpstreamItem, UpstreamSource, Word, WordList
from interaction import actions as letters
from interaction.models import IncomingMail, KnowledgeEntry, Letter, LetterAttachment, MailAccount, Mailbox
from interpretation.actions import save_required_kind
from interpretation.models import InterpretationDuty, RequiredKind
from responses.actions import save_outlet
from responses.models import MediaOutlet
from sites.actions import change_column, rename_column, save_calendar_notice, save_clock_limit, save_platform_rule
from sites.models import AuditEntry, CalendarNotice, ClockLimit, JobRun, Organization, PlatformRule, Site
from sites.policy import Role
from tests.access_matrix import MODEL_PAGES, PERSONAS, ROUTES
from tests.builders import a_document, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_column, a_person
from tests.content.files import a_picture
from tests.interaction.letters import a_template
from tests.responses.conftest import a_rumour, a_statement, an_emergency, carried, said

TURNED_AWAY = {302, 403, 404}
FORM = {"decision": "pass", "opinion": "同意", "reason": "wrong", "note": "试一试"}


def every_route() -> Iterator[str]:
    """Yield the qualified name of every route, the admin's pages of a model left to MODEL_PAGES."""

    def walk(patterns: list, namespace: str = "") -> Iterator[str]:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, pattern.namespace or namespace)
            elif pattern.name:
                yield f"{namespace}:{pattern.name}"

    yield from walk(get_resolver().url_patterns)


def is_model_page(name: str) -> bool:
    model, _dash, page = name.removeprefix("admin:").rpartition("_")
    return page in {"changelist", "add", "history", "delete", "change"} and model in MODEL_PAGES


def test_every_route_is_in_the_matrix():
    missing = [name for name in every_route() if name not in ROUTES and not is_model_page(name)]
    assert missing == []


def test_the_matrix_names_no_route_that_is_gone():
    assert set(ROUTES) - set(every_route()) == set()


@pytest.fixture
def people(editor, first_reviewer, issuer, other_site_editor, site_admin, supervisor, intake, handler, reply_approver,
           other_handler, root) -> dict:  # fmt: skip
    """Everybody in the matrix, by name."""
    here = locals()
    return {"nobody": a_person("nobody"), **{name: here[name] for name in PERSONAS if name in here}}


@pytest.fixture
def objects(province, news, city_news, bureau, people) -> dict[str, tuple]:
    """One object of every kind that a route may ask for, as the route's arguments; all of them are the province's."""
    article, revision = an_article(news), a_submitted(news, title="待审的稿件")
    document = a_document(a_column(province, "docs", type="policy"))
    older = a_document(document.column, title="旧办法")
    signer = the_office_of(document.column)["signer"]
    relation = relate_documents(document, "amends", older.policy_document, by=signer, at=NOW)
    entry = letters.publish_entry(
        letters.save_entry(
            KnowledgeEntry(site=province, question="路灯坏了找谁修", answer="请致电城管热线。", organization=bureau,
                           current_until=timezone.localdate() + timedelta(days=365)),
            by=people["intake"], at=NOW,
        ),
        by=people["intake"], at=NOW,
    )  # fmt: skip
    box = letters.save_mailbox(
        Mailbox(site=province, kind="consult", name="咨询", slug="consult", purpose="咨询政策"),
        by=people["site_admin"], at=NOW,
    )  # fmt: skip
    letter = letters.submit_letter(
        box, title="路灯不亮", body="小区门口路灯坏了三天。", writer_name="李雨晴", writer_phone="13900000000", at=NOW
    ).letter
    an_attached_file(letter)
    letters.accept_letter(letter, by=people["intake"], at=NOW)
    letters.assign_letter(letter, organization=bureau, by=people["intake"], at=NOW)
    answered = an_answered_letter(box, bureau, people)
    account = letters.save_mail_account(
        MailAccount(mailbox=box, address="box@example.gov.cn", host="localhost", username="box", since=NOW),
        by=people["site_admin"], at=NOW, password="secret",
    )  # fmt: skip
    mail = IncomingMail.objects.create(
        account=account, message_id="<1@x.cn>", verdict="automatic", sender="a@b.cn", text="自动回复",
        received_at=NOW, at=NOW,
    )  # fmt: skip
    source = UpstreamSource.objects.create(name="上级", address="feed.xml")
    item = UpstreamItem.objects.create(
        source=source, guid="1", title="上级信息", link="http://www.example.gov.cn/1.html", body="<p>上级信息</p>",
        published_at=NOW, received_at=NOW,
    )  # fmt: skip
    open_duties(item, at=NOW)
    reprint_rule = save_rule(ReprintRule(name="全省"), by=people["root"], at=NOW)
    asset = upload_asset(province, a_picture(), by=people["editor"], at=NOW, alt="图")
    shared = a_submitted(news, title="分享的稿件", attachments=[(asset, "附件")])
    link, token = create_preview_link(shared, by=people["editor"], at=timezone.now())
    comment = add_comment(shared, by=people["first_reviewer"], at=NOW, text="请核对")
    slot = fill_slot(province, SlotPlace.PICTURES, by=people["site_admin"], at=NOW, article=article)
    redirect = save_redirect(province, source="/old.asp?id=1", target="/news/", by=people["site_admin"], at=NOW)
    rename_column(a_column(province, "before", name="更名"), slug="after", by=people["root"], at=NOW)
    notice = save_calendar_notice(
        CalendarNotice(year=2027, title="2027 年放假安排", published_on=NOW.date(),
                       days_off=[{"day": "2027-01-01", "name": "元旦"}]),
        by=people["root"], at=NOW,
    )  # fmt: skip
    limit = save_clock_limit(ClockLimit(site=province, clock="reply", working_days=5), by=people["root"], at=NOW)
    rule = save_platform_rule(PlatformRule(rule="red-when-late", value=2), by=people["root"], at=NOW)
    batch = begin_import(news, by=people["editor"], at=NOW)
    file = import_word_file(batch, "空.docx", b"", by=people["editor"], at=NOW)
    words = save_word_list(WordList(site=province, kind="error-prone", name="本站易错词"), by=people["root"], at=NOW)
    word = save_word(Word(word_list=words, pattern="登陆网站", replacement="登录网站"), by=people["root"], at=NOW)
    change_column(news, by=people["root"], at=NOW, takes_submissions=True)
    submission = offer_article(an_article(city_news), news, by=people["other_site_editor"], at=NOW)
    day = article.path.rpartition("/")[2]
    responding = objects_of_responses(province, bureau, people)
    return {
        "": (),
        "public article": (article.column.path, article.path.split("/")[-2], day[1:9], article.pk),
        "column path": (news.path,),
        "column page": (news.path, 1),
        "month": ("202611",),
        "media": (asset.file.name,),
        "unknown address": (),
        "bulk verb": ("withdraw",),
        "bulk result": ("0f0e0d0c-0b0a-4908-8706-050403020100",),
        "article": (article.pk,),
        "revision": (revision.pk,),
        "article and document": (article.pk, document.policy_document.pk),
        "public document": (document.column.path, f"{NOW:%Y%m}", f"{NOW:%Y%m%d}", document.pk),
        "document article": (document.pk,),
        "interpretation": (a_submitted(news, title="解读", kind="interpretation").article_id,),
        "public interpretation": (an_article(news, title="公开的解读", kind="interpretation").pk,),
        "required kind": (save_required_kind(RequiredKind(kind="意见", site=province), by=people["root"], at=NOW).pk,),
        "relation": (document.pk, relation.pk),
        "reprint": (item.reprints.get(site=province).pk,),
        **responding,
        "submission": (submission.pk,),
        "kind of export": ("details",),
        "duty": (InterpretationDuty.objects.get(document=document.policy_document).pk,),
        "mailbox slug": (box.slug,),
        "letter number": (letter.number,),
        "letter and second": (letter.number, answered.number),
        "letter move": (letter.number, "take"),
        "many letters": ("take",),
        "urge": (letters.urge_letter(letter, text="请尽快答复", by=people["supervisor"], at=NOW).pk,),
        "month of a site": (province.pk, timezone.localdate().year, timezone.localdate().month),
        "year of letters": (timezone.localdate().year,),
        "reply template": (a_template(organization=bureau, by=people["handler"]).pk,),
        "public letter": (answered.pk,),
        "answered letter": (answered.number,),
        "letter file": (letter.number, letter.files.get().pk),
        "way of a receipt": ("mail",),
        "public entry": (entry.pk,),
        "entry": (entry.pk,),
        "content type": (ContentType.objects.get_for_model(article).pk, article.pk),
        "app": ("sites",),
        "person": (people["editor"].pk,),
        "site": (province.pk,),
        "column": (news.pk,),
        "organization": (bureau.pk,),
        "notice": (notice.pk,),
        "limit": (limit.pk,),
        "platform rule": (rule.pk,),
        "audit entry": (AuditEntry.objects.filter(site=province).first().pk,),
        "job run": (JobRun.objects.create(name="a job").pk,),
        "correction": (a_correction(item.reprints.get(site=province)).pk,),
        "source": (source.pk,),
        "reprint rule": (reprint_rule.pk,),
        "item": (item.pk,),
        "asset": (asset.pk,),
        "preview link": (link.pk,),
        "comment": (comment.pk,),
        "preview token": (token,),
        "preview file": (token, shared.attachments.get().pk),
        "slot": (slot.pk,),
        "redirect": (redirect.pk,),
        "column report": (AuditEntry.objects.get(event="sites.column.moved").pk,),
        "import": (batch.pk,),
        "imported file": (file.pk,),
        "mailbox": (box.pk,),
        "mail account": (account.pk,),
        "mail": (mail.pk,),
        "word list": (words.pk,),
        "word list file": (words.pk, "csv"),
        "word": (word.pk,),
    }


def a_correction(reprint: Reprint) -> Correction:
    """What is owed on a copy that went away above."""
    return Correction.objects.create(
        reprint=reprint, kind="withdrawal", opened_at=NOW, target_at=NOW, due_on=NOW.date()
    )  # fmt: skip


def objects_of_responses(province: Site, bureau: Organization, people: dict) -> dict[str, tuple]:
    """Topics, statements and rebuttals of the province, one public and one not, and an outlet of its media list."""
    desk = {
        "writer": people["handler"],
        "reviewer": a_person("reader", (Role.SECOND_REVIEWER, province)),
        "issuer": a_person("announcer", (Role.ISSUER, province)),
    }
    admin = people["site_admin"]
    topic = an_emergency(province, bureau, {"writer": admin})
    said(topic, desk)
    draft = a_statement(topic, desk)
    rumour = a_rumour(province, bureau, {"writer": admin})
    public = carried(a_rumour(province, bureau, {"writer": admin}), {**desk, "writer": admin})
    outlet = save_outlet(MediaOutlet(site=province, name="日报", email="n@paper.example"), by=admin, at=NOW)
    return {
        "topic": (topic.pk,),
        "public topic": (topic.pk,),
        "response duty": (topic.duties.get(kind="briefing").pk,),
        "statement": (draft.pk,),
        "statement move": (draft.pk, "submit"),
        "rebuttal": (rumour.pk,),
        "rebuttal move": (rumour.pk, "submit"),
        "public rebuttal": (public.pk,),
        "outlet": (outlet.pk,),
    }


def an_attached_file(letter: Letter) -> None:
    """A picture that came with the letter."""
    file = letters.keep_file(letter.site, a_picture(), draft="a form", at=NOW)
    LetterAttachment.objects.filter(pk=file.pk).update(letter=letter, draft="")


def an_answered_letter(box: Mailbox, bureau: Organization, people: dict) -> Letter:
    """A letter whose answer is public."""
    letter = letters.submit_letter(
        box, title="公交改线", body="请问十二路何时恢复？", writer_name="王思远", writer_phone="13900000001", at=NOW
    ).letter
    letter = letters.accept_letter(letter, by=people["intake"], at=NOW)
    letter = letters.assign_letter(letter, organization=bureau, by=people["intake"], at=NOW)
    letters.draft_reply(letter, text="十二路已于本月一日恢复原线路。", by=people["handler"], at=NOW)
    letter = letters.approve_reply(letter, by=people["reply_approver"], at=NOW)
    return letters.publish_letter(
        letter, title="公交改线", body="请问十二路何时恢复？", reply="已恢复原线路。", by=people["intake"], at=NOW
    )


def listed(wrong: list[tuple]) -> str:
    """Return one line for each persona who got something else than the matrix says."""
    return "\n".join(" ".join(map(str, entry)) for entry in wrong)


def client_of(persona: str, people: dict) -> Client:
    client = Client()
    if persona != "anonymous":
        client.force_login(people[persona], backend="django.contrib.auth.backends.ModelBackend")
    return client


def answers(client: Client, name: str, arguments: tuple) -> int:
    """Return the status of a GET as the persona sees it, outside any scope of the test's own."""
    address = "/there-is/nothing.html" if name == "content:not_found" else reverse(name, args=arguments)
    return client.get(address).status_code


def test_every_route_answers_every_persona_as_the_matrix_says(people, objects):
    wrong = []
    for persona in PERSONAS:
        client = client_of(persona, people)
        for name, route in ROUTES.items():
            if route.is_verb:
                continue
            status = answers(client, name, objects[route.of])
            if not (status == 200 if persona in route.open_to else status in TURNED_AWAY):
                wrong.append((persona, name, status))
    assert not wrong, listed(wrong)


def test_the_admin_pages_of_every_model_answer_every_persona_as_the_matrix_says(people, objects):
    wrong = []
    for persona in PERSONAS:
        client = client_of(persona, people)
        for model, pages in MODEL_PAGES.items():
            for page, open_to in pages.by_page().items():
                arguments = () if page in {"changelist", "add"} else objects[pages.of]
                status = answers(client, f"admin:{model}_{page}", arguments)
                if not (status == 200 if persona in open_to else status in TURNED_AWAY):
                    wrong.append((persona, f"{model}_{page}", status))
    assert not wrong, listed(wrong)


def test_no_verb_does_anything_for_those_it_is_not_open_to(people, objects):
    wrong = []
    for persona in PERSONAS:
        client = client_of(persona, people)
        for name, route in ROUTES.items():
            if not route.is_verb or persona in route.open_to or name == "admin:logout":
                continue
            before = AuditEntry.objects.count()
            response = client.post(reverse(name, args=objects[route.of]), FORM)
            if response.status_code >= 500 or AuditEntry.objects.count() != before:
                wrong.append((persona, name, response.status_code))
    assert not wrong, listed(wrong)


def test_verbs_refuse_to_be_opened_by_a_link(people, objects):
    client = client_of("root", people)
    wrong = [
        name for name, route in ROUTES.items()
        if route.is_verb and client.get(reverse(name, args=objects[route.of])).status_code != 405
    ]  # fmt: skip
    assert wrong == []
