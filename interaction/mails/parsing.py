"""Mails as they really are, read into plain values: wrong or missing charsets, raw bytes in headers, HTML only, broken parts.

Nothing here raises: what cannot be read is replaced, and what is left over is said in `faults`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message

from lxml import etree, html

from sites.characters import as_text

LONGEST_TEXT = 50_000
CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
}
FALLBACKS = ("utf-8", "gb18030", "big5hkscs")
BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "blockquote",
        "section",
        "pre",
        "hr",
    }
)
_IN_BRACKETS = re.compile(r"<\s*([^<>\s@,;\"]{1,128}@[^<>\s@,;\"]{1,190})\s*>")
_ADDRESS = re.compile(r"([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,180})")


@dataclass(frozen=True)
class MailFile:
    """A file that came with a mail."""

    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)


@dataclass(frozen=True)
class Mail:
    """What a mail says, and the headers that tell what kind of mail it is."""

    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    headers: dict[str, str]
    content_type: str
    files: list[MailFile] = field(default_factory=list)


def parsed(raw: bytes) -> Mail:
    """Read the bytes of a mail."""
    message = message_from_bytes(raw, policy=policy.compat32)
    raw_headers = {name.lower(): str(value) for name, value in message.raw_items()}
    headers = {name: _header(value) for name, value in raw_headers.items()}
    sender_name, sender = _sender(raw_headers.get("from", ""))
    plain, rich, files = _parts(message)
    text = _clean("\n".join(plain) if any(part.strip() for part in plain) else "\n".join(map(text_of_html, rich)))
    return Mail(
        message_id=_identity(headers.get("message-id", ""), raw),
        sender=sender,
        sender_name=sender_name,
        subject=_one_line(headers.get("subject", "")),
        text=text,
        headers=headers,
        content_type=message.get_content_type(),
        files=files,
    )


def _identity(message_id: str, raw: bytes) -> str:
    """The Message-ID; without one, a hash of what the mail says. Received lines differ each time a mail is delivered."""
    wanted = re.search(r"<[^<>\s]{3,240}>", message_id)
    if wanted:
        return wanted.group()
    said = b"\n".join(
        line
        for line in _unfolded(raw)
        if not line.lower().startswith((b"received:", b"x-", b"delivered-to:", b"return-path:"))
    )
    return f"sha256:{hashlib.sha256(said).hexdigest()}"


def _unfolded(raw: bytes) -> list[bytes]:
    head, _gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    return [*re.sub(rb"\n[ \t]+", b" ", head).split(b"\n"), body.strip()]


def _sender(raw: str) -> tuple[str, str]:
    """Name and address of From. The name is decoded after the address was taken off, as brackets may hide in it."""
    found = _IN_BRACKETS.search(raw) or _ADDRESS.search(raw)
    if found is None:
        return _one_line(_header(raw))[:100], ""
    name = raw[: found.start()].strip().strip('"').strip() if found.re is _IN_BRACKETS else ""
    return _one_line(_header(name))[:100], found.group(1).lower()[:254]


def _header(raw: str) -> str:
    """Decode a header, encoded words and raw bytes alike; runs of the same charset are joined before they are decoded, since
    writers cut characters in two."""
    if any("\udc80" <= character <= "\udcff" for character in raw):
        raw = _decoded(raw.encode("ascii", "surrogateescape"), "")
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError):
        return _clean(raw)
    joined: list[tuple[bytes | str, str]] = []
    for piece, charset in pieces:
        charset = charset or ""
        if joined and isinstance(piece, bytes) and isinstance(joined[-1][0], bytes) and joined[-1][1] == charset:
            joined[-1] = (joined[-1][0] + piece, charset)
        else:
            joined.append((piece, charset))
    return _clean("".join(piece if isinstance(piece, str) else _decoded(piece, charset) for piece, charset in joined))


def _decoded(content: bytes, charset: str) -> str:
    """Decode in the charset that is named, then in those that are usual; replace what cannot be read in any."""
    named = charset.strip().strip("\"'").lower()
    for candidate in (CHARSETS.get(named, named), *FALLBACKS):
        if candidate and candidate not in {"us-ascii", "ascii", "unknown-8bit", "iso-8859-1", "8bit"}:
            try:
                return content.decode(candidate)
            except (LookupError, UnicodeDecodeError):
                continue
    return content.decode(CHARSETS.get(named, "utf-8") if named in CHARSETS else "utf-8", "replace")


def _parts(message: Message) -> tuple[list[str], list[str], list[MailFile]]:
    plain, rich, files = [], [], []
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        kind, name = part.get_content_type(), _file_name(part)
        is_file = part.get_content_disposition() == "attachment" or bool(name)
        if is_file or kind not in {"text/plain", "text/html"}:
            if content:
                files.append(MailFile(name or f"未命名.{kind.rpartition('/')[2]}"[:130], kind, content))
        else:
            charset = str(part.get_param("charset", "", unquote=True) or "")
            (plain if kind == "text/plain" else rich).append(_decoded(content, charset))
    return plain, rich, files


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError):
        name = "未命名"
    return _one_line(_header(name)).replace("/", "_").replace("\\", "_")[:130]


def text_of_html(source: str) -> str:
    """Return the words of an HTML mail, a line for each block; scripts, styles and hidden things say nothing."""
    try:
        tree = html.fromstring(as_text(source).encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError):
        return re.sub(r"<[^>]*>", " ", source)
    words: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_words = isinstance(element.tag, str) and element.tag not in {"script", "style", "head", "title"}
        if event == "start":
            words += ["\n"] if element.tag in BLOCKS else []
            words += [element.text] if is_words and element.text else []
        else:
            words += ["\n"] if element.tag in BLOCKS else []
            words += [element.tail] if element.tail and element is not tree else []
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"[ \t\r\xa0]*\n[ \t\r\xa0]*", "\n", "".join(words)))


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{3,}", "\n\n", as_text(text)).strip()[:LONGEST_TEXT]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
