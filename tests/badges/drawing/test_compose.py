"""Where things lie: nothing overlaps, nothing leaves the page, and every surprise is reported."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.drawing.compose import Align, Block, Composition, Concern, background, compose
from badges.faces.rules import BadgeFace, BandStyle, PrintedName, printed_name
from badges.layout import LAYOUTS, POINTS_PER_MM, Box, page_count, place
from tests.badges.drawing.faces import LONG_AFFILIATION, NAMES, face

BADGE = LAYOUTS["a6"].badge
PAGE = Box(0, 0, BADGE.width, BADGE.height)
RIBBONS = ("Speaker", "Session chair", "Poster", "Award winner", "Governing board")


def boxes(shown: Composition, about: BadgeFace) -> list[Box]:
    blocks = [*shown.blocks, *background(about, BADGE)]
    return [block.box for block in blocks] + [pill.box for pill in shown.pills] + [shown.qr]


def assert_sound(about: BadgeFace) -> Composition:
    shown = compose(about, BADGE)
    for one, other in itertools.combinations(boxes(shown, about), 2):
        assert not one.overlaps(other), (one, other)
    for box in boxes(shown, about):
        assert PAGE.holds(box), box
    for block in (*shown.blocks, *shown.pills):
        assert_ink_inside(block)
    return shown


def assert_ink_inside(block: Block) -> None:
    points = block.fitted.size / POINTS_PER_MM
    for line, baseline in zip(block.fitted.lines, block.baselines(), strict=True):
        ink = Box(
            block.left_of(line),
            baseline - line.ascent * points,
            line.width * points,
            (line.ascent + line.descent) * points,
        )
        assert block.box.holds(ink, tolerance=0.2), (block.role, ink)
        assert block.fitted.size >= (9 if block.role == "token" else 12)


@pytest.mark.parametrize(("name", "given_name", "family"), NAMES)
@pytest.mark.parametrize("affiliation", ["", "Ur", LONG_AFFILIATION])
def test_compose_keeps_everything_apart(
    name: str, given_name: str, family: str, affiliation: str
) -> None:
    country = "South Georgia and the South Sandwich Islands"
    assert_sound(
        face(
            name, given_name, family, affiliation=affiliation, country=country, ribbons=RIBBONS[:3]
        )
    )


@settings(max_examples=60, deadline=None)
@given(
    st.text(min_size=1, max_size=70).filter(lambda text: bool(text.strip())),
    st.text(max_size=120),
    st.lists(st.sampled_from(RIBBONS), max_size=6),
)
def test_compose_keeps_anything_typed_apart(
    name: str, affiliation: str, ribbons: list[str]
) -> None:
    assert_sound(face(name, affiliation=affiliation, ribbons=tuple(ribbons)))


def test_compose_prints_a_usual_given_name_at_36_points_or_more() -> None:
    for name in ("Alexandra", "Christopher", "Maximiliane"):
        shown = compose(face(f"{name} Smith", name, "Smith"), BADGE)
        assert shown.blocks[0].fitted.size >= 36
        assert len(shown.blocks[0].fitted.lines) == 1


def test_compose_never_cuts_a_code_however_wide_its_letters() -> None:
    shown = assert_sound(face("Bo", token="W" * 16))
    lines = [block.fitted.lines[0].text for block in shown.blocks if block.role == "token"]
    assert lines == ["WWWW-WWWW", "WWWW-WWWW"]
    assert shown.findings == ()


def test_compose_reports_nothing_for_a_plain_badge() -> None:
    assert compose(face("Alice Ångström", "Alice", "Ångström"), BADGE).findings == ()


def test_compose_prints_the_registered_name_when_no_font_holds_the_badge_name() -> None:
    shown = compose(face("𒀀𒁀", registered="Enheduanna of Ur"), BADGE)
    printed = " ".join(line.text for line in shown.blocks[0].fitted.lines)
    assert printed == "Enheduanna of Ur"
    assert [finding.concern for finding in shown.findings] == [Concern.REGISTERED]


def test_compose_prints_the_code_when_no_name_can_be_set() -> None:
    shown = compose(face("𒀀𒁀"), BADGE)
    assert shown.blocks[0].fitted.lines[0].text == "K7M2QX"
    assert Concern.REGISTERED in {finding.concern for finding in shown.findings}


def test_compose_reports_a_cut_affiliation_and_ribbons_without_room() -> None:
    ribbons = tuple(f"Committee of number {number}" for number in range(5))
    shown = compose(face("Bo", affiliation=LONG_AFFILIATION * 2, ribbons=ribbons), BADGE)
    assert [finding.concern for finding in shown.findings] == [Concern.CUT, Concern.LEFT_OUT]
    assert "Committee of number 4" in shown.findings[1].sentence


def test_compose_reports_characters_left_out_of_an_affiliation() -> None:
    shown = compose(face("Bo", affiliation="Institute 😀"), BADGE)
    assert [finding.concern for finding in shown.findings] == [Concern.MISSING]
    assert "😀" in shown.findings[0].sentence


def test_compose_stands_a_right_to_left_name_on_the_right() -> None:
    shown = compose(face("محمد الأحمد", "محمد", "الأحمد"), BADGE)
    assert shown.blocks[0].align is Align.RIGHT


def test_printed_name_splits_only_at_the_family_name() -> None:
    assert printed_name("Bob Smith", "Robert", "Smith") == PrintedName("Bob Smith", "Bob", "Smith")
    assert printed_name("Đỗ Thị Ánh", "Thị Ánh", "Đỗ").small == "Đỗ"
    assert printed_name("王小明", "小明", "王").small == ""
    assert printed_name("Cher", "", "Sarkisian").large == "Cher"
    assert printed_name("Smith", "", "Smith") == PrintedName("Smith", "Smith")


@pytest.mark.parametrize(("badges", "pages"), [(0, 0), (1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_page_count_of_a_sheet_of_four(badges: int, pages: int) -> None:
    assert page_count(LAYOUTS["a4-4up"].sheet, badges) == pages


def test_place_fills_a_sheet_row_by_row_inside_the_paper() -> None:
    sheet = LAYOUTS["a4-4up"].sheet
    spots = [place(sheet, index) for index in range(5)]
    assert [(spot.page, spot.x, spot.y) for spot in spots] == [
        (0, 0, 0.5),
        (0, 105, 0.5),
        (0, 0, 148.5),
        (0, 105, 148.5),
        (1, 0, 0.5),
    ]
    paper = Box(0, 0, sheet.width, sheet.height)
    areas = [Box(spot.x, spot.y, BADGE.width, BADGE.height) for spot in spots[:4]]
    assert all(paper.holds(area) for area in areas)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(areas, 2))


@pytest.mark.parametrize("style", list(BandStyle))
def test_background_sets_the_category_in_capitals_of_18_points(style: BandStyle) -> None:
    word = background(face("Bo", category="Accompanying person", band=style), BADGE)[-1]
    assert " ".join(line.text for line in word.fitted.lines) == "ACCOMPANYING PERSON"
    assert word.fitted.size >= 18
    assert BADGE.band.height >= 14
    assert BADGE.band.width == BADGE.width
