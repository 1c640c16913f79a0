"""ORCID iDs by their check character; numbers of trial registers by their form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.writing.orcid import (
    MISTYPED,
    NOT_ONE,
    check_character,
    normal_orcid,
    orcid_problem,
)
from abstracts.writing.trials import register_of, trial_problem

fifteen = st.text("0123456789", min_size=15, max_size=15)


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "orcid.org/0000-0002-1825-0097/",
        " 0000\u20110002\u20111825\u20110097 ",
    ],
)
def test_normal_orcid_reads_every_form(typed: str) -> None:
    assert normal_orcid(typed) == "0000-0002-1825-0097"
    assert orcid_problem(typed) == ""


def test_orcid_may_end_in_x() -> None:
    assert orcid_problem("0000-0002-1694-233x") == ""
    assert normal_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0000-0002-1825-0098", MISTYPED),
        ("0000-0002-8125-0097", MISTYPED),
        ("1234", NOT_ONE),
        ("X000-0002-1825-0097", NOT_ONE),
        ("my ORCID", NOT_ONE),
    ],
)
def test_orcid_says_what_is_wrong(typed: str, sentence: str) -> None:
    assert orcid_problem(typed) == sentence


def test_no_orcid_is_no_problem() -> None:
    assert orcid_problem("") == ""


@given(fifteen, st.integers(0, 14), st.integers(1, 9))
@settings(max_examples=50)
def test_orcid_finds_every_single_wrong_digit(digits: str, place: int, shift: int) -> None:
    wrong = str((int(digits[place]) + shift) % 10)
    mistyped = digits[:place] + wrong + digits[place + 1 :]
    assert orcid_problem(digits + check_character(digits)) == ""
    assert orcid_problem(mistyped + check_character(digits)) == MISTYPED


@pytest.mark.parametrize(
    ("number", "register"),
    [
        ("NCT01234567", "ClinicalTrials.gov"),
        ("nct01234567", "ClinicalTrials.gov"),
        ("ISRCTN12345678", "ISRCTN"),
        ("2012-001234-56", "EudraCT"),
        ("EudraCT 2012-001234-56", "EudraCT"),
        ("2023-512345-12-00", "EU Clinical Trials (CTIS)"),
        ("ChiCTR2000012345", "ChiCTR"),
        ("ChiCTR-TRC-12345678", "ChiCTR"),
        ("ACTRN12605000000000", "ANZCTR"),
        ("DRKS00012345", "DRKS"),
        ("jRCTs031180048", "jRCT"),
        ("CTRI/2021/05/033333", "CTRI"),
    ],
)
def test_register_of_knows_the_form(number: str, register: str) -> None:
    assert register_of(number) == register
    assert trial_problem(number) == ""


@pytest.mark.parametrize("number", ["NCT1234567", "NCT012345678", "ISRCTN1234", "registered"])
def test_trial_says_what_is_wrong(number: str) -> None:
    assert number in trial_problem(number)


def test_trial_takes_several_and_none() -> None:
    assert trial_problem("NCT01234567, ISRCTN12345678") == ""
    assert trial_problem("") == ""
    assert "later" in trial_problem("NCT01234567; later")
