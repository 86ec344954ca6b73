"""What the operator reads once everything runs: the addresses, and in demo mode who can sign in."""

from unicodedata import east_asian_width

from django.conf import settings

from portal import demo
from portal.runner import Product
from sites.models import Site, User
from sites.policy import Role
from sites.scope import everything

SHOWN_SITES = 4
SHOWN_ACCOUNTS = {
    "bianji": Role.CONTRIBUTOR.label,
    "chushen": Role.FIRST_REVIEWER.label,
    "shenhe": Role.SECOND_REVIEWER.label,
    "shenfa": Role.ISSUER.label,
    "zhandian": Role.SITE_ADMIN.label,
    "shouli": Role.INTAKE.label,
    "banjian": Role.HANDLER.label,
    "fushen": Role.REPLY_APPROVER.label,
    "jianguan": Role.SUPERVISOR.label,
    "admin": "平台管理员",
}


def welcome(product: Product) -> None:
    """Print the addresses of a few sites and of the office, and the demo's accounts."""
    with everything("the addresses shown at the start"):
        lines = ["", *_addresses(product.port), "", *_accounts(), "  按 Ctrl-C 停止。", ""]
    product.output.plain("\n".join(lines))


def _addresses(port: int) -> list[str]:
    """One line for the first site of each level and kind, and one for the office."""
    found: dict[tuple[str, str], Site] = {}
    for site in Site.objects.online().order_by("tree_id", "lft"):
        found.setdefault((site.level, site.kind), site)
    lines = [
        _row(site.short_name, f"http://{site.host}:{port}{site.base_path}/")
        for site in list(found.values())[:SHOWN_SITES]
    ]
    return [
        *(lines or [_row("网站首页", f"http://localhost:{port}/")]),
        _row("管理后台", f"http://localhost:{port}/admin/"),
    ]


def _accounts() -> list[str]:
    """One line for each role of the demo province, and the password that all of them share."""
    if not settings.DEMO:
        return []
    known = dict(User.objects.filter(username__in=SHOWN_ACCOUNTS, is_active=True).values_list("username", "name"))
    rows = [
        _row(str(role), f"{username:<10}{known[username]}")
        for username, role in SHOWN_ACCOUNTS.items()
        if username in known
    ]
    return [f"  演示账号（密码均为 {demo.PASSWORD}）", *rows, ""] if rows else []


def _row(name: str, text: str, width: int = 14) -> str:
    """Return a line of two columns; a Chinese character is two wide."""
    taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)
    return f"  {name}{' ' * max(1, width - taken)}{text}"
