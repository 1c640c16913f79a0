"""What is wrong with a layout, who sees what of it, and that its JSON never breaks a page."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from badges.layouts import editing
from badges.layouts.checks import (
    LEAST_CODE_MM,
    Remark,
    check_layout,
    faults_by_field,
    names_of,
)
from badges.layouts.conditions import (
    UnreadableCondition,
    find_condition_fault,
    is_shown,
    parse_condition,
)
from badges.layouts.errors import PictureRefused
from badges.layouts.layout import Box, Element, ElementKind, Layout, Side
from badges.layouts.picture_files import KEPT_PIXELS, read_picture
from badges.layouts.samples import Candidate, choose_samples, scripts_of
from badges.layouts.standard import standard_layout
from badges.layouts.stored import read_layout, write_layout
from badges.stock.catalogue import STOCKS
from tests.badges.drawing.faces import face

A6 = STOCKS["a6"]


def a6() -> Layout:
    return standard_layout(A6)


def code_of(layout: Layout) -> Element:
    return next(each for each in layout.elements if each.kind is ElementKind.QR)


def changed(layout: Layout, id: str, **new: object) -> Layout:
    elements = tuple(replace(e, **new) if e.id == id else e for e in layout.elements)  # type: ignore[arg-type]
    return replace(layout, elements=elements)


def faults(layout: Layout) -> list[Remark]:
    return [each for each in check_layout(layout, A6) if each.is_fault]


@pytest.mark.parametrize("key", sorted(STOCKS))
def test_check_finds_no_fault_in_a_standard_layout_and_its_json_is_the_same_again(key: str) -> None:
    stock = STOCKS[key]
    layout = standard_layout(stock)
    read = read_layout(layout.key, layout.title, write_layout(layout))
    assert [each for each in check_layout(layout, stock) if each.is_fault] == []
    assert read.lost == 0
    assert read.layout is not None
    assert [(e.id, e.text, e.type, e.shown_when) for e in read.layout.elements] == [
        (e.id, e.text, e.type, e.shown_when) for e in layout.elements
    ]


@pytest.mark.parametrize("side", [14.0, LEAST_CODE_MM - 0.1])
def test_check_refuses_a_code_under_half_a_millimetre_a_module(side: float) -> None:
    layout = a6()
    code = code_of(layout)
    small = changed(layout, code.id, box=replace(code.box, width=side, height=side))
    least = changed(layout, code.id, box=replace(code.box, width=14.5, height=14.5))
    assert faults_by_field(check_layout(small, A6)).keys() == {f"{code.id}.width"}
    assert faults(least) == []


def test_check_refuses_what_lies_on_a_code_or_leaves_the_badge() -> None:
    layout = a6()
    over = Element("over", ElementKind.TEXT, code_of(layout).box, text="{meeting}")
    out = Element("out", ElementKind.RULE, Box(90, 10, 20, 1))
    under = Element("under", ElementKind.PICTURE, Box(0, 0, 105, 148))
    found = faults_by_field(check_layout(editing.add(editing.add(layout, over), out), A6))
    assert found.keys() == {"over.x", "out.x"}
    assert "will not scan" in found["over.x"]
    assert faults(replace(layout, elements=(under, *layout.elements))) == []


def test_check_refuses_unknown_words_conditions_and_pictures() -> None:
    layout = editing.add(
        a6(), Element("odd", ElementKind.TEXT, Box(10, 10, 20, 6), text="{diet} {meeting}")
    )
    layout = editing.add(
        layout, Element("who", ElementKind.RULE, Box(10, 40, 20, 1), shown_when="colour:red")
    )
    layout = editing.add(
        layout, Element("logo", ElementKind.PICTURE, Box(3, 3, 9, 3), picture=uuid4())
    )
    found = faults_by_field(check_layout(layout, A6))
    assert found.keys() == {"odd.text", "who.shown_text", "logo.picture"}
    assert "{diet}" in found["odd.text"]
    assert "{meeting}" not in found["odd.text"]


@pytest.mark.parametrize(
    ("condition", "is_seen"),
    [
        ("", True),
        ("category:trainee", True),
        ("not category:trainee", False),
        ("ribbon:chair and award", True),
        ("category:regular or ribbon:Speaker", True),
        ("category:trainee and not ribbon:Speaker", False),
        ("category:regular and ribbon:Speaker or has:affiliation", True),
        ("has:revision", False),
        ("what is this", True),
    ],
)
def test_is_shown_joins_terms_and_hides_nothing_it_cannot_read(
    condition: str, is_seen: bool
) -> None:
    shown = face("Bo Li", category_key="trainee", ribbons=("Speaker", "Chair and award"))
    assert is_shown(condition, shown) is is_seen


def test_faults_of_a_condition_are_sentences() -> None:
    assert "no category “guest”" in find_condition_fault("category:guest", ["trainee"])
    with pytest.raises(UnreadableCondition):
        parse_condition("nonsense or category:a")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"form": 9}', "null", '{"form":1,"width":-1}']
)
def test_read_says_nothing_is_there_where_content_is_broken(content: str) -> None:
    assert read_layout("k", "T", content).layout is None


def test_read_leaves_out_the_elements_that_it_does_not_know() -> None:
    content = json.loads(write_layout(a6()))
    whole = len(content["elements"])
    content["elements"][0]["kind"] = "hologram"
    content["elements"][1]["width"] = "wide"
    read = read_layout("k", "T", json.dumps(content))
    assert read.lost == 2
    assert read.layout is not None
    assert len(read.layout.elements) == whole - 2


@pytest.mark.parametrize("kind", list(ElementKind))
@pytest.mark.parametrize("key", ["a6", "durable-1453", "dymo-11356"])
def test_new_element_is_within_the_badge(kind: ElementKind, key: str) -> None:
    stock = STOCKS[key]
    empty = Layout("k", "T", stock.width, stock.height, ())
    made = editing.new_element(kind, empty, stock, Side.BACK)
    twice = editing.copy_of(editing.add(empty, made), made.id)
    assert [each for each in check_layout(editing.add(empty, made), stock) if each.is_fault] == []
    assert [each.id for each in twice.elements] == [made.id, f"{kind.value}-2"]
    assert editing.moved(twice, made.id, 1).elements[-1].id == made.id
    assert editing.without(twice, made.id).elements == twice.elements[1:]


@pytest.mark.parametrize("kind", list(ElementKind))
def test_new_element_stands_in_a_free_place(kind: ElementKind) -> None:
    texts = (Box(7, 9, 91, 6), Box(7, 16, 91, 6), Box(7, 120, 60, 6))
    elements = tuple(Element(f"t{n}", ElementKind.TEXT, each) for n, each in enumerate(texts))
    ground = Element("ground", ElementKind.PICTURE, Box(0, 0, 105, 148))
    layout = Layout("k", "T", 105.0, 148.0, (ground, *elements))
    for _ in range(2):
        made = editing.new_element(kind, layout, A6, Side.FRONT)
        others = [each for each in layout.elements if each is not ground]
        is_free = not any(made.box.overlaps(each.box) for each in others)
        assert is_free or kind is ElementKind.AGENDA
        layout = editing.add(layout, made)
    assert faults(layout) == []
    back = editing.new_element(kind, layout, A6, Side.BACK)
    assert back.box == editing.new_element(kind, replace(layout, elements=()), A6, Side.BACK).box


def test_new_element_of_a_full_badge_covers_no_code_and_as_little_as_it_can() -> None:
    layout = a6()
    for kind in ElementKind:
        made = editing.new_element(kind, layout, A6, Side.FRONT)
        assert not made.box.overlaps(code_of(layout).box)
        covered = [each for each in layout.elements if made.box.overlaps(each.box)]
        assert len(covered) <= 1, kind
    few = (Box(3, 3, 99, 100), Box(3, 103, 99, 23), Box(3, 126, 99, 19))
    full = replace(
        a6(), elements=tuple(Element(f"{n}", ElementKind.TEXT, b) for n, b in enumerate(few))
    )
    code = editing.new_element(ElementKind.QR, full, A6, Side.FRONT)
    assert len(faults(editing.add(full, code))) == 1


def test_faults_tell_elements_of_one_name_apart() -> None:
    layout, code = a6(), code_of(a6())
    for y in (code.box.y, code.box.y + 5):
        layout = editing.add(
            layout,
            Element(f"at-{y:g}", ElementKind.TEXT, Box(code.box.x, y, 9, 6), text="{meeting}"),
        )
    told = [each.sentence for each in faults(layout)]
    assert [each.split(" mm")[0] for each in told] == [
        "Text “{meeting}” 2 (90.7",
        "Text “{meeting}” 3 (95.7",
    ]
    names = names_of(layout)
    assert len(set(names.values())) == len(names)
    assert names["front-title"] == "Text “{meeting}” 1"
    assert names_of(a6())["front-title"] == "Text “{meeting}”"


AFFILIATIONS = {"Bo": "", "Maria del Carmen Fernández y García": "Institute of Everything"}


def test_samples_are_the_longest_the_strangest_and_each_only_once() -> None:
    people = {
        name: Candidate(uuid4(), name, family, AFFILIATIONS.get(name, "Institute"), ribbons)
        for name, family, ribbons in (
            ("Anna Berg", "Berg", 0),
            ("Maria del Carmen Fernández y García", "Fernández", 0),
            ("Wolfeschlegelsteinhausen", "W", 3),
            ("Bo", "", 0),
            ("محمد الأحمد", "الأحمد", 0),
            ("佐藤 さくら", "佐藤", 0),
        )
    }
    chosen = {each.registration: each.why for each in choose_samples(list(people.values()))}
    why = {name: chosen.get(each.registration, "") for name, each in people.items()}
    assert why["Anna Berg"] == ""
    assert "the longest name" in why["Maria del Carmen Fernández y García"]
    assert why["Wolfeschlegelsteinhausen"] == "the longest word, the most ribbons"
    assert {"no affiliation", "one name only"} <= set(why["Bo"].split(", "))
    assert why["محمد الأحمد"] == "Arabic letters"
    assert scripts_of("佐藤 さくら") == {"Han", "kana"}
    assert choose_samples([]) == []


def image(kind: str, size: tuple[int, int]) -> bytes:
    target = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "navy").save(target, kind, exif=exif)
    return target.getvalue()


def pdf(pages: int) -> bytes:
    writer, target = PdfWriter(), BytesIO()
    for number in range(pages):
        writer.add_blank_page(298 + number, 420)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('hello')")}
    acts = DictionaryObject({NameObject(key): value for key, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = acts
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): acts})
    writer.write(target)
    return target.getvalue()


def test_picture_is_made_small_and_says_nothing_of_its_camera() -> None:
    read = read_picture(image("JPEG", (4000, 1000)))
    assert (read.media_type, read.width, read.height) == ("image/jpeg", KEPT_PIXELS, 625)
    assert b"taken at home" not in read.content
    assert read_picture(image("PNG", (40, 30))).media_type == "image/png"


def test_picture_of_a_pdf_is_its_first_page_without_anything_that_acts() -> None:
    read = read_picture(pdf(3))
    kept = PdfReader(BytesIO(read.content))
    assert (read.media_type, read.width, read.height) == ("application/pdf", 298, 420)
    assert len(kept.pages) == 1
    assert b"alert" not in read.content


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7 nothing", b"GIF89a",
     image("PNG", (40, 30))[:60], image("PNG", (4, 4)), b"\xff\xd8\xff" + b"0" * 5_000_001],
)  # fmt: skip
def test_picture_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refused:
        read_picture(content)
    assert refused.value.errors["file"].endswith(".")
