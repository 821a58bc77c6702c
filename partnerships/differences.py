"""What changed between two texts, in words that people can read.

Words are compared, not lines and not letters; the space between them follows along, so that the pieces give both texts
back letter for letter. Markdown is text like any other: what is signed is its letters, not its look.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

#: An unchanged stretch of more words than this is folded; at most so many are left at each end of it.
FOLD_FROM, CONTEXT = 60, 20
#: So few common words between two larger changes say nothing: they are part of the change.
CHANCE = 2
#: From this many comparisons on, words that stand everywhere do not count as a sign of what belongs together.
MANY = 2_000_000


class Mark(StrEnum):
    """What became of a stretch of text, or of a part."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # of parts: some words are, some are not
    FOLDED = "folded"  # of stretches: the same in both texts, and not shown


CHANGES = (Mark.REMOVED, Mark.ADDED)


class Piece(NamedTuple):
    """A stretch of text and what became of it."""

    mark: Mark
    text: str


class Part(NamedTuple):
    """A headed part of a text. Two parts with one `key` are the same part at two moments."""

    key: Hashable
    heading: str
    body: str
    number: str = ""  # shown, never compared: it follows from the order
    group: str = ""  # what it stands in, such as an annex


class Change(NamedTuple):
    """One part in two texts: what became of it, of its heading and of its body, and whether it has been moved."""

    mark: Mark
    old: Part | None
    new: Part | None
    heading: list[Piece]
    body: list[Piece]
    is_moved: bool = False

    @property
    def part(self) -> Part | None:
        """The part as it stands now, or as it stood before it was taken out."""
        return self.new or self.old

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell: another word, another place."""
        return self.is_moved or self.mark != Mark.SAME


# -- Two texts --------------------------------------------------------------------------------------------------------
def pieces(old: str, new: str, *, fold: bool = False) -> list[Piece]:
    """The two texts as one: what is the same, removed and added. With `fold`, long unchanged stretches are `FOLDED`.

    The same, folded and removed pieces together are the old text to the letter; the same, folded and added the new.
    """
    before, after = _Words(old), _Words(new)
    found: list[Piece] = []
    for is_same, a, b, c, d in _stretches(before.words, after.words):
        if is_same:
            for i, j in zip(range(a, b), range(c, d), strict=True):
                found += [*_space(before.space[i], after.space[j]), Piece(Mark.SAME, before.words[i])]
            continue
        shared = before.space[a] if a < b and c < d and before.space[a] == after.space[c] else ""
        found.append(Piece(Mark.SAME, shared))
        found.append(Piece(Mark.REMOVED, before.text(a, b)[len(shared) :]))
        found.append(Piece(Mark.ADDED, after.text(c, d)[len(shared) :]))
    found += _space(before.space[-1], after.space[-1])
    joined = _joined(found)
    return _folded(joined) if fold else joined


class _Words:
    """A text as its words, and the space before each of them and after the last."""

    def __init__(self, text: str) -> None:
        self.words = re.findall(r"\S+", text)
        self.space = re.split(r"\S+", text)

    def text(self, start: int, stop: int) -> str:
        """The words from `start` to `stop`, each after its space."""
        return "".join(self.space[i] + self.words[i] for i in range(start, stop))


#: Whether the words are the same, and where they stand in the one text and in the other.
Stretch = tuple[bool, int, int, int, int]


def _stretches(before: Sequence[str], after: Sequence[str]) -> list[Stretch]:
    """The two lists of words in stretches that are the same or not; never two of a kind after each other."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    end_before, end_after = len(before) - tail, len(after) - tail
    middle = SequenceMatcher(
        a=before[head:end_before],
        b=after[head:end_after],
        autojunk=(end_before - head) * (end_after - head) > MANY,
    )
    found = [(True, 0, head, 0, head)]
    for kind, a, b, c, d in middle.get_opcodes():
        found.append((kind == "equal", a + head, b + head, c + head, d + head))
    found.append((True, end_before, len(before), end_after, len(after)))
    return _without_chance([one for one in found if one[1] < one[2] or one[3] < one[4]])


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words the two begin with in common."""
    pairs = zip(before, after, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))


def _without_chance(stretches: list[Stretch]) -> list[Stretch]:
    """The same, where a word or two that happen to be common between two larger changes do not break them up."""
    found: list[Stretch] = []
    for place, (is_same, a, b, c, d) in enumerate(stretches):
        if is_same and 0 < place < len(stretches) - 1:
            least = min(_size(stretches[place - 1]), _size(stretches[place + 1]))
            is_same = b - a > CHANCE or least <= b - a
        if found and found[-1][0] == is_same:
            _same, start_before, _end, start_after, _end = found.pop()
            found.append((is_same, start_before, b, start_after, d))
        else:
            found.append((is_same, a, b, c, d))
    return found


def _size(stretch: Stretch) -> int:
    """How many words of either text a stretch has, at most."""
    return max(stretch[2] - stretch[1], stretch[4] - stretch[3])


def _space(before: str, after: str) -> list[Piece]:
    if before == after:
        return [Piece(Mark.SAME, before)]
    return [Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after)]


def _joined(found: Iterable[Piece]) -> list[Piece]:
    """The pieces without empty ones and as few as can be: what is removed before what is added in its place."""
    joined: list[Piece] = []
    for mark, run in groupby((one for one in found if one.text), lambda one: None if one.mark in CHANGES else one.mark):
        texts: dict[Mark, str] = {}
        for piece in run:
            texts[piece.mark] = texts.get(piece.mark, "") + piece.text
        joined += [Piece(one, texts[one]) for one in ([mark] if mark else CHANGES) if one in texts]
    return joined


def _folded(found: list[Piece]) -> list[Piece]:
    """The pieces with each long unchanged stretch cut down to its ends."""
    shown: list[Piece] = []
    for place, piece in enumerate(found):
        if piece.mark == Mark.SAME and len(piece.text.split()) > FOLD_FROM:
            start = _first_words(piece.text) if place else ""
            stop = _last_words(piece.text) if place < len(found) - 1 else ""
            hidden = piece.text[len(start) : len(piece.text) - len(stop)]
            shown += [Piece(Mark.SAME, start), Piece(Mark.FOLDED, hidden), Piece(Mark.SAME, stop)]
        else:
            shown.append(piece)
    return _joined(shown)


def _first_words(text: str) -> str:
    """The beginning of a text: its first paragraph, or as many words of it as are shown."""
    words = list(re.finditer(r"\S+", text))
    return re.split(r"(?<=\S)\s*\n\s*\n", text[: words[CONTEXT - 1].end()], maxsplit=1)[0]


def _last_words(text: str) -> str:
    """The end of a text: its last paragraph, or as many words of it as are shown."""
    words = list(re.finditer(r"\S+", text))
    return re.split(r"\n\s*\n\s*(?=\S)", text[words[-CONTEXT].start() :])[-1]


# -- Two texts in parts -----------------------------------------------------------------------------------------------
def compare(old: Iterable[Part], new: Iterable[Part], *, fold: bool = True) -> list[Change]:
    """Part by part in the order of the new text, what is taken out where it stood. Moved parts are told as moved.

    Keys are unique within each text.
    """
    before, after = {part.key: part for part in old}, {part.key: part for part in new}
    kept = [key for key in before if key in after]
    moved = set(kept) - set(_in_order(kept, [key for key in after if key in before]))
    changes = []
    for key in _merged(list(before), list(after), moved):
        was, now = before.get(key), after.get(key)
        heading = pieces(was.heading if was else "", now.heading if now else "")
        body = pieces(was.body if was else "", now.body if now else "", fold=fold)
        changes.append(Change(_mark(was, now), was, now, heading, body, key in moved))
    return changes


def _mark(was: Part | None, now: Part | None) -> Mark:
    if was is None:
        return Mark.ADDED
    if now is None:
        return Mark.REMOVED
    return Mark.SAME if (was.heading, was.body) == (now.heading, now.body) else Mark.CHANGED


def _in_order(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Hashable]:
    """The most keys that stand in the same order in both: those that have not been moved. Both hold the same keys."""
    place = {key: number for number, key in enumerate(before)}
    ends: list[int] = []  # of the rows of one, two, three … keys in order: the least place that such a row ends at
    rows: list[list[Hashable]] = []
    for key in after:
        at = bisect_left(ends, place[key])
        ends[at:] = [place[key], *ends[at + 1 :]]
        rows[at:] = [[*(rows[at - 1] if at else []), key], *rows[at + 1 :]]
    return rows[-1] if rows else []


def _merged(before: list[Hashable], after: list[Hashable], moved: set[Hashable]) -> list[Hashable]:
    """The keys of both: in the order of the new text, each removed one after the one that it stood after."""
    gone = {key for key in before if key not in set(after)}
    follows: dict[Hashable, list[Hashable]] = {}
    anchor: Hashable = None
    for key in before:
        if key in gone:
            follows.setdefault(anchor, []).append(key)
        elif key not in moved:
            anchor = key
    order = list(follows.get(None, []))
    for key in after:
        order += [key, *follows.get(key, [])]
    return order


# -- Two changes of one text ------------------------------------------------------------------------------------------
def merged(base: str, ours: str, theirs: str) -> str | None:
    """The text with both changes of `base` made; None if they meet in the same words: then a person has to choose."""
    edits = sorted({*_edits(base, ours), *_edits(base, theirs)})
    if any(later[0] < earlier[1] or later[0] == earlier[0] for earlier, later in pairwise(edits)):
        return None
    for start, stop, text in reversed(edits):
        base = base[:start] + text + base[stop:]
    return base


def _edits(base: str, text: str) -> list[tuple[int, int, str]]:
    """What to put in the place of which stretch of `base` to make it `text`."""
    edits, place = [], 0
    for mark, stretch in pieces(base, text):
        if mark == Mark.SAME:
            place += len(stretch)
        elif mark == Mark.REMOVED:
            edits.append((place, place + len(stretch), ""))
            place += len(stretch)
        elif edits and edits[-1][1] == place and edits[-1][0] < place and not edits[-1][2]:
            edits[-1] = (edits[-1][0], place, stretch)
        else:
            edits.append((place, place, stretch))
    return edits
