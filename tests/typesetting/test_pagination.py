"""Short groups stay whole, long ones split well, and nothing is lost or doubled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from conference.typesetting.fonts import Weight
from conference.typesetting.pagination import (
    LINES_AFTER,
    LINES_BEFORE,
    SHORT,
    Block,
    Frame,
    Group,
    Page,
    Row,
    paginate,
)
from conference.typesetting.rich import Span, rich_lines

FRAME = Frame(0, 100)


def block(lines: int, **more: object) -> Block:
    return Block(tuple(Row(1, ()) for _ in range(lines)), **more)  # type: ignore[arg-type]


def pages_of(pages: list[Page], group: Group) -> list[int]:
    return [
        number for number, page in enumerate(pages) for placed in page.rows if placed.group is group
    ]


GROUPS = st.lists(
    st.lists(st.integers(1, 130), min_size=1, max_size=4).map(
        lambda sizes: Group(
            tuple(block(size, gap=1.0, keeps_next=not place) for place, size in enumerate(sizes))
        )
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(GROUPS)
def test_paginate_keeps_every_row_once_in_order_inside_the_frame(groups: list[Group]) -> None:
    pages = paginate(groups, FRAME)
    placed = [each.row for page in pages for each in page.rows]
    assert placed == [row for group in groups for each in group.blocks for row in each.rows]
    for page in pages:
        assert page.rows
        assert all(each.y >= FRAME.top for each in page.rows)
        assert page.rows[-1].y + page.rows[-1].row.height <= FRAME.bottom + 0.01


@settings(max_examples=50, deadline=None)
@given(GROUPS)
def test_paginate_never_splits_a_short_group(groups: list[Group]) -> None:
    pages = paginate(groups, FRAME)
    for group in groups:
        if group.height <= SHORT * FRAME.height:
            assert len(set(pages_of(pages, group))) == 1


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 90), st.integers(70, 250))
def test_paginate_leaves_lines_on_both_sides_of_a_split(before: int, lines: int) -> None:
    long = block(lines)
    groups = [Group((block(before),))] if before else []
    pages = paginate([*groups, Group((long,))], FRAME)
    parts = [sum(each.block is long for each in page.rows) for page in pages]
    parts = [count for count in parts if count]
    assert parts[0] >= LINES_BEFORE
    assert parts[-1] >= LINES_AFTER


def test_paginate_keeps_a_heading_with_what_follows() -> None:
    heading, text = block(2, keeps_next=True), block(80)
    pages = paginate([Group((block(97),)), Group((heading, text))], FRAME)
    assert [each.block for each in pages[1].rows][:3] == [heading, heading, text]


def test_break_lines_between_words_and_keep_raised_parts_with_their_word() -> None:
    span = Span("We saw CD8", 10)
    lines = rich_lines([span, span.raised("+"), Span(" T cells in mice and men", 10)], 70)
    texts = ["".join(atom.text for atom in line.atoms).strip() for line in lines]
    assert " ".join(texts) == "We saw CD8+ T cells in mice and men"
    assert all(line.width <= 70 for line in lines)
    assert any("CD8+" in text for text in texts)


def said_in(spans: list[Span], room: float) -> list[str]:
    return ["".join(atom.text for atom in line.atoms) for line in rich_lines(spans, room)]


def test_keep_the_space_behind_a_raised_genotype() -> None:
    span = Span("Ifnlr1", 10)
    raised = span.raised("-/-")
    assert said_in([span, raised, Span(" mice", 10)], 400) == ["Ifnlr1-/- mice"]
    assert all("-/-" in line for line in said_in([span, raised], 42))


def test_break_chinese_anywhere_but_korean_between_words() -> None:
    [first, second] = said_in([Span("IFN 干扰素抑制流感病毒复制。这是一个很长的句子", 10)], 140)
    assert first.startswith("IFN 干扰素")
    assert len(second) < len(first)
    assert said_in([Span("ab 민준호", 10)], 35) == ["ab ", "민준호"]


def test_read_from_left_to_right_when_told() -> None:
    names = [Span("محمد الأحمد, Anna Lee", 10)]
    assert rich_lines(names, 400)[0].is_right_to_left
    assert not rich_lines(names, 400, is_left_to_right=True)[0].is_right_to_left


@settings(max_examples=50, deadline=None)
@given(st.text("abc λ→≥漢字سلام-/ ", max_size=80), st.integers(20, 120), st.sampled_from(Weight))
def test_break_lines_loses_nothing_and_stays_in_the_room(
    text: str, room: int, weight: Weight
) -> None:
    lines = rich_lines([Span(text, 10, weight=weight)], room)
    said = "".join(atom.text for line in lines for atom in line.atoms)
    assert "".join(said.split()) == "".join(text.split())
    widest = max((atom.width for line in lines for atom in line.atoms), default=0)
    assert all(line.width <= max(room, widest) + 0.01 for line in lines)


def test_break_a_word_that_is_wider_than_the_room() -> None:
    lines = rich_lines([Span("w" * 60, 10)], 50)
    assert len(lines) > 5
    assert all(line.width <= 50 for line in lines)
