"""A rule that refuses what a form asks for, told beside the field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from conference.web.forms import FormErrors
from conference.web.problems import Invalid


@contextmanager
def refusals(form: msgspec.Struct) -> Iterator[None]:
    """Turns an Invalid, or FormErrors without values, into FormErrors that keep what was typed."""
    try:
        yield
    except Invalid as refused:
        errors = refused.errors or {"": refused.detail}
        raise FormErrors(form, errors) from None
    except FormErrors as wrong:
        raise FormErrors(form, wrong.errors) from None
