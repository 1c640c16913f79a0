"""The text of an abstract as HTML: everything escaped but the few tags it may carry."""

from conference.web.marks import Run, Runs, html_of, lines_of, marked, runs, unmarked

__all__ = ["Run", "Runs", "body_html", "html_of", "lines_of", "runs", "unmarked"]

body_html = marked
