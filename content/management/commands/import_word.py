"""Imports a folder of Word files into a column, with a progress bar and the report of each file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content.actions.imports import begin_import, import_word_file, known_issuers
from content.models import ArticleKind
from content.word import read_word
from sites.files import FileRefused
from sites.models import Column, User
from sites.refusals import Refused
from sites.scope import everything

WORD = {".docx", ".doc", ".wps", ".docm", ".dot", ".dotx"}
BAR = 30


class Command(BaseCommand):
    """`import_word 文件夹 --column gz:zwgk/tzgg --as bianji --dry-run`."""

    help = "把一个文件夹中的 Word 文件批量导入为草稿。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, where to, as whom, and whether only to look."""
        parser.add_argument("folder", help="存放 .docx 文件的文件夹，含子文件夹")
        parser.add_argument("--column", required=True, help="目标栏目，写成“网站:栏目路径”，如 gz:zwgk/tzgg")
        parser.add_argument("--as", dest="person", required=True, help="以谁的名义导入（登录名）")
        parser.add_argument("--kind", default="article", choices=ArticleKind.values, help="稿件类别，默认 article")
        parser.add_argument("--keep-source", action="store_true", help="把 Word 原件作为附件")
        parser.add_argument("--dry-run", action="store_true", help="只读取并报告，不保存")

    def handle(self, *args: Any, folder: str, column: str, person: str, **options: Any) -> None:
        """Read every file; at the end say how many became drafts and which did not."""
        files = self._files(folder)
        with everything("command import_word"):
            place, by = self._column(column), self._person(person)
            began = time.monotonic()
            if options["dry_run"]:
                refused = self._look(files)
            else:
                refused = self._import(files, place, by, ArticleKind(options["kind"]), options["keep_source"])
        seconds = time.monotonic() - began
        head = "（试读，未保存）" if options["dry_run"] else ""
        self.stdout.write(
            f"{head}共 {len(files)} 个文件，{len(files) - len(refused)} 个可用，{len(refused)} 个未导入，"
            f"用时 {seconds:.1f} 秒（每秒 {len(files) / max(seconds, 0.001):.1f} 个）。"
        )
        for sentence in refused:
            self.stdout.write(f"  {sentence}")

    def _look(self, files: list[Path]) -> list[str]:
        refused = []
        for place, file in enumerate(files, 1):
            try:
                text = read_word(file.name, self._content(file))
            except FileRefused as refusal:
                refused.append(str(refusal))
            else:
                self.stdout.write(f"{file.name}：{text.recognised.title} {text.recognised.document_number}".rstrip())
                for line in text.report:
                    self.stdout.write(f"    {line}")
            self._bar(place, len(files))
        return refused

    def _import(self, files: list[Path], column: Column, by: User, kind: ArticleKind, keeps_source: bool) -> list[str]:
        at = timezone.now()
        try:
            batch = begin_import(column, by=by, at=at, kind=kind, names=[file.name for file in files])
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        refused, issuers = [], known_issuers()
        rows = list(batch.files.order_by("position"))
        for place, (row, file) in enumerate(zip(rows, files, strict=True), 1):
            made = import_word_file(
                batch, file.name, self._content(file), by=by, at=at, row=row, keeps_source=keeps_source, issuers=issuers
            )
            if made.refusal:
                refused.append(made.refusal)
            self._bar(place, len(files))
        return refused

    def _bar(self, done: int, total: int) -> None:
        if not self.stderr.isatty() and done != total:
            return
        full = BAR * done // total
        end = "\n" if done == total else "\r"
        self.stderr.write(f"[{'#' * full}{'.' * (BAR - full)}] {done}/{total}", ending=end)

    @staticmethod
    def _content(file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(settings.IMPORT_LIMIT_MB * 1024 * 1024 + 1)
        except OSError:
            return b""

    @staticmethod
    def _files(folder: str) -> list[Path]:
        place = Path(folder)
        if not place.is_dir():
            raise CommandError(f"没有文件夹“{folder}”。")
        found = [each for each in place.rglob("*") if each.suffix.lower() in WORD and not each.name.startswith("~$")]
        if not found:
            raise CommandError(f"文件夹“{folder}”中没有 Word 文件。")
        return sorted(found)

    @staticmethod
    def _column(text: str) -> Column:
        site, colon, path = text.partition(":")
        column = Column.objects.select_related("site").filter(site__slug=site, path=path.strip("/")).first()
        if not colon or column is None or column.is_home:
            raise CommandError(f"没有栏目“{text}”，请写成“网站:栏目路径”，如 gz:zwgk/tzgg。")
        return column

    @staticmethod
    def _person(username: str) -> User:
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"没有登录名为“{username}”的人员。")
        return person
