"""The short way sets a line exactly as the shaper does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.typesetting.fonts import SANS, Weight
from conference.typesetting.pairs import plain, simple
from conference.typesetting.setting import _set_in_runs, set_line

LATIN = st.text("ABCDEFGTVWYabcdefghijklmnopqrstuvwxyz .,'-ŁłÉéÅßøĐđ0123456789ộữ", min_size=1)
GREEK = st.text("ΑΒΓΔΕΛΠΤΥΦΨΩαβγδεζηθλμπρςστυφωάέήίόύώ ", min_size=1)
CYRILLIC = st.text("АБВГДЖЗИКЛТУФЩЯабвгджзиклтуфщяёЉђ -", min_size=1)


@settings(max_examples=40, deadline=None)
@given(st.one_of(LATIN, GREEK, CYRILLIC), st.sampled_from(list(Weight)))
def test_plain_line_is_what_the_shaper_sets(text: str, weight: Weight) -> None:
    if text.strip():
        assert set_line(text, weight) == _set_in_runs(text, weight, "", None)


@pytest.mark.parametrize("text", ["", "محمد", "דוד", "अनिता", "王", "e\u0301", "a\u200db", "a\nb"])
def test_plain_leaves_what_needs_a_shaper(text: str) -> None:
    assert plain(text, SANS[Weight.BOLD].key) is None


def test_simple_holds_the_letters_of_european_names() -> None:
    assert simple(SANS[Weight.REGULAR].key).issuperset("AzŁőßĐơΏψЁѓỮ’–")
