"""Two rich texts compared passage by passage, and within a changed passage word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from content.differences.alignment import aligned
from content.differences.marking import Change, Part, parts_between, shown
from content.differences.passages import Passage, Token, passages_of

ALIKE = 0.4  # share of common words from which two passages count as the same one, changed
LOOK_AHEAD = 8
CONTEXT = 1


@dataclass(frozen=True)
class ShownPassage:
    """A passage of the comparison; only the row of a table has more than one cell."""

    tag: str
    change: Change
    cells: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """All passages in the order of the new text, how many characters came and went, and what else is worth naming."""

    passages: tuple[ShownPassage, ...] = ()
    added: int = 0
    removed: int = 0
    named: tuple[str, ...] = field(default=())

    @property
    def is_same(self) -> bool:
        """True when nothing differs."""
        return all(passage.change == Change.SAME for passage in self.passages)


@dataclass(frozen=True)
class Fold:
    """Passages that stand together; a closed fold holds unchanged ones that nobody needs to read again."""

    is_closed: bool
    passages: tuple[ShownPassage, ...]


def compare_html(old: str, new: str) -> Comparison:
    """Compare two rich texts. Takes well under a second for 100 kB, whatever they hold."""
    before, after = passages_of(old), passages_of(new)
    passages: list[ShownPassage] = []
    for is_same, i1, i2, j1, j2 in aligned(before, after):
        if is_same:
            passages += [_whole(passage, Change.SAME) for passage in after[j1:j2]]
        else:
            passages += _paired(before[i1:i2], after[j1:j2])
    parts = [part for passage in passages for cell in passage.cells for part in cell if part.kind == "word"]
    return Comparison(
        tuple(passages),
        added=sum(len(part.text) for part in parts if part.change == Change.ADDED),
        removed=sum(len(part.text) for part in parts if part.change == Change.REMOVED),
        named=tuple(_named(before, after, passages)),
    )


def folded(passages: Sequence[ShownPassage]) -> list[Fold]:
    """Return the passages in folds: changed ones with a neighbour on each side open, long unchanged stretches closed."""
    near = set()
    for number, passage in enumerate(passages):
        if passage.change != Change.SAME:
            near.update(range(number - CONTEXT, number + CONTEXT + 1))
    folds: list[tuple[bool, list[ShownPassage]]] = []
    for number, passage in enumerate(passages):
        is_closed = number not in near
        if not folds or folds[-1][0] != is_closed:
            folds.append((is_closed, []))
        folds[-1][1].append(passage)
    return [Fold(is_closed and len(inside) > 1, tuple(inside)) for is_closed, inside in folds]


def _paired(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[ShownPassage]:
    """Lay each old passage over the later new one that is most like it; the others came or went whole. One against one
    needs no likeness."""
    if len(old) == len(new) == 1 and (old[0].tag == "tr") == (new[0].tag == "tr"):
        yield _changed(old[0], new[0])
        return
    bags = [_words(passage) for passage in new]
    at = 0
    for passage in old:
        match = _alike(passage, new, bags, at)
        if match is None:
            yield _whole(passage, Change.REMOVED)
            continue
        yield from (_whole(each, Change.ADDED) for each in new[at:match])
        yield _changed(passage, new[match])
        at = match + 1
    yield from (_whole(each, Change.ADDED) for each in new[at:])


def _alike(passage: Passage, new: Sequence[Passage], bags: Sequence[Counter], at: int) -> int | None:
    bag, best, best_share = _words(passage), None, ALIKE
    for number in range(at, min(at + LOOK_AHEAD, len(new))):
        if (passage.tag == "tr") != (new[number].tag == "tr"):
            continue
        both = len(passage.tokens) + len(new[number].tokens)
        common = sum(min(count, bags[number][token]) for token, count in bag.items())
        share = 2 * common / both
        if share > best_share:
            best, best_share = number, share
    return best


def _words(passage: Passage) -> Counter:
    return Counter(token.text for token in passage.tokens)


def _whole(passage: Passage, change: Change) -> ShownPassage:
    return ShownPassage(passage.tag, change, _cells(shown(passage.tokens, change)))


def _changed(old: Passage, new: Passage) -> ShownPassage:
    return ShownPassage(new.tag, Change.CHANGED, _cells(parts_between(old.tokens, new.tokens)))


def _cells(parts: Sequence[Part]) -> tuple[tuple[Part, ...], ...]:
    """Cut the parts at the borders of cells; a border that went leaves a gap, so that its words do not run together."""
    stays = any(part.kind == "cell" and part.change != Change.REMOVED for part in parts)
    cells: list[list[Part]] = [[]]
    for part in parts:
        if part.kind != "cell":
            cells[-1].append(part)
        elif part.change == Change.REMOVED and stays:
            cells[-1].append(Part(Change.REMOVED, " "))
        else:
            cells.append([])
    return tuple(tuple(cell) for cell in cells)


def _named(before: Sequence[Passage], after: Sequence[Passage], passages: Sequence[ShownPassage]) -> Iterator[str]:
    """Say in a sentence each what a reader of marked words could overlook: pictures, tables, links."""
    yield from _pictures(_tokens(before, "image"), _tokens(after, "image"))
    rows = Counter(passage.change for passage in passages if passage.tag == "tr" and passage.change != Change.SAME)
    words = {Change.CHANGED: _("改动 %d 行"), Change.ADDED: _("新增 %d 行"), Change.REMOVED: _("删去 %d 行")}
    if rows:
        yield _("表格：%s") % "，".join(text % rows[change] for change, text in words.items() if rows[change])
    links = Counter(_tokens(before, "link")), Counter(_tokens(after, "link"))
    came, went = (links[1] - links[0]).total(), (links[0] - links[1]).total()
    if came or went:
        yield _("链接：新增 %(came)d 个，去掉 %(went)d 个") % {"came": came, "went": went}


def _pictures(before: Sequence[Token], after: Sequence[Token]) -> Iterator[str]:
    old, new = {token.form: token.text for token in before}, {token.form: token.text for token in after}
    nameless = _("无替代文字")
    for address, alt in old.items():
        if address not in new:
            yield _("去掉图片“%s”") % (alt or nameless)
        elif new[address] != alt:
            change = {"old": alt or nameless, "new": new[address] or nameless}
            yield _("图片的替代文字由“%(old)s”改为“%(new)s”") % change
    for address, alt in new.items():
        if address not in old:
            yield _("新增图片“%s”") % (alt or nameless)


def _tokens(passages: Sequence[Passage], kind: str) -> list[Token]:
    return [token for passage in passages for token in passage.tokens if token.kind == kind]
