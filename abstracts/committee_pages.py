"""The committee's abstracts: find, read, decide. The pages themselves are in `deciding`."""

from abstracts.deciding import list_pages, one_pages

handlers = [*list_pages.handlers, *one_pages.handlers]
