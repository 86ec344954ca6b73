"""The clock's face of content: each task opens a door, calls an action and returns what came out."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.actions import office_mails, renditions, standing
from content.actions.publishing import publish_and_expire
from content.actions.reprints import sweep
from content.actions.retrospective_notices import sweep_retrospects as sweep_reviews_after
from content.actions.upstream import receive_all
from content.page_store.folder import PageFolder
from content.page_store.purging import sweep as sweep_pages
from sites.models import User
from sites.tasks import PortalTask

log = logging.getLogger(__name__)


@shared_task(base=PortalTask, interval=300, title=_("抓取上级信息"))
def fetch_upstream() -> str:
    """Fetch every upstream source and spread what is new at once: the hour of the reprint clock is already running."""
    at, robot = timezone.now(), User.objects.robot()
    received = receive_all(by=robot, at=at)
    if any(each.new for each in received):
        sweep(by=robot, at=timezone.now())
    return "；".join(str(each) for each in received) or "没有启用的转载源"


@shared_task(base=PortalTask, interval=300, title=_("转载任务与时限"))
def sweep_reprints() -> str:
    """Open missing duties, publish automatic copies, note late ones; makes up whatever an earlier run left undone."""
    return str(sweep(by=User.objects.robot(), at=timezone.now()))


def wake_reprints() -> None:
    """Have an item that was entered by hand spread now rather than with the next sweep: its hour is running."""
    try:
        sweep_reprints.delay()
    except Exception as error:
        log.warning("Could not wake the reprints (%s); their sweep will spread the item.", error)


@shared_task(base=PortalTask, interval=60, title=_("督办与报送结果邮件"))
def mail_office() -> str:
    """Mail urges on reprints and the outcomes of submissions; woken by urging."""
    return str(office_mails.mail_office(at=timezone.now()))


def wake_office_mails() -> None:
    """Have the mails leave now rather than with the next sweep, which sends them where no broker answers."""
    try:
        mail_office.delay()
    except Exception as error:
        log.warning("Could not wake the office's mails (%s); their sweep will send them.", error)


@shared_task(base=PortalTask, interval=300, title=_("应急发布追审提醒"))
def sweep_retrospects() -> str:
    """Remind of the reviews that emergency publications still lack, and follow an amended calendar."""
    return str(sweep_reviews_after(by=User.objects.robot(), at=timezone.now()))


@shared_task(base=PortalTask, interval=60, title=_("定时发布与到期下线"))
def publish_due() -> str:
    """Publish and expire what is scheduled, however long ago it was due."""
    return str(publish_and_expire(by=User.objects.robot(), at=timezone.now()))


@shared_task(base=PortalTask, interval=60, title=_("清理静态页"))
def purge_pages() -> str:
    """Drop the stored pages of this machine that a change or the time made stale: the net under the drop on commit."""
    return str(sweep_pages(PageFolder(settings.PAGE_STORE), at=timezone.now()))


@shared_task(base=PortalTask, interval=60, title=_("生成图片版本"))
def make_renditions() -> str:
    """Draw what new pictures lack; woken by uploads."""
    return str(renditions.make_renditions(at=timezone.now()))


def wake_renditions() -> None:
    """Have the pictures drawn now rather than with the next sweep, which draws them where no broker answers."""
    try:
        make_renditions.delay()
    except Exception as error:
        log.warning("Could not wake the drawing of renditions (%s); its sweep will take the pictures.", error)


@shared_task(base=PortalTask, interval=60, title=_("媒体文件公开与收回"))
def place_media() -> str:
    """Move files that publishing could not move at once."""
    return f"移动 {standing.place_files()} 个文件"
