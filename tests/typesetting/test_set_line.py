"""Each script is set in a shipped font; a character that no font holds is named, not boxed."""

from __future__ import annotations

from pathlib import Path

import pytest

from conference.typesetting import fonts
from conference.typesetting.fonts import Weight
from conference.typesetting.setting import set_line
from tests.badges.drawing.faces import NAMES

MAX_BYTES = 1_500_000
CHINESE_FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
TRADITIONAL_FAMILIES = "陳張劉楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許盧蔣賈葉閻鍾廖鄒陸龔譚賴歐蘇簡魏闕"
JAPANESE_FAMILIES = "佐藤鈴木高橋田中伊渡辺山本村小林加吉斎齋齊邊邉濱﨑髙塚德"
HANGUL = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진"


@pytest.mark.parametrize("name", [whole for whole, _, _ in NAMES])
def test_set_line_holds_every_name_of_the_cast(name: str) -> None:
    assert set_line(name, Weight.BOLD).missing == ()


@pytest.mark.parametrize(
    ("characters", "country"),
    [
        (CHINESE_FAMILIES, "CN"),
        (TRADITIONAL_FAMILIES, "TW"),
        (JAPANESE_FAMILIES, "JP"),
        (HANGUL, "KR"),
        ("ąćęłńóśźż ÅÆØåæø ăâîșț çğıİöşü čďěňřšťůž ơưạảấầẩẫậắằẳẵặ", "PL"),
        ("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ άέήίόύώϊϋΐΰ", "GR"),
        ("АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ іїєґў җқңөүұһ ђћљњџ", "KZ"),
    ],
)
def test_set_line_covers_a_repertoire(characters: str, country: str) -> None:
    assert set_line(characters, Weight.BOLD, country).missing == ()


@pytest.mark.parametrize("name", ["Łukasz Wiśniewski", "Đỗ Thị Ánh", "Γιώργος", "Ольга", "王小明"])
def test_set_line_keeps_searchable_text(name: str) -> None:
    assert all(run.is_text for run in set_line(name, Weight.BOLD).runs)


@pytest.mark.parametrize("name", ["محمد", "अनिता", "นี้", "Ẹ̀kọ́"])
def test_set_line_draws_outlines_where_letters_join_or_stack(name: str) -> None:
    assert not any(run.is_text for run in set_line(name, Weight.BOLD).runs)


def test_set_line_gives_a_japanese_name_its_own_shapes() -> None:
    keys = {country: set_line("直美", Weight.BOLD, country).runs[0].key for country in ("JP", "CN")}
    assert keys == {"JP": "NotoSansJP-Bold", "CN": "NotoSansSC-Bold-1"}


def test_set_line_keeps_the_joiners_that_persian_names_need() -> None:
    parted, joined = (set_line(name, Weight.BOLD) for name in ("علی\u200cنژاد", "علینژاد"))
    assert parted.missing == ()
    assert parted.runs[0].glyphs != joined.runs[0].glyphs


def test_set_line_names_a_character_that_no_font_holds() -> None:
    line = set_line("Bo 😀", Weight.BOLD)
    assert line.missing == ("😀",)
    assert "".join(run.text for run in line.runs) == "Bo "


def test_arabic_letters_join_their_neighbours() -> None:
    """Ba before nun is its initial form with a dot of its own, not the isolated letter."""
    alone, joined = set_line("ب", Weight.BOLD), set_line("بن", Weight.BOLD)
    numbers = {glyph.number for run in joined.runs for glyph in run.glyphs}
    assert not numbers & {glyph.number for glyph in alone.runs[0].glyphs if glyph.advance}
    assert joined.width < alone.width + set_line("ن", Weight.BOLD).width


def test_every_font_file_is_small_and_licensed() -> None:
    files = list(Path(fonts.DIRECTORY).glob("*.ttf"))
    assert len(files) == len({file.key for weight in Weight for file in fonts.chain(weight, True)})
    for file in files:
        assert file.stat().st_size <= MAX_BYTES, file.name
        family = file.name.split("-")[0].removeprefix("NotoSans").lower()
        licence = fonts.DIRECTORY / f"OFL-noto-sans{'-' if family else ''}{family}.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


def test_latin_behind_arabic_stands_where_the_whole_line_has_it() -> None:
    text = "القاهرة, Egypt;"
    alone, within = set_line(text), set_line(text, Weight.REGULAR, "", False)
    assert "Egypt" in alone.runs[0].text + alone.runs[1].text
    assert "Egypt" in within.runs[-1].text
