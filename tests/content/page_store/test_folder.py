"""What the folder keeps when a process is cut short or the disk is full: nginx sends a packed form without asking for its page."""

import errno
from pathlib import Path

import pytest

from content.page_store.folder import ENDINGS, PageFolder, State

LIST, FURTHER, ARTICLE = (
    "www.example.gov.cn/news/index.html",
    "www.example.gov.cn/news/index_2.html",
    "www.example.gov.cn/news/a.html",
)
ADDRESS = {LIST: "www.example.gov.cn/news/", FURTHER: "www.example.gov.cn/news/", ARTICLE: ARTICLE}


@pytest.fixture
def folder(tmp_path) -> PageFolder:
    folder = PageFolder(tmp_path / "pages")
    folder.drop(["**"], token=b"", state=State(release="1"))
    return folder


def left(folder: PageFolder) -> list[str]:
    return sorted(each.name for each in folder.root.rglob("*") if each.is_file() and each.name[0] != ".")


@pytest.mark.parametrize("file", [LIST, FURTHER, ARTICLE])
@pytest.mark.parametrize("gone", [("",), ("", ".gz"), ("", ".br")])
def test_packed_forms_that_a_killed_process_left_alone_are_dropped_with_the_page(folder, file, gone):
    folder.put(file, b"old", token=folder.token())
    for ending in gone:
        (folder.root / f"{file}{ending}").unlink()
    folder.drop_now([ADDRESS[file]])
    assert left(folder) == []


@pytest.mark.parametrize("failing", [*ENDINGS, ""])
def test_a_page_that_finds_no_room_leaves_none_of_its_forms(folder, monkeypatch, failing):
    replace = Path.replace

    def full(draft: Path, target: Path) -> Path:
        if target.name == f"index.html{failing}":
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        folder.put(LIST, b"page", token=folder.token())
    assert left(folder) == []


def test_a_drop_of_a_list_leaves_what_lies_beside_it(folder):
    for file in (LIST, FURTHER, ARTICLE):
        folder.put(file, b"page", token=folder.token())
    folder.drop_now([ADDRESS[LIST]])
    assert left(folder) == ["a.html", "a.html.br", "a.html.gz"]
