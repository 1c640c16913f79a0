"""The cancellation terms in one sentence, as they are told before ordering."""

from datetime import date

import pytest

from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.terms import Rung, set_terms

TERMS = set_terms(
    [(LineKind.FEE.value, Rung(60, 100)), (LineKind.FEE.value, Rung(21, 50))],
    date(2026, 12, 20),
    "USD",
)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            date(2026, 10, 21),
            "If you cancel, you get back 100 % until Wed 21 Oct 2026; 50 % until Sun 29 Nov 2026;"
            " after that nothing.",
        ),
        (
            date(2026, 10, 22),
            "If you cancel, you get back 50 % until Sun 29 Nov 2026; after that nothing.",
        ),
        (date(2026, 11, 30), "Nothing is given back after a cancellation."),
    ],
)
def test_tell_terms_without_the_steps_that_are_over(day: date, told: str) -> None:
    assert TERMS.sentence_on(day) == told
