"""Reading mails: charsets, broken headers, HTML, files. Nothing raises and nothing readable is lost."""

import base64
import quopri

import pytest

from interaction.mails.parsing import parsed, text_of_html
from tests.interaction.mails.samples import TEXT, a_mail, cut_word, raw, word

GBK_BODY = TEXT.encode("gbk")
HEAD = "From: {sender}\nSubject: {subject}\nMessage-ID: <1@x.cn>\nMIME-Version: 1.0\n"


def head(*, sender="<xiaohong@example.com>", subject="路灯", more=""):
    return HEAD.format(sender=sender, subject=subject) + more


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain utf-8", a_mail()),
        ("gbk named", raw(head(more="Content-Type: text/plain; charset=gbk"), GBK_BODY)),
        ("gb2312 named, gb18030 meant", raw(head(more="Content-Type: text/plain; charset=gb2312"), TEXT.encode("gb18030"))),
        ("gb18030", raw(head(more="Content-Type: text/plain; charset=GB18030"), TEXT.encode("gb18030"))),
        ("no charset, gbk meant", raw(head(more="Content-Type: text/plain"), GBK_BODY)),
        ("no charset, utf-8 meant", raw(head(more="Content-Type: text/plain"), TEXT.encode())),
        ("wrong charset", raw(head(more="Content-Type: text/plain; charset=us-ascii"), GBK_BODY)),
        ("unknown charset", raw(head(more="Content-Type: text/plain; charset=x-no-such"), GBK_BODY)),
        ("latin-1 claimed", raw(head(more="Content-Type: text/plain; charset=iso-8859-1"), GBK_BODY)),
        ("quoted charset", raw(head(more="Content-Type: text/plain; charset=\"'GBK'\""), GBK_BODY)),
        ("base64", raw(head(more="Content-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: base64"), base64.encodebytes(GBK_BODY))),
        ("quoted-printable", raw(head(more="Content-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: quoted-printable"), quopri.encodestring(GBK_BODY))),
        ("html only", a_mail("", html=f"<html><head><title>无</title></head><body><p>{TEXT}</p><script>x()</script></body></html>")),
        ("plain is kept beside html", a_mail(TEXT, html="<p>另一段</p>")),
    ],
)  # fmt: skip
def test_the_text_is_read_in_every_charset(name, content):
    assert parsed(content).text == TEXT, name


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        (word("路灯坏了", "gbk"), "路灯坏了"),
        (word("路灯坏了", "gb18030", named="gb2312"), "路灯坏了"),
        (word("镕基", "gb18030", named="gb2312"), "镕基"),
        (cut_word("东风路路灯坏了"), "东风路路灯坏了"),
        ("路灯坏了", "路灯坏了"),
        ("=?x-no-such?B?wLe1xru1wcs=?=", None),
        ("=?utf-8?B?broken", "=?utf-8?B?broken"),
        ("", ""),
        ("一行\n 两行", "一行 两行"),
    ],
)
def test_subjects_are_read_whatever_was_done_to_them(subject, read):
    found = parsed(raw(head(subject=subject), b"x")).subject
    assert found == read if read is not None else "\x00" not in found


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("王小红 <xiaohong@example.com>", "王小红", "xiaohong@example.com"),
        (f"{word('王小红', 'gbk')} <XiaoHong@Example.com>", "王小红", "xiaohong@example.com"),
        (f"{word('王,小红', 'utf-8')} <a@b.cn>", "王,小红", "a@b.cn"),
        ('"王小红" <a@b.cn>', "王小红", "a@b.cn"),
        ("a@b.cn", "", "a@b.cn"),
        ("<a@b.cn>, <c@d.cn>", "", "a@b.cn"),
        ("没有地址", "没有地址", ""),
        ("", "", ""),
    ],
)
def test_the_sender_is_read(sender, name, address):
    mail = parsed(raw(head(sender=sender), b"x"))
    assert (mail.sender_name, mail.sender) == (name, address)


def test_files_keep_their_names_and_lose_their_folders():
    mail = parsed(a_mail(files=(("路灯照片.jpg", b"jpg"), ("../../etc/passwd", b"x"))))
    assert [(file.name, file.content) for file in mail.files] == [("路灯照片.jpg", b"jpg"), (".._.._etc_passwd", b"x")]


def test_the_message_id_names_the_mail_and_its_words_do_when_there_is_none():
    assert parsed(a_mail()).message_id == "<1@example.com>"
    one, again = parsed(a_mail(message_id=None)), parsed(b"Received: by b\r\n" + a_mail(message_id=None))
    other = parsed(a_mail("别的事情", message_id=None))
    assert one.message_id == again.message_id != other.message_id and one.message_id.startswith("sha256:")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe", b"no head", b"From: a@b.cn\n\n\x00\x01", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x--",
     b"Content-Type: multipart/mixed\n\nno boundary", b"Content-Type: text/html\n\n" + b"<div>" * 20_000,
     b"From: =?utf-8?Q?=FF?= <a@b>\nSubject: =?utf-8?Q?=\n\nx", b"Content-Type: text/plain; charset*=x''%ff\n\n\xd6\xd0",
     b"Content-Disposition: attachment; filename*=no-such''%ff%fe\nContent-Type: image/png\n\nx"],
)  # fmt: skip
def test_nothing_raises(content):
    mail = parsed(content)
    assert "\x00" not in mail.text + mail.subject + mail.sender + mail.sender_name


def test_a_very_long_text_is_cut():
    assert len(parsed(a_mail("长" * 200_000)).text) == 50_000


def test_html_becomes_lines():
    assert text_of_html(
        "<div>甲</div><p>乙<br>丙</p><style>x{}</style><table><tr><td>丁</td></tr></table>"
    ).split() == list("甲乙丙丁")
