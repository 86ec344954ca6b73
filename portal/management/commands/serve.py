"""`manage.py serve`: the whole product with one command. See portal/runner.py."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from portal.embedded import BrokerTrouble
from portal.environment import env_int, env_text
from portal.runner import CannotStart, Product
from portal.welcome import welcome
from search.indexing import is_built
from sites.models import Site
from sites.scope import everything


class Command(BaseCommand):
    """Prepare the data, then run web server, worker, beat and the embedded broker until Ctrl-C."""

    help = "准备数据并启动网站服务、后台任务和定时调度，按 Ctrl-C 全部停止。"
    requires_system_checks = []  # run by prepare(), after the port has been checked

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address from the command line or from HOST and PORT."""
        parser.add_argument("--host", help="HOST，默认 127.0.0.1")
        parser.add_argument("--port", type=int, help="PORT，默认 8000")

    def handle(self, *args: object, host: str | None, port: int | None, **options: object) -> None:
        """Run the product; a reason not to start is one sentence and exit code 1."""
        try:
            host = host or env_text("HOST", "127.0.0.1")
            port = port or env_int("PORT", 8000, at_least=1, at_most=65535)
            Product(host, port).run(prepare=prepare, welcome=welcome)
        except (CannotStart, BrokerTrouble, ImproperlyConfigured) as trouble:
            self.stderr.write(self.style.ERROR(str(trouble)))
            sys.exit(1)


def prepare(product: Product) -> None:
    """Bring database, demo province, static files and search index up to date; on a second start nothing is to do."""
    say = product.supervisor.say
    with step(say, "检查配置"):
        BaseCommand().check()
    if is_behind():
        with step(say, "更新数据库结构"):
            call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMO and is_empty():
        with step(say, "载入演示数据"), transaction.atomic():
            call_command("load_demo", verbosity=0)
    if not settings.DEMO:
        with step(say, "装入随平台提供的词库"):
            call_command("load_word_lists", verbosity=0)
    if not settings.DEBUG:
        with step(say, "收集静态文件"):
            call_command("collectstatic", verbosity=0, interactive=False)
    if not is_built():
        with step(say, "建立检索索引"):
            call_command("rebuild_search", verbosity=0)
    connections.close_all()


@contextmanager
def step(say: Callable[[str], None], name: str) -> Iterator[None]:
    """Say what is being done and how long it took."""
    say(f"{name}……")
    began = time.monotonic()
    yield
    say(f"{name}：完成（{time.monotonic() - began:.1f} 秒）")


def is_behind() -> bool:
    """Is there a migration to run?"""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    """Has nobody made a site yet?"""
    with everything("the demo province is loaded into an empty database only"):
        return not Site.objects.exists()
