"""Text fits its width in one step, in two lines before an ellipsis, never under its floor."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.drawing.fit import ELLIPSIS, fit, fit_size
from badges.layouts.layout import TypeRange
from conference.typesetting.fonts import Weight
from conference.typesetting.setting import set_line

SIZES = TypeRange(Weight.BOLD, largest=54, good=36, floor=16, lines=2)
ROOM = 258.0
WORDS = st.text(alphabet="abcdefghij ÄŁŐß-'王明λЖ", min_size=1, max_size=80)


def test_fit_keeps_the_largest_size_for_a_short_name() -> None:
    assert fit("Bo", SIZES, ROOM).size == 54


def test_fit_shrinks_one_line_to_the_width_exactly() -> None:
    fitted = fit("Maximiliane", SIZES, ROOM)
    assert len(fitted.lines) == 1
    assert ROOM - 2 < fitted.width <= ROOM


def test_fit_breaks_at_a_space_when_one_line_would_be_small() -> None:
    fitted = fit("Friedrich Christoph Immanuel", SIZES, ROOM)
    assert [line.text for line in fitted.lines] == ["Friedrich Christoph", "Immanuel"]


def test_fit_breaks_a_hyphenated_name_after_its_hyphen() -> None:
    fitted = fit("Ann-Christin-Magdalena", TypeRange(Weight.BOLD, 54, 40, 16, 2), ROOM)
    assert [line.text for line in fitted.lines] == ["Ann-Christin-", "Magdalena"]


def test_fit_breaks_a_single_long_word_before_it_cuts_it() -> None:
    fitted = fit("Wolfeschlegelsteinhausenbergerdorff", SIZES, ROOM)
    assert fitted.is_broken
    assert not fitted.is_cut
    text = "".join(line.text for line in fitted.lines)
    assert text.replace("-", "") == "Wolfeschlegelsteinhausenbergerdorff"


def test_fit_ends_in_an_ellipsis_and_says_so_when_nothing_else_helps() -> None:
    fitted = fit("W" * 90, SIZES, ROOM)
    assert fitted.is_cut
    assert fitted.size == SIZES.floor
    assert fitted.lines[-1].text.endswith(ELLIPSIS)


@pytest.mark.parametrize("text", ["क्षितिजश्रीवास्तव" * 4, "e\u0301" * 60, "שָׁלוֹם" * 12])
def test_fit_never_parts_a_letter_from_what_stands_on_it(text: str) -> None:
    for lines in (1, 2):
        fitted = fit(text, TypeRange(Weight.BOLD, 54, 36, 16, lines), ROOM)
        for line in fitted.lines:
            rest = text[text.index(line.text.rstrip("-…")) + len(line.text.rstrip("-…")) :]
            assert not rest or unicodedata.category(rest[0])[0] != "M"


@given(WORDS)
def test_fit_is_never_wider_than_the_room_nor_under_the_floor(text: str) -> None:
    fitted = fit(text.strip() or "x", SIZES, ROOM)
    assert fitted.width <= ROOM + 1e-6
    assert SIZES.floor <= fitted.size <= SIZES.largest
    assert 1 <= len(fitted.lines) <= SIZES.lines


@given(WORDS)
def test_fit_loses_no_letter_unless_it_says_so(text: str) -> None:
    text = " ".join(text.split()) or "x"
    fitted = fit(text, SIZES, ROOM)
    if not (fitted.is_cut or fitted.is_broken):
        printed = "".join(line.text for line in fitted.lines)
        assert printed.replace(" ", "") == text.replace(" ", "")


@given(st.floats(0.01, 200), st.floats(1, 600), st.floats(1, 100))
def test_fit_size_is_the_largest_that_fits(width: float, room: float, largest: float) -> None:
    size = fit_size(width, room, largest)
    assert width * size <= room + 1e-6
    assert size <= largest + 1e-9
    if size + 0.11 <= largest:
        assert width * (size + 0.11) > room


def test_set_line_reads_arabic_from_right_to_left() -> None:
    line = set_line("محمد Ali", Weight.BOLD)
    assert line.is_right_to_left
    assert line.runs[0].text == "Ali"
