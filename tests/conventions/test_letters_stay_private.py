"""What a citizen wrote never comes out: a letter with a secret in every private field of it and of everything that hangs on it,
and every public address, file, feed, index, log and mail searched for any of them."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import brotli
import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from content.page_store.folder import PageFolder
from content.page_store.purging import open_store
from interaction import actions as letters
from interaction.models import IncomingMail, Letter, LetterEvent, MailAccount, Mailbox
from search.backends.whoosh import WhooshBackend
from search.documents import all_documents
from search.indexing import rebuild
from search.tasks import feed_index
from sites.models import Organization, Site, User
from tests.access_matrix import EVERYBODY, ROUTES
from tests.cast import NOW
from tests.conventions.planting import PUBLIC, Planted, a_part, holds_words, parts_of, plant
from tests.conventions.test_access import an_answered_letter, objects, people  # noqa: F401 (fixtures)

PUBLIC_APPS = {"content", "search", "responses", "interaction"}
QUESTIONS = [
    "",
    "?q=暗号",
    "?q=z70",
    "?q=公交",
    "?page=1&format=json",
    "?month=2026-11",
    "?kind=letter&q=公交",
    "?q=%00",
]


@pytest.fixture
def planted(objects, people, province, bureau) -> Planted:  # noqa: F811
    """Two letters full of secrets: one whose answer is public, one whose public copy was taken back."""
    secrets = Planted()
    box = Mailbox.objects.get(slug="consult")
    public, taken_back = an_answered_letter(box, bureau, people), an_answered_letter(box, bureau, people)
    letters.unpublish_letter(taken_back, reason="来信人要求撤下", by=people["intake"], at=NOW)
    known = {
        User: people["intake"],
        Organization: bureau,
        Site: province,
        Mailbox: box,
        MailAccount: MailAccount.objects.first(),
    }
    for letter, other in ((public, taken_back), (taken_back, public)):
        for relation in parts_of(letter):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: letter})
            if relation.related_model is LetterEvent:
                rows = [a_part(relation, letter, known)]  # the lines that are there are public
            elif not rows:
                rows = [a_part(relation, letter, known | {Letter: other})]
            for row in rows:
                plant(row, secrets)
        plant(letter, secrets)
        secrets.where[letter.number] = "Letter.number"
    hidden = {name: secrets.secret(f"{name} of a copy that was taken back") for name in sorted(PUBLIC)}
    Letter._base_manager.filter(pk=taken_back.pk).update(**hidden)
    for row in [*MailAccount.objects.all(), *IncomingMail.objects.all()]:
        plant(row, secrets)
    secrets.letter, secrets.taken_back = public, taken_back
    objects["public letter"], objects["letter number"] = (public.pk,), (public.number,)
    return secrets


def public_routes(objects: dict[str, tuple]) -> list[tuple[str, str, bool]]:  # noqa: F811
    """Every address outside the office, found by walking the resolver: name, address, whether it is a verb."""
    found = []
    for name, route in ROUTES.items():
        if name.partition(":")[0] in PUBLIC_APPS:
            address = "/there-is/nothing.html" if name == "content:not_found" else reverse(name, args=objects[route.of])
            found.append((name, address, route.is_verb))
    return found


def said_by(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + "\n" + content.decode("utf-8", "replace")


def without_echo(text: str, address: str) -> str:
    """The page without the question that the visitor typed himself."""
    return text.replace(address, "")


def test_the_secrets_reach_every_private_field_that_there_is(planted):
    fields = {
        f"{model.__name__}.{field.name}"
        for model in [Letter, *(relation.related_model for relation in parts_of(planted.letter))]
        for field in model._meta.concrete_fields
        if holds_words(field)
    }
    assert fields - set(planted.where.values()) == set()
    for name in ("Letter.body", "Letter.writer_name", "Letter.writer_phone", "Letter.writer_email", "LetterEvent.text",
                 "Letter.writer_address", "Reply.text", "Note.text", "LetterAttachment.name", "IncomingMail.text"):  # fmt: skip
        assert name in planted.where.values()


def test_no_public_address_gives_anything_away(planted, objects, caplog):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    client, given_away, read = Client(), [], 0
    for name, address, is_verb in public_routes(objects):
        for question in QUESTIONS:
            answers = (
                [client.post(address + question, {"q": "暗号", "title": "暗号", "body": "暗号 z70 公交改线"})]
                if is_verb
                else []
            )
            answers += [client.get(address + question), client.head(address + question)]
            for answer in answers:
                read += 1
                given_away += [
                    (name, question, field) for field in planted.found_in(without_echo(said_by(answer), address))
                ]
    assert given_away == []
    assert read > 500
    assert planted.found_in(without_echo(caplog.text, planted.letter.number)) == []


def test_the_public_routes_that_were_walked_are_all_that_there_are(objects, planted):  # noqa: F811
    walked = {name for name, _address, _is_verb in public_routes(objects)}
    assert {name for name, route in ROUTES.items() if "anonymous" in route.open_to and name != "admin:login"} <= walked
    assert any(route.open_to == EVERYBODY for route in ROUTES.values())


@pytest.mark.parametrize("q", ["暗号", "z70", "公交", "号z7"])
def test_the_index_its_suggestions_and_its_files_know_nothing(planted, settings, q):
    feed_index()
    rebuild(at=NOW)
    for document in all_documents(at=NOW):
        assert planted.found_in(repr(document)) == []
    assert "公交改线" in repr(list(all_documents(at=NOW)))
    assert planted.found_in(said_by(Client().get("/search/", {"q": q, "scope": "cluster"}))) == []
    assert WhooshBackend() is not None
    assert planted.found_in(read_files(Path(settings.SEARCH_INDEX))) == []


def read_files(folder: Path) -> str:
    """Everything in the folder and its names, unpacked where it is packed."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            unpacked = (
                gzip.decompress(content)
                if path.suffix == ".gz"
                else brotli.decompress(content)
                if path.suffix == ".br"
                else content
            )
            found += [str(path), unpacked.decode("utf-8", "replace"), unpacked.decode("utf-16-le", "replace")]
    return "\n".join(found)


def test_neither_stored_pages_nor_an_exported_site_give_anything_away(
    planted, settings, tmp_path, capsys, connection_stays
):
    open_store(PageFolder(settings.PAGE_STORE), at=NOW)
    call_command("warm_site", "province", jobs=1)
    call_command("export_site", "province", str(tmp_path / "out"))
    stored, exported = read_files(Path(settings.PAGE_STORE)), read_files(tmp_path / "out")
    assert "公交改线" in stored and planted.found_in(stored) == []
    assert len(exported) > 1000 and planted.found_in(exported) == []
    said = capsys.readouterr()
    assert planted.found_in(said.out + said.err) == []


def test_error_pages_give_nothing_away(planted, settings):
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    for address in (
        f"/hudong/gongkai/{planted.taken_back.pk}/",
        "/hudong/gongkai/999999/",
        "/hudong/gongkai/x/",
        f"/hudong/chaxun/{planted.letter.number}/",
        "/hudong/chaxun/?number=1",
        "/media/letters/x.bin",
    ):
        answer = said_by(client.get(address))
        assert planted.found_in(without_echo(answer, address)) == [], address
    wrong = client.post("/hudong/chaxun/", {"number": planted.taken_back.number, "code": "0" * 16})
    assert planted.found_in(said_by(wrong).replace(planted.taken_back.number, "")) == []


def test_the_receipt_and_the_mails_of_another_citizen_give_nothing_away(
    planted, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND, mail.outbox = "django.core.mail.backends.locmem.EmailBackend", []
    box, client = Mailbox.objects.get(slug="consult"), Client()
    with django_capture_on_commit_callbacks(execute=True):
        done = letters.submit_letter(
            box, title="公交改线", body="请问十二路何时恢复？", writer_name="旁人", writer_phone="13900000009",
            writer_email="other@example.com", at=NOW,
        )  # fmt: skip
    looked = client.post("/hudong/chaxun/", {"number": done.letter.number, "code": done.code}, follow=True)
    assert done.letter.number in said_by(looked) and planted.found_in(said_by(looked)) == []
    assert client.get(f"/hudong/chaxun/{planted.letter.number}/").status_code == 302
    sent = "\n".join(f"{each.subject}\n{each.body}\n{each.extra_headers}" for each in mail.outbox)
    assert sent and planted.found_in(sent) == []


def test_a_leak_would_be_seen(planted):
    body = Letter._base_manager.get(pk=planted.letter.pk).body
    assert planted.found_in(f"<p>{body}</p>") == ["Letter.body"]
