"""How long a folder of Word files takes to become drafts: each with tables, a picture, lists and its record."""

import contextlib
import io
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.registry import Figure, NotYet, measurement
from tests.bench.workshop import Workshop

FILES = int(os.environ.get("BENCH_WORD_FILES", "1000"))  # fewer give a first impression; the bar is scaled


@measurement
def importing(workshop: Workshop) -> Iterator[Figure]:
    """Write the files, then time the command alone."""
    from django.core.management import call_command

    from content.models import Article

    try:
        from tests.content.word_builders import a_policy_document, a_report
    except ImportError:
        raise NotYet("python-docx is not installed") from None
    from tests.builders import the_office_of

    site = workshop.province
    column = Article.objects.filter(column__site=site).latest("pk").column
    writer = the_office_of(column)["writer"]
    before = Article.objects.count()
    with tempfile.TemporaryDirectory(prefix="portal-bench-word-") as folder:
        kinds = [a_report(), a_policy_document()]
        for number in range(FILES):
            (Path(folder) / f"{number:05d}.docx").write_bytes(kinds[number % 2])
        began = time.perf_counter()
        with contextlib.redirect_stderr(io.StringIO()):
            call_command(
                "import_word", folder, column=f"{site.slug}:{column.path}", person=writer.username, stdout=io.StringIO()
            )
        seconds = time.perf_counter() - began
    assert Article.objects.count() - before == FILES
    yield Figure(f"import {FILES} Word files", seconds, "s", 300 * FILES / 1000)
