"""The payment reference: right by ISO 11649, and found however it was written."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conference.orm.tokens import ALPHABET
from conference.registration.bank.references import (
    ORDER_CODE_LENGTH,
    find_references,
    invoice_index,
    is_valid_reference,
    payment_reference,
)

CODE = "7K3M9QXA"
codes = st.text(ALPHABET, min_size=ORDER_CODE_LENGTH, max_size=ORDER_CODE_LENGTH)


def test_references_of_the_standard_are_valid() -> None:
    """The examples that ISO 11649 and the European Payments Council give."""
    for text in ("RF18 5390 0754 7034", "RF18000000000539007547034", "rf71 2348 231"):
        assert is_valid_reference(text)
    assert not is_valid_reference("RF19 5390 0754 7034")
    assert not is_valid_reference("RF18")


def test_reference_is_grouped_by_four() -> None:
    assert payment_reference(CODE) == "RF90 7K3M 9QXA"


@given(codes)
def test_reference_of_any_code_is_valid(code: str) -> None:
    assert is_valid_reference(payment_reference(code))


@given(codes, st.integers(0, ORDER_CODE_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, char: str) -> None:
    """A letter for a letter, a digit for a digit: a letter for a digit moves all that follows."""
    assume(code[place] != char and code[place].isdigit() == char.isdigit())
    wrong = payment_reference(code).replace(" ", "")
    wrong = wrong[: 4 + place] + char + wrong[5 + place :]

    assert not is_valid_reference(wrong)


@given(codes, st.data())
def test_reference_is_found_whatever_a_bank_does_to_it(code: str, data: st.DataObject) -> None:
    """Other case, look-alikes, and gaps anywhere: banks break lines after 27 or 35 characters."""
    looks_like = {"0": "0Oo", "1": "1IiLl"}
    written = ""
    for char in payment_reference(code).replace(" ", ""):
        spelling = looks_like.get(char, char + char.lower())
        written += data.draw(st.sampled_from(spelling))
        written += data.draw(st.sampled_from(["", "", "", " ", "\n", "-", "/", ".", " \r\n"]))

    found = find_references(f"Signals 2027, {written} Díaz", {code})

    assert found.codes == (code,)
    assert found.mistyped == found.foreign == ()


@given(codes, st.text(max_size=100))
def test_plain_code_is_found_in_any_text(code: str, text: str) -> None:
    assert code in find_references(f"{text} {code}", {code}).codes


@given(st.text(max_size=200), st.sets(codes, max_size=5))
def test_only_known_codes_are_ever_found(text: str, known: set[str]) -> None:
    found = find_references(text, known)

    assert set(found.codes) <= known
    assert len(set(found.codes)) == len(found.codes)


def test_several_codes_come_in_the_order_of_the_text() -> None:
    found = find_references("ZZZZ1111 + 7k3m 9qxa, ZZZZ1111", {CODE, "ZZZZ1111"})

    assert found.codes == ("ZZZZ1111", CODE)


def test_mistyped_and_foreign_references_are_told_apart() -> None:
    mistyped = find_references("RF91 7K3M 9QXA", set())
    foreign = find_references(payment_reference(CODE), {"ZZZZ1111"})

    assert mistyped.mistyped == ("RF917K3M9QXA",)
    assert foreign.foreign == ("RF907K3M9QXA",)


@pytest.mark.parametrize(
    "text",
    [
        "ICIS-INV-2027-00042",
        "icis inv 2027 42",
        "Rechnung INV 2027/042 vom 3.5.",
        "INV202700042",
        "inv-2027-00000042",
    ],
)
def test_invoice_number_is_found_with_any_zeros_and_signs(text: str) -> None:
    index = invoice_index({"ICIS-INV-2027-00042": CODE, "ICIS-INV-2027-00004": "OTHER"})

    assert find_references(text, set(), index).by_invoice == (CODE,)


@pytest.mark.parametrize("text", ["INV 2027 420", "2027 42", "INV-2026-00042", "42", ""])
def test_what_is_not_the_number_is_no_invoice(text: str) -> None:
    index = invoice_index({"ICIS-INV-2027-00042": CODE})

    assert find_references(text, set(), index).by_invoice == ()
