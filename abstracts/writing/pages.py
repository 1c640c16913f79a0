"""Writing an abstract: the form, its parts, its preview, its figure."""

from typing import Any

from abstracts.writing import edit_pages, show_pages

handlers: list[Any] = [*show_pages.handlers, *edit_pages.handlers]
