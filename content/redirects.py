"""How addresses of the redirect table are read and compared, and where they may lead: never out of our hands.

Compared are the path in small letters without its last slash, percent signs resolved, and the parameters in order of their
names, so that /ART.jsp?b=2&a=1 and /art.jsp?a=1&b=2 are one address, as they were on most systems that sites move from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from content.models import Redirect
from content.whereabouts import meant_place
from sites.models import Site
from sites.refusals import refuse_if, refuse_unless

LONGEST = 400
_BAD = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a redirect leads, checked: a path on its own site or an absolute address; site and key within the cluster."""

    address: str
    site: Site | None = None
    key: str = ""
    is_outside: bool = False


def key_of(path: str, query: str = "") -> str:
    """The form in which addresses are compared; the path lies below the site's root."""
    plain = _text(path).lower().rstrip("/") or "/"
    pieces = sorted(_text(piece) for piece in query.split("&") if piece)
    return plain + ("?" + "&".join(pieces) if pieces else "")


def _text(part: str) -> str:
    """Resolve percent signs, which old systems of ours wrote in either of two encodings."""
    raw = unquote_to_bytes(part)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1").replace("\x00", "")


def read_source(site: Site, text: str) -> str:
    """Return the key of an address as somebody typed it. Raises Refused for what is no address of the site."""
    key = key_of(*source_place(site, text))
    refuse_if(key == "/", _("首页不能跳转。"))
    refuse_if(key.startswith(("/admin/", "/static/")) or key == "/admin", _("后台和静态文件的地址不能跳转。"))
    refuse_if(len(key) > LONGEST, _("地址太长。"))
    return key


def source_place(site: Site, text: str) -> tuple[str, str]:
    """Return path below the site's root and query of an address as somebody typed it. Raises Refused as `read_source`."""
    parts = parts_of(text)
    if parts.netloc:
        refuse_unless(parts.hostname == site.host, _("“%s”不是本网站的地址。") % text)
        path = _below(site, parts.path)
        refuse_if(path is None, _("“%s”不是本网站的地址。") % text)
    else:
        path = parts.path
    refuse_unless(path.startswith("/"), _("原地址应以 / 开头：%s") % text)
    return path, parts.query


def read_target(site: Site, text: str, *, hosts: dict[str, list[Site]] | None = None) -> Target:
    """Return where the address leads. Raises Refused for what is neither ours nor a government's, so that nobody can make
    the site send its readers anywhere; `hosts` may hold the cluster's sites, read once for many."""
    parts = parts_of(text)
    if not parts.netloc:
        refuse_if(parts.scheme or not parts.path.startswith("/"), _("跳转目标应以 / 或 http 开头：%s") % text)
        return Target(_whole(parts.path, parts), site, key_of(parts.path, parts.query))
    refuse_unless(parts.scheme in {"http", "https"} and "@" not in parts.netloc, _("地址不完整或不允许：%s") % text)
    host = (parts.hostname or "").rstrip(".")
    for other in hosts.get(host, []) if hosts is not None else Site.objects.on_host(host):
        path = _below(other, parts.path or "/")
        if path is not None:
            refuse_if(
                path.startswith("//"), _("地址不完整或不允许：%s") % text
            )  # without its host it would name another
            address = _whole(path, parts) if other.pk == site.pk else text
            return Target(address, other, key_of(path, parts.query))
    refuse_unless(may_lead_to(host), _("只能跳转到本平台各网站、政府网站（gov.cn）或获准的网站：%s") % text)
    return Target(text, is_outside=True)


def may_lead_to(host: str) -> bool:
    """True for governments, and for the hosts that the operator allows."""
    return host == "gov.cn" or host.endswith(".gov.cn") or host in settings.REDIRECT_ALLOWED_HOSTS


def parts_of(text: str) -> SplitResult:
    """Return the parts of an address. Raises Refused for one that browsers would read otherwise than we do."""
    refuse_if(not text or _BAD.search(text) or len(text) > 500, _("地址为空、太长或含有空格等字符：%s") % text[:60])
    refuse_if(text.startswith("//"), _("地址不完整或不允许：%s") % text)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 (raises for what is no number)
    except ValueError:
        parts = SplitResult("x", "", "", "", "")
    refuse_if(parts.scheme == "x", _("地址不完整或不允许：%s") % text)
    return parts


def _below(site: Site, path: str) -> str | None:
    base = site.base_path
    if not f"{path}/".startswith(f"{base}/"):
        return None
    return path[len(base) :] or "/"


def _whole(path: str, parts: SplitResult) -> str:
    return path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def keys_of(path: str, query: str) -> set[str]:
    """The keys under which the table may know an address: with its parameters, and without any."""
    return {key for key in (key_of(path, query[:1000]), key_of(path)) if "\0" not in key}


def redirect_for(site: Site, path: str, query: str) -> Redirect | None:
    """The redirect of an address where nothing is: the one with these parameters before the one without any."""
    keys = keys_of(path, query)
    found = {each.key: each for each in Redirect.objects.for_site(site).filter(key__in=keys)}
    return next((found[key] for key in sorted(keys, key=len, reverse=True) if key in found), None)


def settled(site: Site, redirect: Redirect, *, at: datetime) -> str:
    """Where the reader is sent: a path of ours as it is now, a column's or article's former address already followed."""
    if not redirect.target.startswith("/"):
        return redirect.target
    path, _mark, query = redirect.target.partition("?")
    here = f"/{redirect.target.lstrip('/')}"  # two slashes would name another host
    return (meant_place(site, path, {}, at=at) if not query else "") or site.base_path + here
