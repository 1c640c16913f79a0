"""Where things lie: nothing overlaps, nothing leaves the page, and every surprise is reported."""

from __future__ import annotations

import itertools
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.drawing.compose import compose, plan_of
from badges.drawing.items import Block, Code, Composition, Concern, Strip
from badges.faces.rules import BadgeFace, BandStyle, PrintedName, printed_name
from badges.layouts.layout import (
    Align,
    Box,
    Element,
    ElementKind,
    Layout,
    Side,
    TypeRange,
)  # fmt: skip
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from badges.stock.stock import POINTS_PER_MM
from conference.typesetting.fonts import Weight
from tests.badges.drawing.faces import AGENDA, LONG_AFFILIATION, NAMES, face

A6 = standard_layout(STOCKS["a6"])
RIBBONS = ("Speaker", "Session chair", "Poster", "Award winner", "Governing board")
COUNTRY = "South Georgia and the South Sandwich Islands"
FOLDED = [(key, side) for key in ("a4-fold", "butterfly-82x101") for side in Side]
EVERYWHERE = [(key, Side.FRONT) for key in STOCKS] + FOLDED


def areas(shown: Composition) -> list[Box]:
    """What must not overlap: a band's word lies in its strip, all else is apart."""
    return [
        item.box for item in shown.items if not (isinstance(item, Block) and item.role == "band")
    ]


def assert_sound(about: BadgeFace, layout: Layout, side: Side = Side.FRONT) -> Composition:
    shown = compose(about, layout, side)
    page = Box(0, 0, layout.width, layout.height)
    for box in areas(shown):
        assert page.holds(box), box
    for one, other in itertools.combinations(areas(shown), 2):
        assert not one.overlaps(other, 0.05), (one, other)
    floors = {each.id: each.type.floor for each in layout.elements if each.type}
    for block in shown.blocks:
        assert_ink_inside(block)
        assert block.fitted.size >= floors.get(block.role, 6) - 0.01, block.role
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
        assert block.box.holds(ink, tolerance=0.2), (block.role, ink, block.box)


@pytest.mark.parametrize(("key", "side"), EVERYWHERE)
def test_compose_keeps_everything_apart_on_every_stock(key: str, side: Side) -> None:
    for index, name in enumerate(NAMES):
        about = face(
            *name,
            affiliation=("", "Ur", LONG_AFFILIATION)[index % 3],
            country=COUNTRY if index % 2 else "Peru",
            ribbons=RIBBONS[: index % 4],
            category="Accompanying person" if index % 5 == 0 else "Member",
            agenda=AGENDA[:index],
        )
        assert_sound(about, standard_layout(STOCKS[key]), side)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["a6", "us-4x3", "durable-1453", "cr80"]),
    st.text(min_size=1, max_size=70).filter(lambda text: bool(text.strip())),
    st.text(max_size=120),
    st.lists(st.sampled_from(RIBBONS), max_size=6),
)
def test_compose_keeps_anything_typed_apart(
    key: str, name: str, affiliation: str, ribbons: list[str]
) -> None:
    about = face(name, affiliation=affiliation, ribbons=tuple(ribbons))
    assert_sound(about, standard_layout(STOCKS[key]))


def test_compose_prints_a_usual_given_name_at_36_points_or_more() -> None:
    for name in ("Alexandra", "Christopher", "Maximiliane"):
        shown = compose(face(f"{name} Smith", name, "Smith"), A6)
        large = next(block for block in shown.blocks if block.role == "name")
        assert large.fitted.size >= 36
        assert len(large.fitted.lines) == 1


def test_compose_never_cuts_a_token_however_wide_its_letters() -> None:
    for key in STOCKS:
        shown = assert_sound(face("Bo", token="W" * 16), standard_layout(STOCKS[key]))
        lines = [block.fitted.lines[0].text for block in shown.blocks if block.role == "token"]
        assert "-".join(lines) == "WWWW-WWWW-WWWW-WWWW"
        assert shown.findings == ()


def test_compose_reports_nothing_for_a_plain_badge_on_any_stock() -> None:
    for key in STOCKS:
        layout = standard_layout(STOCKS[key])
        about = face("Alice Ångström", "Alice", "Ångström", ribbons=("Speaker",))
        assert compose(about, layout).findings == (), key


def test_compose_prints_the_registered_name_when_no_font_holds_the_badge_name() -> None:
    shown = compose(face("𒀀𒁀", registered="Enheduanna of Ur"), A6)
    (name,) = (block for block in shown.blocks if block.role == "name")
    assert " ".join(line.text for line in name.fitted.lines) == "Enheduanna of Ur"
    assert [finding.concern for finding in shown.findings] == [Concern.REGISTERED]


def test_compose_prints_the_code_when_no_name_can_be_set() -> None:
    shown = compose(face("𒀀𒁀"), A6)
    (name,) = (block for block in shown.blocks if block.role == "name")
    assert name.fitted.lines[0].text == "K7M2QX"
    assert Concern.REGISTERED in {finding.concern for finding in shown.findings}


def test_compose_reports_a_cut_affiliation_and_ribbons_without_room() -> None:
    ribbons = tuple(f"Committee of number {number}" for number in range(5))
    shown = compose(face("Bo", affiliation=LONG_AFFILIATION * 2, ribbons=ribbons), A6)
    by_concern = {finding.concern: finding.sentence for finding in shown.findings}
    assert set(by_concern) == {Concern.CUT, Concern.LEFT_OUT}
    assert "Committee of number 4" in by_concern[Concern.LEFT_OUT]


def test_compose_reports_characters_left_out_of_an_affiliation() -> None:
    (finding,) = compose(face("Bo", affiliation="Institute 😀"), A6).findings
    assert finding.concern is Concern.MISSING
    assert "😀" in finding.sentence


def test_compose_sets_a_right_to_left_name_at_the_right_edge() -> None:
    shown = compose(face("محمد الأحمد", "محمد", "الأحمد"), A6)
    assert {block.align for block in shown.blocks if block.role == "name"} == {Align.RIGHT}


def test_compose_leaves_out_the_country_where_the_column_is_too_low() -> None:
    sizes = TypeRange(Weight.BOLD, 30, 20, 16)
    small = TypeRange(Weight.BOLD, 14, 14, 12)
    low = Element("p", ElementKind.PERSON, Box(5, 5, 80, 15), type=sizes, small=small)
    shown = compose(face("Bo Li", "Bo", "Li"), Layout("own", "Own", 90, 30, (low,)))
    assert [block.role for block in shown.blocks] == ["name", "family"]
    (finding,) = shown.findings
    assert "affiliation and the country" in finding.sentence


@pytest.mark.parametrize("items", [1, 5, 40])
def test_agenda_is_whole_or_says_how_many_more_there_are(items: int) -> None:
    layout = standard_layout(STOCKS["a4-fold"])
    shown = assert_sound(face("Bo", agenda=AGENDA[:items]), layout, Side.AGENDA)
    texts = [line.text for block in shown.blocks for line in block.fitted.lines]
    printed = sum(text.startswith("Talk:") for text in texts)
    if items < 40:
        assert (printed, shown.findings) == (items, ())
    else:
        assert texts[-1] == f"and {items - printed} more"
        assert f"{items - printed} of 40" in shown.findings[0].sentence
    assert texts.count("Sunday 17 October 2027") == 1


def test_text_fills_in_placeholders_and_leaves_out_a_line_that_says_nothing() -> None:
    words = Element("t", ElementKind.TEXT, Box(5, 5, 80, 6), text="{meeting} · {revision}")
    empty = Element("u", ElementKind.TEXT, Box(5, 12, 80, 6), text="No. {revision}")
    layout = Layout("own", "Own", 90, 30, (words, empty))
    first, again = compose(face("Bo"), layout), compose(face("Bo", revision=3), layout)
    assert [block.fitted.lines[0].text for block in first.blocks] == ["Signals 2027"]
    assert [each.fitted.lines[0].text for each in again.blocks] == ["Signals 2027 · 3", "No. 3"]


def test_compose_shows_an_element_only_where_its_condition_holds() -> None:
    code = Element("q", ElementKind.QR, Box(5, 5, 20, 20), shown_when="not category:guest")
    layout = Layout("own", "Own", 90, 30, (code,))
    assert compose(face("Bo", category_key="member"), layout).codes == (
        Code(code.box, face("").token),
    )
    assert compose(face("Bo", category_key="guest"), layout).items == ()


def test_plan_shares_what_a_category_has_in_common_but_never_what_covers_a_person() -> None:
    rule = Element("rule", ElementKind.RULE, Box(0, 0, 50, 1))
    name = Element("name", ElementKind.NAME, Box(5, 5, 50, 20))
    over = Element("over", ElementKind.PICTURE, Box(40, 10, 20, 20), picture=uuid4())
    plan = plan_of(Layout("own", "Own", 90, 50, (rule, name, over)))
    assert plan.shared == (rule,)
    assert plan.own == (name, over)


@pytest.mark.parametrize("style", list(BandStyle))
def test_band_sets_the_category_in_capitals_of_18_points(style: BandStyle) -> None:
    shown = compose(face("Bo", category="Accompanying person", band=style), A6)
    (word,) = (block for block in shown.blocks if block.role == "band")
    (strip,) = (item for item in shown.items if isinstance(item, Strip))
    assert " ".join(line.text for line in word.fitted.lines) == "ACCOMPANYING PERSON"
    assert word.fitted.size >= 18
    assert strip.box.height >= 14
    assert strip.box.width == A6.width


def test_printed_name_splits_only_at_the_family_name() -> None:
    assert printed_name("Bob Smith", "Robert", "Smith") == PrintedName("Bob Smith", "Bob", "Smith")
    assert printed_name("Đỗ Thị Ánh", "Thị Ánh", "Đỗ").small == "Đỗ"
    assert printed_name("王小明", "小明", "王").small == ""
    assert printed_name("Cher", "", "Sarkisian").large == "Cher"
    assert printed_name("Smith", "", "Smith") == PrintedName("Smith", "Smith")


@pytest.mark.parametrize("key", STOCKS)
def test_second_print_says_so_small(key: str) -> None:
    about = replace(face("Bo"), revision=2)
    blocks = assert_sound(about, standard_layout(STOCKS[key])).blocks
    (small,) = (block for block in blocks if block.role == "front-revision")
    assert small.fitted.lines[0].text == "print 2"
    assert small.fitted.size <= 8
