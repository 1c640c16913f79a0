"""Forms that are taken away and brought back: nothing eaten, nothing guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from abstracts.reviewers.rounds import CriterionInfo
from abstracts.reviews.offline_rules import (
    csv_rows,
    merged,
    read_rows,
    read_text,
    sheet_of,
    text_of,
)
from abstracts.reviews.reading import ReviewInfo
from abstracts.reviews.saying import Said
from abstracts.reviews.words import RECOMMENDATIONS
from abstracts.tables.review import Assignment, Review
from conference.web.sheets import csv_of, unmarked
from tests.abstracts.reviews.conftest import Reviewing
from tests.abstracts.reviews.test_queue_rules import ROUND, item

NOVEL = replace(ROUND, criteria=(CriterionInfo("novelty", "Novelty"), CriterionInfo("m", "Method")))
COMMENTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")))
REVIEWS = st.builds(
    Said,
    overall=st.none() | st.integers(1, 5),
    scores=st.dictionaries(st.sampled_from(["novelty", "m"]), st.integers(1, 5)),
    recommendation=st.sampled_from(["", *RECOMMENDATIONS]),
    to_committee=COMMENTS.map(str.strip),
    to_authors=COMMENTS.map(str.strip),
)


@given(REVIEWS)
@settings(max_examples=50)
def test_spreadsheet_gives_back_what_was_drafted(said: Said) -> None:
    drafted = replace(item(1), review=ReviewInfo(said, 1))
    text = csv_of(*sheet_of(NOVEL, [drafted])).decode("utf-8-sig")
    rows = ((n, [unmarked(cell) for cell in cells]) for n, cells in csv_rows(text))
    read = read_rows(rows, NOVEL)
    assert read.refusals == ()
    assert [each.said for each in read.reviews] == ([said] if said != Said() else [])


def test_text_form_gives_back_what_was_drafted() -> None:
    said = Said(4, {"novelty": 5}, "oral", "One line.\n\nAnd: another (with brackets): yes.", "")
    drafted = replace(item(1), review=ReviewInfo(said, 1))
    form = text_of(NOVEL, [drafted, item(2)], "Friday")
    read = read_text(form, NOVEL)
    assert [(each.code, each.said) for each in read.reviews] == [("CODE1", said)]
    assert (read.refusals, read.empty) == ((), 1)


def test_text_form_shows_the_text_to_read_without_taking_it_for_an_answer() -> None:
    body = "Background: known.\nOverall: not a score but a sentence of the abstract."
    shown = replace(item(1), manuscript=replace(item(1).manuscript, body=body))
    form = text_of(NOVEL, [shown], "Friday")
    assert "> Overall: not a score" in form
    assert read_text(form, NOVEL).reviews == ()


def test_read_rows_refuses_by_number_and_takes_the_rest() -> None:
    text = (
        "Reference;Overall;Novelty;Recommendation\n"
        "CODE1;4;;talk\n"
        "CODE2;9;;\n"
        "CODE3;four;;\n"
        "CODE4;;;keynote\n"
        ";3;;\n"
        "CODE1;2;;\n"
        "CODE5;;;\n"
    )
    read = read_rows(csv_rows(text), NOVEL)
    assert [(each.line, each.said.overall) for each in read.reviews] == [(2, 4)]
    assert read.reviews[0].said.recommendation == "oral"
    assert [each.line for each in read.refusals] == [3, 4, 5, 6, 7]
    assert "from 1 to 5" in read.refusals[0].why
    assert read.empty == 1


def test_read_rows_says_that_a_file_is_no_form() -> None:
    assert "Reference" in read_rows(csv_rows("a,b\n1,2\n"), NOVEL).problem
    assert read_text("Dear all,", NOVEL).problem


def test_merged_takes_nothing_back() -> None:
    before = Said(4, {"novelty": 5}, "oral", "Kept.", "")
    after = merged(before, Said(3, {"m": 2}, "", "", "New."))
    assert after == Said(3, {"novelty": 5, "m": 2}, "oral", "Kept.", "New.")


async def test_upload_previews_then_applies(
    as_dan: Any, post: Callable[..., Any], reviewing: Reviewing
) -> None:
    client, page = await as_dan(), "/glasgow/reviewing/main/offline"
    form = (await client.get(f"{page}/form.csv")).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(form)))
    assert [each["Reference"] for each in lines] == list(reviewing.codes)
    rows = [["Reference", "Overall", "To the committee"]]
    rows += [[reviewing.codes[0], 5, "=1+1 is fine"], [reviewing.codes[1], None, "Later."]]
    rows += [["N0SUCH", 3, ""]]
    preview = await post(client, page, files={"file": ("form.xlsx", _workbook(rows))})
    assert preview.status_code == 200, preview.text[-1500:]
    assert "Line 4" in preview.text
    assert "There is no such abstract in your list." in preview.text
    assert await Review.count() == 0
    hidden = preview.text.split('name="lines" value="')[1].split('"')[0]
    answer = await post(client, f"{page}/apply", {"lines": _unescape(hidden), "do": "send"})
    assert answer.status_code == 303, answer.text[-1500:]
    states = await Assignment.select(Assignment.state).order_by(Assignment.position)
    assert [each["state"] for each in states] == ["sent", "open", "open"]
    kept = await Review.select().order_by(Review.to_committee)
    assert [each["to_committee"] for each in kept] == ["=1+1 is fine", "Later."]


async def test_apply_refuses_what_was_saved_since_the_preview(
    as_dan: Any, post: Callable[..., Any], reviewing: Reviewing
) -> None:
    client, code = await as_dan(), reviewing.codes[0]
    await post(client, f"/glasgow/reviewing/main/{code}", {"overall": "2", "do": "draft"})
    line = f'[{{"code": "{code}", "said": {{"overall": 5}}, "seen": 0}}]'
    answer = await post(client, "/glasgow/reviewing/main/offline/apply", {"lines": line})
    assert answer.status_code == 409
    assert (await Review.select().first())["overall"] == 2
    broken = await post(client, "/glasgow/reviewing/main/offline/apply", {"lines": "[{}]"})
    assert broken.status_code == 404


def _workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell in book.active["C"]:
        cell.data_type = "s"
    with io.BytesIO() as buffer:
        book.save(buffer)
        return buffer.getvalue()


def _unescape(text: str) -> str:
    import html

    return html.unescape(text)
