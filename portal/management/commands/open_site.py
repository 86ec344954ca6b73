"""Opens the first site of an installation: without one every address is refused, the office's included."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from sites.actions import create_site, save_organization, set_site_state
from sites.models import Organization, Site, SiteState
from sites.refusals import Refused, refuse_if
from sites.scope import everything


class Command(BaseCommand):
    """Everything after the first site is done in the office."""

    help = "建立并开通第一个网站；其余网站在管理后台建立。"

    def add_arguments(self, parser: CommandParser) -> None:
        """What the page's foot must show from the first day."""
        parser.add_argument("host", help="域名，如 www.example.gov.cn")
        parser.add_argument("--name", required=True, help="网站名称")
        parser.add_argument("--code", required=True, help="网站标识码")
        parser.add_argument("--sponsor", required=True, help="主办单位全称")
        parser.add_argument("--sponsor-code", required=True, help="主办单位的统一社会信用代码")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say why not."""
        try:
            site = self._open(options)
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from None
        self.stdout.write(f"“{site}”已开通：{site.address()}。请用 createsuperuser 建立管理员，再登录 /admin/。")

    @transaction.atomic
    def _open(self, options: dict[str, Any]) -> Site:
        now = timezone.now()
        with everything("command open_site"):
            refuse_if(Site.objects.exists(), "已有网站。其余网站请在管理后台建立。")
            name, code = options["sponsor"], options["sponsor_code"]
            sponsor = save_organization(Organization(name=name, short_name=name[:40], code=code), by=None, at=now)
            site = create_site(
                by=None,
                at=now,
                host=options["host"].lower(),
                name=options["name"],
                short_name=options["name"][:20],
                slug="www",
                code=options["code"],
                level="province",
                kind="portal",
                sponsor=sponsor,
            )
            return set_site_state(site, SiteState.ONLINE, by=None, at=now)
