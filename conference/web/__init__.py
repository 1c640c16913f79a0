"""The page shell: rendering, forms, sessions, errors, 304 answers. It knows no person."""

from conference.web import problems
from conference.web.conditional import conditional
from conference.web.forms import FormErrors, FormState, read_form
from conference.web.pages import download, flash, page, redirect

__all__ = [
    "FormErrors",
    "FormState",
    "conditional",
    "download",
    "flash",
    "page",
    "problems",
    "read_form",
    "redirect",
]
