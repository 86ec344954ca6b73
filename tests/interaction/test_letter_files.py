"""Files of citizens leave through two doors only, with headers under which nothing in them can run."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import accept_and_assign, keep_file, submit_letter
from interaction.codes import new_token
from sites.policy import Role
from tests.cast import NOW, a_person
from tests.interaction.letters import words
from tests.interaction.test_three_steps import a_pdf, a_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mailbox):
    """A letter with a photograph and a document."""
    token = new_token(mailbox.pk, at=timezone.now())
    for file in (a_photo(), a_pdf()):
        keep_file(mailbox.site, file, draft=token.digest, at=timezone.now())
    return submit_letter(mailbox, **words(), form_secret=token.secret, at=timezone.now())


def office(letter, file) -> str:
    return reverse("interaction-office:file", args=[letter.number, file.pk])


def own(letter, file) -> str:
    return reverse("interaction:own_file", args=[letter.number, file.pk])


def test_the_office_saves_a_document_and_looks_at_a_picture(client, sent, intake):
    client.force_login(intake, backend="django.contrib.auth.backends.ModelBackend")
    photo, document = sent.letter.files.all()
    for file, disposition in ((photo, "inline"), (document, "attachment")):
        response = client.get(office(sent.letter, file))
        assert response.headers["Content-Disposition"].startswith(disposition)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_others_of_the_office_do_not_find_the_file(client, sent, city):
    stranger = a_person("stranger", (Role.INTAKE, city))
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(office(sent.letter, sent.letter.files.first())).status_code == 404


def test_a_body_that_helps_finds_the_files_too(client, sent, intake, bureau, other_bureau, other_handler):
    accept_and_assign(sent.letter, organization=bureau, helpers=[other_bureau], by=intake, at=NOW)
    client.force_login(other_handler, backend="django.contrib.auth.backends.ModelBackend")
    file = sent.letter.files.first()
    page = client.get(reverse("interaction-office:letter", args=[sent.letter.number]))
    assert file.name in page.content.decode()
    assert client.get(office(sent.letter, file)).status_code == 200


def test_the_writer_gets_the_file_after_showing_the_code_and_nobody_without(client, sent):
    file = sent.letter.files.first()
    assert client.get(own(sent.letter, file)).status_code == 302
    client.post(reverse("interaction:lookup"), {"number": sent.letter.number, "code": sent.code})
    assert client.get(own(sent.letter, file)).status_code == 200
    assert "现场.jpg" in client.get(reverse("interaction:status", args=[sent.letter.number])).content.decode()


def test_a_file_of_another_letter_is_not_found_through_ones_own(client, mailbox, sent):
    other = submit_letter(mailbox, **words(), at=timezone.now())
    client.post(reverse("interaction:lookup"), {"number": other.letter.number, "code": other.code})
    assert client.get(own(other.letter, sent.letter.files.first())).status_code == 404


def test_no_address_of_media_leads_to_the_file(client, sent):
    name = sent.letter.files.first().file.name
    assert client.get(f"/media/{name}").status_code == 404
    with pytest.raises(ValueError, match="URL"):
        sent.letter.files.first().file.url  # noqa: B018
