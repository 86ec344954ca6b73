"""The folder of stored pages on one machine: written atomically, dropped under a lock, with a small state of its own.

Why no stale page can stay. A process reads the state (`token`) before it asks the database anything, renders, and puts
the page only if the state is still the same, holding the lock shared; whoever drops pages holds it exclusively, and writes
a new state whenever it dropped something. Dropping happens after the commit of the change. So for a page and a change:

* rendered from older data and put before the drop: the drop removes it;
* rendered from older data and not yet put at the drop: its token was read before the drop, the state differs, it is refused;
* token read after the drop: the change was committed by then, so the page was rendered from newer data.

A drop that is cut short has not written its state, so its rows are followed again by the next one. Files of a page are
written in the order br, gz, page and removed the other way round, and a page counts only when the page itself is there. nginx
sends a packed form without asking for the page, so one that was left alone is dropped like a page.
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import shutil
import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import brotli

from content.page_store.addresses import EVERYTHING, INDEX

ENDINGS = (".br", ".gz")
STATE, LOCK, TURN, GONE, UNFINISHED = ".state", ".lock", ".turn", ".gone", ".unfinished-"
LONGEST_TURN = 2  # seconds: somebody who stands still holds nobody up


@dataclass
class State:
    """What the folder knows of itself: up to which purge it followed the table, which numbers below were not there yet
    (first, last, when noticed), until when it followed the clock, for which release it was filled.

    `tick` is a time in seconds that grows with every drop: pages carry a later one as the time of their change, so that
    two states of a page never share an ETag.
    """

    followed: int = 0
    gaps: list[list[float]] = field(default_factory=list)
    clock: float = 0
    release: str = ""
    tick: int = 0

    def as_bytes(self) -> bytes:
        """The state as it is kept."""
        return json.dumps(asdict(self), separators=(",", ":")).encode()


def _brotli(body: bytes) -> bytes:
    """A window of 64 kB, into which all but the longest pages fit whole: with brotli's own of 4 MB each page would wait for
    memory that nothing needs, and come out no smaller."""
    return brotli.compress(body, quality=5, lgwin=16)


def _replace(target: Path, content: bytes, *, after: int) -> None:
    """Put the file where its readers find it, whole and with a time of change later than `after`."""
    draft = target.with_name(UNFINISHED + uuid.uuid4().hex)
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            changed = max(int(os.fstat(file.fileno()).st_mtime), after + 1)
            os.utime(file.fileno(), (changed, changed))
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


class PageFolder:
    """The stored pages of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    # --- state ---------------------------------------------------------------------------------------------------------

    def token(self) -> bytes:
        """Return what a page must be rendered under to be put later; read it before anything else."""
        try:
            return (self.root / STATE).read_bytes()
        except FileNotFoundError:
            return b""

    @staticmethod
    def state_of(token: bytes) -> State:
        """Return the state that a token stands for; an unreadable one counts as none."""
        try:
            return State(**json.loads(token))
        except (ValueError, TypeError):
            return State()

    @contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("ab") as lock:
            fcntl.flock(lock, kind)
            yield

    @contextmanager
    def taking_turns(self) -> Iterator[None]:
        """One at a time, for those who follow the table: each would look again whenever another was faster. It saves work
        and guards nothing, so whoever waited long goes ahead."""
        with (self.root / TURN).open("ab") as turn:
            until = time.monotonic() + LONGEST_TURN
            while time.monotonic() < until:
                with suppress(BlockingIOError):
                    fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                time.sleep(0.002)
            yield

    # --- writing -------------------------------------------------------------------------------------------------------

    def put(self, file: str, body: bytes, *, token: bytes) -> bool:
        """Keep a page that was rendered under the token; False when something was dropped since. Raises OSError."""
        packed = {".br": _brotli(body), ".gz": gzip.compress(body, 6, mtime=0), "": body}
        with self._locked(fcntl.LOCK_SH):
            if self.token() != token:
                return False
            target, tick = self.root / file, self.state_of(token).tick
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                for ending, content in packed.items():
                    _replace(target.with_name(target.name + ending), content, after=tick)
            except OSError:  # a full disk may have had room for the packed forms
                self._drop_files(target)
                raise
        return True

    # --- dropping ------------------------------------------------------------------------------------------------------

    def drop(self, addresses: Collection[str], *, token: bytes, state: State) -> bool:
        """Drop what the addresses stand for and take the new state; False, with nothing done, when the folder is no longer
        in the state that the token says."""
        with self._locked(fcntl.LOCK_EX):
            if self.token() != token:
                return False
            wanted = set(addresses)
            for address in [EVERYTHING] if EVERYTHING in wanted else sorted(wanted):
                self._drop(address)
            self._write_state(state, before=self.state_of(token), has_dropped=bool(wanted))
        return True

    def drop_now(self, addresses: Collection[str]) -> None:
        """Drop what the addresses stand for, whatever state the folder is in by then."""
        while True:
            token = self.token()
            if self.drop(addresses, token=token, state=self.state_of(token)):
                return

    def _write_state(self, state: State, *, before: State, has_dropped: bool) -> None:
        draft = self.root / f"{STATE}-{uuid.uuid4().hex}"
        draft.touch()
        state.tick = max(int(draft.stat().st_mtime), before.tick + 1) if has_dropped else before.tick
        draft.write_bytes(state.as_bytes())
        draft.replace(self.root / STATE)

    def _drop(self, address: str) -> None:
        if address == EVERYTHING:
            for folder in self.hosts():
                self._put_away(folder)
        elif address.endswith("/" + EVERYTHING):
            self._put_away(self.root / address.removesuffix("/" + EVERYTHING))
        elif address.endswith("/"):
            self._drop_list(self.root / address)
        else:
            self._drop_files(self.root / address)

    def _drop_list(self, folder: Path) -> None:
        """A page that ends in a slash goes with all its further pages, index_2.html and so on."""
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
            for entry in {entry.name.removesuffix(".br").removesuffix(".gz") for entry in entries}:
                if entry == INDEX or (entry.startswith("index_") and entry.endswith(".html")):
                    self._drop_files(folder / entry)

    @staticmethod
    def _drop_files(page: Path) -> None:
        for ending in ("", *reversed(ENDINGS)):
            with suppress(FileNotFoundError, NotADirectoryError):
                page.with_name(page.name + ending).unlink()

    def _put_away(self, folder: Path) -> None:
        """Take a folder out of sight at once; `empty_bin` deletes it when there is time."""
        bin_ = self.root / GONE
        bin_.mkdir(exist_ok=True)
        with suppress(FileNotFoundError, NotADirectoryError):
            folder.rename(bin_ / uuid.uuid4().hex)

    def forget(self, page: Path) -> None:
        """Drop one page that is not stale, to make room."""
        self._drop_files(page)

    def empty_bin(self) -> None:
        """Delete what was put away."""
        shutil.rmtree(self.root / GONE, ignore_errors=True)

    # --- what is there -------------------------------------------------------------------------------------------------

    def hosts(self) -> list[Path]:
        """Return the folders of the hosts that have pages."""
        if not self.root.is_dir():
            return []
        return [entry for entry in self.root.iterdir() if entry.is_dir() and not entry.name.startswith(".")]

    def pages(self) -> Iterator[Path]:
        """Yield every stored page, without its packed forms."""
        for host in self.hosts():
            for folder, _folders, names in os.walk(host):
                for name in names:
                    if not name.endswith(ENDINGS) and not name.startswith("."):
                        yield Path(folder) / name
