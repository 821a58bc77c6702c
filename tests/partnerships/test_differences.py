"""The difference between two texts: nothing is lost, and what it says can be read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.differences import CHANGES, Mark, Part, Piece, compare, pieces
from partnerships.templatetags.iop import spoken

WORDS = st.sampled_from(["en", "och", "part", "Staden", "**kr**", "- ett", "50", "ö", "###", "\u00a0"])
SPACE = st.sampled_from([" ", "  ", "\n", "\n\n", "\t"])
TEXT = st.one_of(st.text(), st.lists(st.one_of(WORDS, SPACE)).map("".join), st.lists(WORDS, max_size=300).map(" ".join))
SAME, ADDED, REMOVED, FOLDED = Mark.SAME, Mark.ADDED, Mark.REMOVED, Mark.FOLDED


def text_of(found, *marks):
    return "".join(piece.text for piece in found if piece.mark in (SAME, FOLDED, *marks))


@settings(max_examples=200, deadline=None)
@given(old=TEXT, new=TEXT, fold=st.booleans())
def test_the_pieces_give_both_texts_back(old, new, fold):
    found = pieces(old, new, fold=fold)
    assert text_of(found, REMOVED) == old
    assert text_of(found, ADDED) == new
    assert all(piece.text for piece in found)
    assert (old == new) == all(piece.mark not in CHANGES for piece in found)


@settings(max_examples=100, deadline=None)
@given(old=st.lists(st.integers(0, 9), unique=True), new=st.lists(st.integers(0, 9), unique=True))
def test_every_part_of_both_is_told_once(old, new):
    found = compare([Part(key, str(key), "x") for key in old], [Part(key, str(key), "x") for key in new])
    assert [change.new.key for change in found if change.new] == new
    assert sorted(change.old.key for change in found if change.old) == sorted(old)
    still = [change.part.key for change in found if change.mark == SAME and not change.is_moved]
    assert [key for key in old if key in still] == still


def test_words_not_letters():
    assert pieces("Högst 50 kr per dygn", "Högst 60 kr per dygn") == [
        Piece(SAME, "Högst "), Piece(REMOVED, "50"), Piece(ADDED, "60"), Piece(SAME, " kr per dygn"),
    ]  # fmt: skip


def test_a_word_in_common_by_chance_does_not_break_a_change_up():
    found = pieces("Den sköts av en styrgrupp och ett kansli", "Beslut fattas gemensamt och alla får rösta")
    assert [piece.mark for piece in found] == [REMOVED, ADDED]


def test_what_is_long_and_unchanged_is_folded_at_paragraphs():
    middle = "\n\n".join(" ".join(f"ord{n}" for n in range(30)) for _ in range(4))
    old = f"Början här.\n\n{middle}\n\nSlutet där."
    found = pieces(old, old.replace("Början", "Starten").replace("där", "då"), fold=True)
    assert [piece.mark for piece in found] == [REMOVED, ADDED, SAME, FOLDED, SAME, REMOVED, ADDED]
    assert found[2].text == " här."
    assert found[4].text == "Slutet "


def test_a_text_without_change_is_folded_whole():
    assert [piece.mark for piece in pieces("ord " * 100, "ord " * 100, fold=True)] == [FOLDED]


def test_a_moved_part_is_told_as_moved():
    parts = {key: Part(key, key, f"Text om {key}.") for key in "abcde"}
    found = compare([parts[key] for key in "abcde"], [parts[key] for key in "bcdae"])
    assert [(change.part.key, change.is_moved) for change in found if change.is_told] == [("a", True)]
    assert all(change.mark == SAME for change in found)


def test_a_removed_part_is_told_where_it_stood():
    parts = {key: Part(key, key, "Text.") for key in "abcd"}
    found = compare([parts[key] for key in "abd"], [parts[key] for key in "acd"])
    assert [(change.part.key, change.mark) for change in found] == [
        ("a", SAME), ("b", REMOVED), ("c", ADDED), ("d", SAME),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["nothing in common", "one word", "two words", "a hundred words", "shuffled"])
def test_no_text_makes_it_slow(kind):
    old, new = {
        "nothing in common": (" ".join(f"a{n}" for n in range(4000)), " ".join(f"b{n}" for n in range(4000))),
        "one word": ("a " * 10_000, "a " * 9_000),
        "two words": ("a b " * 5000, "b b a " * 3000),
        "a hundred words": (
            " ".join(str(n * n % 101) for n in range(7000)),
            " ".join(str(n * n * n % 103) for n in range(7000)),
        ),
        "shuffled": (
            " ".join(str(n % 500) for n in range(5000)),
            " ".join(str(n * 37 % 500) for n in range(5000)),
        ),
    }[kind]
    start = time.process_time()
    found = pieces(old, new)
    assert text_of(found, ADDED) == new
    assert time.process_time() - start < 3


def test_what_is_heard_says_what_is_new():
    heard = spoken([Piece(REMOVED, "<b> "), Piece(ADDED, "ny "), Piece(FOLDED, "x"), Piece(SAME, "& så")])
    assert "<del>" in heard
    assert "&lt;b&gt;" in heard
    assert heard.count("ds-sr-only") == 2
    assert "[…]" in heard
    assert heard.endswith("&amp; så")
