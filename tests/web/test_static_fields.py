"""The fields of a form: label, hint and error belong together, and what was typed comes back."""

from typing import Any

import pytest
from lxml import html

from conference.web import FormState
from conference.web.templating import environment

HOSTILE = "<script>alert(1)</script>\"' & é"


def shown(macro: str, form: FormState, *arguments: Any, **options: Any) -> Any:
    module = environment().get_template("web/fields.html").module
    return html.fragment_fromstring(
        str(getattr(module, macro)(form, *arguments, **options)), create_parent=True
    )


def described_by(root: Any, field: Any) -> list[str]:
    ids = (field.get("aria-describedby") or "").split()
    return [root.get_element_by_id(name).text_content() for name in ids]


@pytest.mark.parametrize("macro", ["text", "textarea"])
def test_text_keeps_what_was_typed(macro: str) -> None:
    root = shown(macro, FormState.of({"name": HOSTILE}), "name", "Name")
    [field] = root.xpath("//input|//textarea")
    assert (field.get("value") or field.text.removeprefix("\n")) == HOSTILE
    assert root.xpath("//script") == []
    assert root.xpath(f"//label[@for='{field.get('id')}']")[0].text_content() == "Name"


@pytest.mark.parametrize("macro", ["text", "textarea", "file"])
def test_error_and_hint_are_tied_to_the_field(macro: str) -> None:
    form = FormState({}, {"name": "Write a name."})
    root = shown(macro, form, "name", "Name", "As on the badge.")
    [field] = root.xpath("//input|//textarea")
    assert field.get("aria-invalid") == "true"
    assert described_by(root, field) == ["As on the badge.", "Error: Write a name."]


def test_right_field_claims_nothing_wrong() -> None:
    [field] = shown("text", FormState.empty(), "name", "Name").xpath("//input")
    assert field.get("aria-invalid") is None
    assert field.get("aria-describedby") is None
    assert field.get("value") == ""


def test_optional_field_says_so() -> None:
    root = shown("text", FormState.empty(), "name", "Name", required=False)
    assert root.xpath("//label")[0].text_content() == "Name (optional)"


def test_select_shows_the_choice_as_text_or_number() -> None:
    options = [(1, "One"), (2, "Two")]
    for value in (2, "2"):
        root = shown("select", FormState.of({"n": value}), "n", "Number", options)
        assert [each.text for each in root.xpath("//option[@selected]")] == ["Two"]


def test_radios_are_one_group_with_one_choice() -> None:
    form = FormState({"kind": "b"}, {"kind": "Choose one."})
    options = [("a", "A", ""), ("b", "B", "The second"), ("c", "C", "")]
    root = shown("radios", form, "kind", "Kind", options)
    assert [each.get("value") for each in root.xpath("//input[@checked]")] == ["b"]
    [group] = root.xpath("//fieldset")
    assert described_by(root, group) == ["Error: Choose one."]
    assert root.xpath("//legend")[0].text_content() == "Kind"
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_checkboxes_keep_every_choice() -> None:
    root = shown("checkboxes", FormState.of({"days": ["1", "3"]}), "days", "Days",
                 [(n, f"Day {n}") for n in "1234"])  # fmt: skip
    assert [each.get("value") for each in root.xpath("//input[@checked]")] == ["1", "3"]


def test_summary_links_each_sentence_to_its_field() -> None:
    form = FormState({}, {"name": "Write a name.", "": "The meeting is full."})
    root = shown("summary", form)
    links = [(each.get("href"), each.text) for each in root.xpath("//a")]
    assert links == [("#field-name", "Write a name.")]
    assert "The meeting is full." in root.text_content()
    assert root.xpath("//*[@tabindex='-1'][@role='alert']")


def test_summary_of_a_right_form_is_nothing() -> None:
    assert shown("summary", FormState.empty()).text_content().strip() == ""
