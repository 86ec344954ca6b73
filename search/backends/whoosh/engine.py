"""The backend itself: where the index lies, who may write to it, and what happens when it is broken."""

from __future__ import annotations

import logging
import os
import shutil
import threading
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from search.backends import Busy, Health, SearchBackend, SearchQuery, SearchResult, SearchUnavailable
from search.backends.whoosh.answering import Answer
from search.backends.whoosh.library import FileIndex, FileLock, FileStorage
from search.backends.whoosh.reading import OpenIndex
from search.backends.whoosh.schema import row_of, schema
from search.documents import SearchDocument

log = logging.getLogger(__name__)
_lock = threading.Lock()
_open: dict[tuple[int, str], OpenIndex] = {}  # per process: a forked child must not share file positions


class WhooshBackend(SearchBackend):
    """Whoosh behind the interface. The folder is read from the settings at each call."""

    def __init__(self) -> None:
        """Touch nothing yet."""
        self.root = Path(settings.SEARCH_INDEX)

    # --- writing ---

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold a lock on a file, which the system drops even when the process is killed."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.root / "writing.lock"))
        if not lock.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            lock.release()

    def index(self, documents: Iterable[SearchDocument], *, remove: Collection[str] = ()) -> None:
        """Replace and remove in one commit; raise SearchUnavailable when there is no sound index to change."""
        rows = [row_of(document) for document in documents]
        with _explained():
            writer = self._existing().writer(compound=False, limitmb=64)
            try:
                for key in {*remove, *(row["key"] for row in rows)}:
                    writer.delete_by_term("key", key)
                for row in rows:
                    writer.add_document(**row)
            except BaseException:
                writer.cancel()
                raise
            writer.commit()

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Fill a new folder, point to it, remove the others."""
        folder = self.root / f"index-{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        index = FileIndex.create(FileStorage(str(folder)), schema(), "MAIN")
        writer, count = index.writer(compound=False, limitmb=128), 0
        try:
            for document in documents:
                writer.add_document(**row_of(document))
                count += 1
            writer.commit()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        pointer = self.root / f"current.{os.getpid()}"
        pointer.write_text(folder.name)
        pointer.replace(self.root / "current")
        self._sweep(keep=folder)
        return count

    def clear(self) -> None:
        """Remove the index; questions then raise SearchUnavailable until it is rebuilt."""
        (self.root / "current").unlink(missing_ok=True)
        self._sweep(keep=None)

    def _sweep(self, keep: Path | None) -> None:
        for folder in self.root.glob("index-*"):
            if folder != keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self) -> Path:
        try:
            return self.root / (self.root / "current").read_text().strip()
        except OSError:
            raise SearchUnavailable("检索索引尚未建立。") from None

    def _existing(self) -> FileIndex:
        return FileIndex(FileStorage(str(self._folder())))

    # --- reading ---

    def query(self, query: SearchQuery) -> SearchResult:
        """Match, count and rank in this process's copy of the index; one thread at a time."""
        with _lock:
            try:
                return Answer(self._opened(), query).result()
            except SearchUnavailable:
                raise
            except Exception as error:
                # A commit may have removed files between two reads, and a broken index fails twice.
                log.info("Opening the search index anew after %r.", error)
                self._close()
            with _explained():
                return Answer(self._opened(), query).result()

    def exists(self) -> bool:
        """True when something says where the index is."""
        return (self.root / "current").exists()

    def health(self) -> Health:
        """Open the index anew and read something from each segment."""
        try:
            with _lock, _explained():
                self._close()
                index = self._opened()
                for leaf in index.leaves:
                    leaf.reader.stored_fields(0)
                return Health(True, index.documents, f"可以读取，共 {index.documents} 条。")
        except SearchUnavailable as error:
            return Health(False, 0, str(error))

    def _opened(self) -> OpenIndex:
        folder, place = self._folder(), (os.getpid(), str(self.root))
        known = _open.get(place)
        if known and known.folder == folder and known.is_current():
            return known
        fresh = OpenIndex(folder, known.columns if known and known.folder == folder else {})
        _open[place] = fresh
        if known:
            known.close()
        return fresh

    def _close(self) -> None:
        known = _open.pop((os.getpid(), str(self.root)), None)
        if known:
            known.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Turn whatever a broken index makes Whoosh raise into SearchUnavailable; the log has the cause."""
    try:
        yield
    except SearchUnavailable:
        raise
    except Exception as error:
        log.exception("The search index cannot be used. %s", SearchUnavailable.hint)
        raise SearchUnavailable("检索索引无法读取。") from error
