"""Situation 15: what is printed is what is counted, in the form, at the server and in the book."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.calls.rules import CallRules
from abstracts.length import LengthPolicy, count_length
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript, Part, compose
from abstracts.rules import find_problems
from abstracts.vocabulary import CallKind, LengthUnit
from abstracts.writing.differences import differences
from abstracts.writing.pasted_text import clean_text
from abstracts.writing.printing import printed
from conference.web.marks import html_of, marked, unmarked

CLYDE = Affiliation("Clyde Institute", "Glasgow", "GB")
TAY = Affiliation("Tay College", "Dundee", "GB")
ANN = AuthorEntry("Ann", "Ness", "ann@example.org", True, False, (TAY, CLYDE))
BO = AuthorEntry("Bo", "Ek", "bo@example.org", False, True, (CLYDE,))
PAPER = Manuscript("IFN-<i>λ</i>", "T01", authors=(ANN, BO), body="One.\nCD8<sup>+</sup> p<0.05")

text = st.text(st.sampled_from("aλ é<>/isubp+\n0"), max_size=40)
policies = st.builds(
    LengthPolicy,
    unit=st.sampled_from(LengthUnit),
    title=st.booleans(),
    authors=st.booleans(),
    affiliations=st.booleans(),
    spaces=st.booleans(),
    line_breaks=st.booleans(),
)


def test_printed_numbers_institutions_in_the_order_of_the_authors() -> None:
    shown = printed(PAPER)
    assert shown.institutions == (
        "Tay College, Dundee, United Kingdom",
        "Clyde Institute, Glasgow, United Kingdom",
    )
    assert [author.raised for author in shown.authors] == ["1,2", "2"]
    assert [author.is_presenting for author in shown.authors] == [True, False]
    assert [author.email for author in shown.authors] == ["", "bo@example.org"]
    assert html_of(shown.title) == "IFN-<i>λ</i>"
    assert [html_of(line) for line in shown.lines] == ["One.", "CD8<sup>+</sup> p&lt;0.05"]


def test_printed_numbers_nothing_where_there_is_one_institution() -> None:
    shown = printed(replace(PAPER, authors=(BO,)))
    assert (shown.is_numbered, shown.authors[0].raised) == (False, "")


def test_situation_15_one_count_for_form_server_and_book() -> None:
    """The abstract that a word processor counts as 3,598: all three say the same, none cuts."""
    paper = replace(PAPER, body="x" * 3_700)
    rules = CallRules(CallKind.REGULAR, LengthPolicy(), 20, frozenset({"T01"}))
    in_book = len(printed(paper).text)
    in_form = count_length(rules.policy, paper.title, paper.authors, paper.body)
    at_server = find_problems(paper, rules)["body"]
    assert in_form.used == in_book
    assert at_server == " ".join(in_form.problems)
    assert f"{in_book:,} of 3,600 characters" in at_server
    assert printed(paper).text.endswith("x" * 3_700)


@given(text, text)
@settings(max_examples=50)
def test_what_is_counted_is_what_is_printed(title: str, body: str) -> None:
    paper = replace(PAPER, title=title.replace("\n", " "), body=body)
    count = count_length(LengthPolicy(), paper.title, paper.authors, paper.body)
    assert count.used == len(printed(paper).text)
    assert count.lines == len(printed(paper).text.split("\n"))


@given(policies, text, text)
@settings(max_examples=50)
def test_pieces_add_up_to_the_count(policy: LengthPolicy, title: str, body: str) -> None:
    count = count_length(policy, title.replace("\n", " "), PAPER.authors, body)
    assert sum(piece.used for piece in count.pieces) == count.used


def test_pieces_name_what_is_counted() -> None:
    count = count_length(LengthPolicy(), PAPER.title, PAPER.authors, PAPER.body)
    assert [(piece.word, piece.used) for piece in count.pieces] == [
        ("title", 5), ("authors", 15), ("institutions", 75), ("text", 15), ("line breaks", 5),
    ]  # fmt: skip


@given(text)
@settings(max_examples=50)
def test_marked_and_unmarked_say_the_same(typed: str) -> None:
    assert marked(typed).striptags().split() == marked(unmarked(typed)).striptags().split()


def test_marks_left_open_or_crossed_stay_well_formed() -> None:
    assert marked("<b>a<i>b</b>c</i>") == "<b>a<i>b&lt;/b&gt;c</i></b>"
    assert marked("<em>x</em><strong>y</strong>") == "<i>x</i><b>y</b>"
    assert marked("<u>x</u>") == "&lt;u&gt;x&lt;/u&gt;"


def test_clean_text_keeps_what_was_meant() -> None:
    assert clean_text("“smart” – 5\u00a0µm\r\nIFN-\uf067\u200b  \n") == "“smart” – 5\u00a0µm\nIFN-γ"


def test_compose_prints_each_heading_before_its_part() -> None:
    assert compose((Part("Aim", "Why."), Part("Methods"), Part("Results", "So."))) == (
        "<b>Aim:</b> Why.\n<b>Results:</b> So."
    )


def test_differences_show_words_that_went_and_came() -> None:
    after = replace(PAPER, body="One.\nCD4<sup>+</sup> p<0.05", authors=(BO, ANN))
    found = {each.name: each for each in differences(PAPER, after)}
    assert set(found) == {"Authors", "Text"}
    assert [(each.kind, each.text.strip()) for each in found["Text"].stretches] == [
        ("same", "One."), ("removed", "CD8<sup>+</sup>"), ("added", "CD4<sup>+</sup>"),
        ("same", "p<0.05"),
    ]  # fmt: skip
    assert found["Authors"].after.startswith("Bo Ek")


@given(text, text)
@settings(max_examples=30)
def test_differences_contain_both_texts(before: str, after: str) -> None:
    for each in differences(Manuscript(body=before), Manuscript(body=after)):
        assert (each.before, each.after) == (before, after)
    assert differences(Manuscript(body=before), Manuscript(body=before)) == ()
